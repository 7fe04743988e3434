"""Counts of the mapping: what was published, mapped and not known, for each portal and property."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "property_counts",
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("property", sa.String(length=120), nullable=False),
        sa.Column("datasets", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("mapped", sa.Integer(), nullable=False),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("custom", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "property"),
    )
    op.create_table(
        "unknown_words",
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("property", sa.String(length=120), nullable=False),
        sa.Column("word", sa.String(length=400), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("datasets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "property", "word"),
    )
    op.create_index("unknown_words_by_word", "unknown_words", ["word"], unique=False)
