"""The ledger's tables of the harvest. A change here, or in its sister modules (people, checks, quality), needs a
migration in catalogue/migrations/versions.

Instants are text in ISO 8601, UTC, to the second ("2026-11-22T09:30:00Z"): the same in SQLite and PostgreSQL,
and they sort. Large bodies are squeezed (catalogue.snapshot).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from catalogue.ledger.metadata import metadata

portals = Table(
    "portals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("address", Text, nullable=False),
    Column("origin", Text, nullable=False, default=""),
    Column("body", String(20), nullable=False, default=""),
    Column("paused", Boolean, nullable=False, default=False),
    Column("settings", JSON, nullable=False, default=dict),
    Column("added", String(20), nullable=False),
    Column("next_run", String(20), nullable=False, default=""),
    Column("every", Float, nullable=True),
    Column("quiet", String(11), nullable=False, default="", server_default=""),
    Column("zone", String(40), nullable=False, default="", server_default=""),
    Column("contact", Text, nullable=False, default="", server_default=""),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("started", String(20), nullable=False),
    Column("finished", String(20), nullable=False, default=""),
    Column("heartbeat", String(20), nullable=False),
    Column("owner", String(120), nullable=False, default=""),
    Column("verdict", String(10), nullable=False, default=""),
    Column("sentence", Text, nullable=False, default=""),
    Column("declared", Integer, nullable=True),
    Column("counts", JSON, nullable=False, default=dict),
    Column("mapper", String(40), nullable=False, default=""),
    # Where and what it asks: changes since an instant ("" for everything), and whether it trusts nothing remembered.
    Column("address", Text, nullable=False, default=""),
    Column("since", String(20), nullable=False, default=""),
    Column("whole", Boolean, nullable=False, default=True),
    Column("why", Text, nullable=False, default=""),
    # What the portal said: its clock when the run began, and how many records it has in all.
    Column("clock", String(20), nullable=False, default=""),
    Column("total", Integer, nullable=True),
    Column("rests_until", String(20), nullable=False, default=""),
    Column("shape", JSON, nullable=False, default=dict),
    # Who cancelled it, and how often in a row its process died at which page.
    Column("cancelled_by", String(120), nullable=False, default="", server_default=""),
    Column("deaths", Integer, nullable=False, default=0, server_default="0"),
    Column("died_at", Text, nullable=False, default="", server_default=""),
    # What was asked: kind and place. A dataset last met elsewhere was met before its portal moved.
    Column("site", Text, nullable=False, default=""),
    UniqueConstraint("portal_id", "number"),
)

# Whether a portal's filter by date can be believed, found by control queries.
filters = Table(
    "filters",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("address", Text, nullable=False),
    Column("asked", String(20), nullable=False),
    Column("sound", Boolean, nullable=False),
    Column("sentence", Text, nullable=False, default=""),
)

# What an answer held when it was last read, so that the same answer need not be read again.
remembered = Table(
    "remembered",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("mapper", String(40), nullable=False),
    Column("run", Integer, nullable=False),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("digest", String(64), nullable=False),
    Column("page", LargeBinary, nullable=False),
)

# How often a host was asked on a day (UTC), and when it may be asked next, by whatever process; until when it is not
# asked for the links that lead there.
hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("requests", Integer, nullable=False),
    Column("holder", String(120), nullable=False, default=""),
    Column("held_until", Float, nullable=False, default=0.0),
    Column("next_at", Float, nullable=False, default=0.0),
    Column("links_rest", String(20), nullable=False, default="", server_default=""),
)

# The fields of a portal's records, by how many of a sample have each.
shapes = Table(
    "shapes",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("run", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("paths", JSON, nullable=False),
)

# Portals whose time has come and whose run has not ended: each once, whatever happens to the queue or a worker.
filings = Table(
    "filings",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("due", String(20), nullable=False),
    Column("filed", String(20), nullable=False),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("taken", String(20), nullable=False, default=""),
)

# The state that each portal is in, since when, by which run, and when somebody was last told.
watches = Table(
    "watches",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("since", String(20), nullable=False),
    Column("run", Integer, nullable=False),
    Column("told", String(20), nullable=False, default=""),
)

# What people and programs are to be told: written with the run that it is about, sent by a worker afterwards.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("portal", String(80), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("target", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("made", String(20), nullable=False),
    Column("due", String(20), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("ended", String(20), nullable=False, default=""),
    Column("outcome", Text, nullable=False, default=""),
    Index("notices_by_due", "ended", "due"),
)

workers = Table(
    "workers",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("started", String(20), nullable=False),
    Column("heartbeat", String(20), nullable=False),
    Column("jobs", Integer, nullable=False),
)

# A run's checkpoint: the requests it still has to make, has made and could not make.
asks = Table(
    "asks",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("request", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("remark", Text, nullable=False, default=""),
)

# A run's checkpoint: what it has read and not yet committed.
gathered = Table(
    "gathered",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("outcome", String(10), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("fetched", String(20), nullable=False),
    Column("body", LargeBinary, nullable=True),
    Column("entry", LargeBinary, nullable=True),
    Column("title", Text, nullable=False, default=""),
    Column("publisher", String(120), nullable=False, default=""),
    Column("publisher_name", Text, nullable=False, default=""),
    Column("page", String(64), nullable=False, default=""),
    Column("position", Integer, nullable=False, default=0),
    Column("filled", Integer, nullable=False, default=0),
    Column("findings", JSON, nullable=False, default=list),
)

records = Table(
    "records",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("fetched", String(20), nullable=False),
    Column("mapper", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("publisher", String(120), nullable=False, default=""),
    Column("publisher_name", Text, nullable=False, default=""),
    Column("digest", String(64), nullable=False),
    Column("change", Integer, nullable=False),
    Column("first_seen", String(20), nullable=False),
    Column("last_changed", String(20), nullable=False),
    Column("last_run", Integer, nullable=False),
    Column("missing_since", String(20), nullable=False, default=""),
    Column("missing_runs", Integer, nullable=False, default=0),
    Column("position", Integer, nullable=False, default=0),  # on its portal's list
    Column("filled", Integer, nullable=False, default=0),  # see catalogue.quarantine.Filled
    UniqueConstraint("portal_id", "key"),
    Index("entries_by_publisher", "publisher", "state"),
    Index("entries_by_portal", "portal_id", "state"),
)

# Append-only. Nothing ever updates or deletes a row, except the removal of a whole portal by its operator,
# which appends a withdrawal for each of its entries first.
changes = Table(
    "changes",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("entry_id", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("at", String(20), nullable=False),
    Column("run", Integer, nullable=False),
    Column("mapper", String(40), nullable=False),
    Column("first_seen", String(20), nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Index("changes_by_entry", "entry_id", "n"),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), nullable=False),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("code", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("message", Text, nullable=False),
    Column("place", Text, nullable=False, default=""),
    Column("published", Text, nullable=False, default=""),
    Column("fix", Text, nullable=False, default=""),
    Column("rejected", Boolean, nullable=False, default=False),
    Index("findings_by_portal", "portal_id", "code"),
    Index("findings_by_key", "portal_id", "key"),
    Index("findings_by_run", "run_id"),
)

# Names under which a portal listed a dataset before, and how its present name was recognised.
former_keys = Table(
    "former_keys",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("entry_id", String(40), nullable=False),
    Column("run", Integer, nullable=False),
    Column("at", String(20), nullable=False),
    Column("evidence", Text, nullable=False),
    Index("former_keys_by_entry", "entry_id"),
)

# A record that may be a dataset held under another key. Until a person decides it is kept back. `decision` is "" or
# "rejected"; a confirmed one becomes a former key. `moved`: its portal's kind or address has changed.
matches = Table(
    "matches",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("entry_id", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("doubt", Text, nullable=False),
    Column("moved", Boolean, nullable=False),
    Column("run", Integer, nullable=False),
    Column("since", String(20), nullable=False),
    Column("decision", String(10), nullable=False, default=""),
    Index("matches_by_entry", "entry_id"),
)

# What a run would have removed, changed or added, had it not been too much at once. `kind` is "removal", "change" or
# "addition"; `decision` is "", "release" (let it through) or "keep" (leave it as it is, and ask no more).
held_back = Table(
    "held_back",
    metadata,
    Column("portal_id", ForeignKey("portals.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("entry_id", String(40), nullable=False, default=""),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", Integer, nullable=False),
    Column("since", String(20), nullable=False),
    Column("decision", String(10), nullable=False, default=""),
)

locks = Table(
    "locks",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("heartbeat", String(20), nullable=False),
)

# How far the counts below follow the changes.
marks = Table(
    "marks",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("n", Integer, nullable=False),
)

# What the entries shown come to, for each portal and property; the property "" counts the datasets themselves.
# By slug, since the changes that withdraw a removed portal's datasets are counted after it is gone.
property_counts = Table(
    "property_counts",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("property", String(120), primary_key=True),
    Column("datasets", Integer, nullable=False),
    Column("published", Integer, nullable=False),
    Column("mapped", Integer, nullable=False),
    Column("unmatched", Integer, nullable=False),
    Column("custom", Integer, nullable=False),
)

unknown_words = Table(
    "unknown_words",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("property", String(120), primary_key=True),
    Column("word", String(400), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("datasets", Integer, nullable=False),
    Index("unknown_words_by_word", "word"),
)

# What datasets say by which a copy of them can be told, as digests (catalogue.clusters.evidence).
evidence = Table(
    "evidence",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("key", String(24), primary_key=True),
    Column("kind", String(8), nullable=False),
    Index("evidence_by_key", "key"),
)

# Every dataset shown, with what decides its place among copies; `cluster` names the first of them, "" for one alone.
cluster_members = Table(
    "cluster_members",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("first_seen", String(20), nullable=False),
    Column("says_copy", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Column("cluster", String(40), nullable=False, default=""),
    Column("standing", Integer, nullable=False, default=0),
    Index("cluster_members_by_cluster", "cluster"),
)

# Two datasets that are one, or may be; `a` before `b` in the alphabet, `kinds` parted by spaces.
cluster_pairs = Table(
    "cluster_pairs",
    metadata,
    Column("a", String(40), primary_key=True),
    Column("b", String(40), primary_key=True),
    Column("sure", Boolean, nullable=False),
    Column("kinds", String(80), nullable=False),
    Index("cluster_pairs_by_b", "b"),
)

# What people said of two datasets; no rebuild forgets it.
cluster_decisions = Table(
    "cluster_decisions",
    metadata,
    Column("a", String(40), primary_key=True),
    Column("b", String(40), primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("by", String(120), nullable=False, default=""),
    Column("at", String(20), nullable=False),
    Index("cluster_decisions_by_b", "b"),
)

# Datasets that are to be shown anew though they have not changed: `topic` is "copies" (their place among them), for
# store and index to follow, or "score", for the store.
cluster_news = Table(
    "cluster_news",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("entry_id", String(40), nullable=False),
    Column("topic", String(10), nullable=False, server_default="copies"),
    sqlite_autoincrement=True,
)
