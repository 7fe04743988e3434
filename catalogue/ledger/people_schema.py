"""The ledger's tables of people: who signs in, what they may do and did, and what they do not want to be told."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from catalogue.ledger.metadata import metadata

# Who has proven an e-mail address (in small letters). Operators are named by a setting, not here.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("added", String(20), nullable=False),
    Column("seen", String(20), nullable=False, default=""),
)

# Links that prove an e-mail address, each by the SHA-256 of what it carries; `why` is "sign-in" or "proof", `thing`
# what is proven with it, `next` the page it leads to.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("why", String(20), nullable=False),
    Column("thing", String(200), nullable=False, default=""),
    Column("next", Text, nullable=False, default=""),
    Column("made", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Column("used", String(20), nullable=False, default=""),
    Index("sign_ins_by_expiry", "expires"),
)

# Browsers that are signed in, each by the SHA-256 of what its cookie carries.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("made", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Column("seen", String(20), nullable=False),
    Index("sessions_by_person", "person_id"),
)

# Who manages which portal, and who said so.
rights = Table(
    "rights",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("email", String(254), primary_key=True),
    Column("since", String(20), nullable=False),
    Column("by", String(254), nullable=False),
    Index("rights_by_email", "email"),
)

# Append-only: who changed what, and when. `thing` is an address here, such as "portal/leeds".
audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("at", String(20), nullable=False),
    Column("who", String(254), nullable=False),
    Column("action", String(60), nullable=False),
    Column("thing", String(200), nullable=False),
    Column("detail", JSON, nullable=False, default=dict),
    Index("audit_by_thing", "thing", "n"),
    sqlite_autoincrement=True,
)

# Who does not want to be told about a portal any more; the portal "" is all of them.
mutes = Table(
    "mutes",
    metadata,
    Column("email", String(254), primary_key=True),
    Column("portal", String(80), primary_key=True),
    Column("at", String(20), nullable=False),
)

# Browsers that sign in at an OpenID Connect provider, each by the SHA-256 of its state. `phase` is "asked" (a worker is
# to say where to), "ready" (`authorise` says), "returned" (a worker is to exchange `code`), "done" (`email` is proven),
# "used" or "failed".
provider_visits = Table(
    "provider_visits",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("phase", String(10), nullable=False),
    Column("state", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("next", Text, nullable=False, default=""),
    Column("authorise", Text, nullable=False, default=""),
    Column("code", Text, nullable=False, default=""),
    Column("email", String(254), nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("made", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Index("provider_visits_by_phase", "phase", "expires"),
)
