"""The ledger's tables of columns and what datasets have in common by them: samples of files, tables with their columns,
kinds of identifier, the same from other publishers, and cautions.

What is said of datasets here follows the changes and is by the entries' identifiers, without a foreign key: a portal
may be gone when it is taken away.
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
)

from catalogue.ledger.metadata import metadata

# Every file whose first rows may tell its columns, each address once. `state` is "" (never asked), "read", "unfit" (no
# table that we read), "refused" (by robots.txt, a portal's setting or the host) or "failed"; `body` the table as
# catalogue.columns.table packs it, of the last time that it was read.
samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("host", String(255), nullable=False),
    Column("format", String(40), nullable=False, default=""),
    Column("state", String(10), nullable=False, default=""),
    Column("remark", Text, nullable=False, default=""),
    Column("read", String(20), nullable=False, default=""),
    Column("body", LargeBinary, nullable=True),
    Column("bytes", Integer, nullable=False, default=0),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", String(80), nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("due", String(20), nullable=False, default=""),
    Column("taken_by", String(120), nullable=False, default=""),
    Column("taken", String(20), nullable=False, default=""),
    Index("samples_by_due", "due"),
    Index("samples_by_host", "host", "due"),
    Index("samples_by_taker", "taken_by"),
)

# Which dataset has such a file, as which of its distributions (its key, else its place among them).
sample_uses = Table(
    "sample_uses",
    metadata,
    Column("sample_id", ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", String(40), primary_key=True),
    Column("file", String(200), primary_key=True),
    Column("portal", String(80), nullable=False),
    Index("sample_uses_by_entry", "entry_id"),
    Index("sample_uses_by_portal", "portal"),
)

# The tables of a dataset with their columns, as its portal says them and as samples show them; packed JSON.
dataset_tables = Table(
    "dataset_tables",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("publisher", String(120), nullable=False, default=""),
    Column("body", LargeBinary, nullable=False),
    Column("columns", Integer, nullable=False),
    # The gravest caution that its columns call for, "" mostly, and a digest of the columns that it was told of.
    Column("caution", String(20), nullable=False, default=""),
    Column("evidence", String(16), nullable=False, default=""),
    # What decides which joins are likely (catalogue.joins.facts): codes parted by spaces, years as "2019-2023".
    Column("areas", Text, nullable=False, default=""),
    Column("years", String(9), nullable=False, default=""),
    Column("themes", Text, nullable=False, default=""),
    Column("licence", String(80), nullable=False, default=""),
    Column("openness", String(10), nullable=False, default=""),
    Column("modified", String(40), nullable=False, default=""),
    Index("dataset_tables_by_portal", "portal"),
    Index("dataset_tables_by_caution", "caution", "portal"),
)

# Which kinds of identifier a dataset holds, the surest column of each: `rule` is "name", "values" or "list", `sketch`
# keyed digests of sampled values (catalogue.identifiers.sketch), null where none were sampled; `area` is the code of
# the first place that the dataset is about.
dataset_identifiers = Table(
    "dataset_identifiers",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("file", String(200), nullable=False, default=""),
    Column("column", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rule", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("portal", String(80), nullable=False),
    Column("publisher", String(120), nullable=False, default=""),
    Column("area", String(20), nullable=False, default=""),
    Column("sketch", LargeBinary, nullable=True),
    Index("dataset_identifiers_by_kind", "kind", "publisher"),
    Index("dataset_identifiers_by_area", "kind", "area", "entry_id"),
)

# What an officer said of a caution: "kept" (it was looked at, nobody can be singled out), "mended" or "open" again. It
# holds as long as the columns are those that it was said of.
caution_decisions = Table(
    "caution_decisions",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("caution", String(20), primary_key=True),
    Column("decision", String(10), nullable=False),
    Column("evidence", String(16), nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("by", String(254), nullable=False),
    Column("at", String(20), nullable=False),
)

# What datasets say by which the same from another publisher is found: digests of words of the title, of columns.
kin_keys = Table(
    "kin_keys",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("key", String(24), primary_key=True),
    Column("kind", String(10), nullable=False),
    Index("kin_keys_by_key", "key"),
)

# Every dataset whose title tells what it is about: `home` is the name of its own subject, `kin` of the group that it
# is in, which is another where `why` says so. `edition` sorts what one publisher has of it, the newest last; `facts`
# is what it is compared by (catalogue.kin.facts), packed.
kin_members = Table(
    "kin_members",
    metadata,
    Column("entry_id", String(40), primary_key=True),
    Column("kin", String(60), nullable=False),
    Column("home", String(60), nullable=False),
    Column("publisher", String(120), nullable=False, default=""),
    Column("edition", String(20), nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("likeness", Float, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Index("kin_members_by_kin", "kin", "publisher", "edition", "entry_id"),
    Index("kin_members_by_home", "home", "publisher"),
)

# The groups that members are in: what people call each, and how many publishers and datasets it has.
kins = Table(
    "kins",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("label", Text, nullable=False),
    Column("publishers", Integer, nullable=False),
    Column("datasets", Integer, nullable=False),
    Index("kins_by_publishers", "publishers", "name"),
)

# A story of what good came of data: `state` is one of catalogue.reuses.story.State; `link` the number of its evidence
# among the links that are checked. What is said of it stands in its columns, as it is shown; `proposed` is what its
# author wants it to say instead, and `waits` since when an operator is asked to look, "" where nobody is. `words` are
# what it is found by, folded; `told` is when it was first shown; `made_up` stories are for a demonstration.
reuses = Table(
    "reuses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", String(20), nullable=False, default=""),
    Column("changed", Text, nullable=False),
    Column("story", Text, nullable=False, default=""),
    Column("evidence", Text, nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("proposed", JSON(none_as_null=True), nullable=True),
    Column("waits", String(20), nullable=False, default=""),
    Column("link", Integer, nullable=True),
    Column("email", String(254), nullable=False, default=""),
    Column("featured", Boolean, nullable=False, default=False),
    Column("made_up", Boolean, nullable=False, default=False),
    Column("submitted", String(20), nullable=False),
    Column("told", String(20), nullable=False, default=""),
    Column("decided", String(20), nullable=False, default=""),
    Column("decided_by", String(254), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("modified", String(20), nullable=False),
    Index("reuses_by_state", "state", "told"),
    Index("reuses_by_waits", "waits"),
)

# What a story used: `what` is "dataset", "organisation", "identifier" or "theme" (of its datasets), `name` its
# identifier, slug or code; `title` what a dataset was called then, for when it is known no more.
reuse_uses = Table(
    "reuse_uses",
    metadata,
    Column("reuse_id", ForeignKey("reuses.id", ondelete="CASCADE"), primary_key=True),
    Column("what", String(12), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("title", Text, nullable=False, default=""),
    Index("reuse_uses_by_name", "what", "name"),
)
