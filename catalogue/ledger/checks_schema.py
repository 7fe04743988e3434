"""The ledger's tables of checks and registrations: addresses that somebody wants looked at, and what came of it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from catalogue.ledger.metadata import metadata

# One look at an address, filed by the site and done by a worker. Its private link carries what `digest` is the SHA-256
# of. `state` is "waiting", "detecting", "reading", "done" or "failed"; `turn` counts what has been told of it, `lines`
# is the tale so far; `found` what the detection said; `portal` one that is registered at that address already; `report`
# what the dry run said, squeezed; `client` who asked, as a digest, for fair shares.
checks = Table(
    "checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("host", String(255), nullable=False, default=""),
    Column("client", String(64), nullable=False, default=""),
    Column("made", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Column("state", String(10), nullable=False, default="waiting"),
    Column("sentence", Text, nullable=False, default=""),
    Column("turn", Integer, nullable=False, default=0),
    Column("lines", JSON, nullable=False, default=list),
    Column("ended", String(20), nullable=False, default=""),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("heartbeat", String(20), nullable=False, default=""),
    Column("tries", Integer, nullable=False, default=0),
    Column("found", JSON, nullable=False, default=dict),
    Column("portal", String(80), nullable=False, default=""),
    Column("report", LargeBinary, nullable=True),
    Index("checks_by_state", "state", "id"),
    Index("checks_by_expiry", "expires"),
)

# A portal that somebody wants listed. Its private link carries what `digest` is the SHA-256 of. `proven` is when the
# e-mail address was, `verified` that it is at the organisation's own domain; `of_others` says that the portal lists
# what others publish; `decision` is "", "approved", "refused", "removing" (a worker is to do it) or "removed".
registrations = Table(
    "registrations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("check_id", ForeignKey("checks.id", ondelete="SET NULL"), nullable=True),
    Column("portal", String(80), nullable=False, default=""),
    Column("address", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("body", String(20), nullable=False, default=""),
    Column("organisation", Text, nullable=False, default=""),
    Column("email", String(254), nullable=False),
    Column("told", Boolean, nullable=False, default=True),
    Column("of_others", Boolean, nullable=False, default=False),
    Column("made", String(20), nullable=False),
    Column("proven", String(20), nullable=False, default=""),
    Column("verified", Boolean, nullable=False, default=False),
    Column("decision", String(10), nullable=False, default=""),
    Column("decided", String(20), nullable=False, default=""),
    Column("decided_by", String(254), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Index("registrations_by_portal", "portal"),
    Index("registrations_by_decision", "decision", "id"),
)
