"""The ledger's tables of quality: scores, their history, what the shapes say, and links with their checks.

What is said of datasets here follows the changes and is by the entries' identifiers, without a foreign key: a portal
may be gone when it is taken away.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from catalogue.ledger.metadata import metadata

# The two scores of a dataset: the codes of the metrics that pass, as published (null where that is not known) and here;
# `unknown` are the codes of those of which nobody knows yet.
scores = Table(
    "scores",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("publisher", String(120), nullable=False, default=""),
    Column("passed_published", JSON, nullable=True),
    Column("passed_here", JSON, nullable=False),
    Column("unknown", JSON, nullable=False, default=list),
    Column("published", Integer, nullable=True),
    Column("here", Integer, nullable=False),
    Column("at", String(20), nullable=False),
    Index("scores_by_portal", "portal"),
    Index("scores_by_publisher", "publisher"),
)

# The mean scores of a day (UTC), the last that were worked out on it; `subject` is "catalogue", "portal" or
# "organisation", `name` its slug.
score_days = Table(
    "score_days",
    metadata,
    Column("subject", String(12), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("datasets", Integer, nullable=False),
    Column("published", Float, nullable=True),
    Column("here", Float, nullable=False),
)

# Whether a dataset conforms to the profile DCAT-AP, of the content and the shapes that `digest` is of.
conformance = Table(
    "conformance",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("conforms", Boolean, nullable=False),
    Column("findings", JSON, nullable=False, default=list),
    Column("at", String(20), nullable=False),
)

# Every address that a dataset leads to, each once. `state` is "" (never asked), "works", "failing" (not for long enough
# to be called dead), "dead" or "unknown"; `since` when it came to be so; `failures` in a row, from `first_failure` on.
checked_links = Table(
    "checked_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("host", String(255), nullable=False),
    Column("state", String(10), nullable=False, default=""),
    Column("since", String(20), nullable=False, default=""),
    Column("status", Integer, nullable=True),
    Column("remark", Text, nullable=False, default=""),
    Column("media_type", Text, nullable=False, default=""),
    Column("length", Integer, nullable=True),
    Column("leads_to", Text, nullable=False, default=""),
    Column("checked", String(20), nullable=False, default=""),
    Column("due", String(20), nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("first_failure", String(20), nullable=False, default=""),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("taken", String(20), nullable=False, default=""),
    Index("checked_links_by_due", "due"),
    Index("checked_links_by_host", "host", "due"),
    Index("checked_links_by_taker", "taken_by"),
    Index("checked_links_by_state", "state"),
    Index("checked_links_by_since", "since"),
)

# Which dataset leads to it, as what: "access", "download" or "page".
link_uses = Table(
    "link_uses",
    metadata,
    Column("link_id", ForeignKey("checked_links.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", String(40), primary_key=True),
    Column("role", String(10), primary_key=True),
    Column("portal", String(80), nullable=False),
    Index("link_uses_by_entry", "entry_id"),
    Index("link_uses_by_portal", "portal"),
)

# One asking of a link: `outcome` is "works", "failed" or "unknown".
link_checks = Table(
    "link_checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("link_id", ForeignKey("checked_links.id", ondelete="CASCADE"), nullable=False),
    Column("at", String(20), nullable=False),
    Column("method", String(8), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("status", Integer, nullable=True),
    Column("remark", Text, nullable=False, default=""),
    Index("link_checks_by_link", "link_id", "id"),
)
