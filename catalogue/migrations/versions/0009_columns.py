"""Samples of files, columns, identifiers, cautions, the same from other publishers, and stories of reuse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "caution_decisions",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("caution", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "caution"),
    )
    op.create_table(
        "dataset_identifiers",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", "kind"),
    )
    op.create_index(
        "dataset_identifiers_by_area", "dataset_identifiers", ["kind", "area", "entry_id"], unique=False
    )
    op.create_index("dataset_identifiers_by_kind", "dataset_identifiers", ["kind", "publisher"], unique=False)
    op.create_table(
        "dataset_tables",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("caution", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("years", sa.String(length=9), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("openness", sa.String(length=10), nullable=False),
        sa.Column("modified", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("dataset_tables_by_caution", "dataset_tables", ["caution", "portal"], unique=False)
    op.create_index("dataset_tables_by_portal", "dataset_tables", ["portal"], unique=False)
    op.create_table(
        "kin_keys",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "key"),
    )
    op.create_index("kin_keys_by_key", "kin_keys", ["key"], unique=False)
    op.create_table(
        "kin_members",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("kin", sa.String(length=60), nullable=False),
        sa.Column("home", sa.String(length=60), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index(
        "kin_members_by_kin", "kin_members", ["kin", "publisher", "edition", "entry_id"], unique=False
    )
    op.create_index("kin_members_by_home", "kin_members", ["home", "publisher"], unique=False)
    op.create_table(
        "kins",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("publishers", sa.Integer(), nullable=False),
        sa.Column("datasets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("kins_by_publishers", "kins", ["publishers", "name"], unique=False)
    op.create_table(
        "reuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("waits", sa.String(length=20), nullable=False),
        sa.Column("link", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("featured", sa.Boolean(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("submitted", sa.String(length=20), nullable=False),
        sa.Column("told", sa.String(length=20), nullable=False),
        sa.Column("decided", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("modified", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
        sa.UniqueConstraint("token_digest"),
    )
    op.create_index("reuses_by_state", "reuses", ["state", "told"], unique=False)
    op.create_index("reuses_by_waits", "reuses", ["waits"], unique=False)
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("read", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("taken", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("samples_by_due", "samples", ["due"], unique=False)
    op.create_index("samples_by_host", "samples", ["host", "due"], unique=False)
    op.create_index("samples_by_taker", "samples", ["taken_by"], unique=False)
    op.create_table(
        "reuse_uses",
        sa.Column("reuse_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reuse_id"], ["reuses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reuse_id", "what", "name"),
    )
    op.create_index("reuse_uses_by_name", "reuse_uses", ["what", "name"], unique=False)
    op.create_table(
        "sample_uses",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sample_id", "entry_id", "file"),
    )
    op.create_index("sample_uses_by_entry", "sample_uses", ["entry_id"], unique=False)
    op.create_index("sample_uses_by_portal", "sample_uses", ["portal"], unique=False)
