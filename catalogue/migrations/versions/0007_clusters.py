"""Copies of datasets at other portals: what tells them, where each stands, and what people said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "key"),
    )
    op.create_index("evidence_by_key", "evidence", ["key"], unique=False)
    op.create_table(
        "cluster_members",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.String(length=20), nullable=False),
        sa.Column("says_copy", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("cluster", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("cluster_members_by_cluster", "cluster_members", ["cluster"], unique=False)
    op.create_table(
        "cluster_pairs",
        sa.Column("a", sa.String(length=40), nullable=False),
        sa.Column("b", sa.String(length=40), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("cluster_pairs_by_b", "cluster_pairs", ["b"], unique=False)
    op.create_table(
        "cluster_decisions",
        sa.Column("a", sa.String(length=40), nullable=False),
        sa.Column("b", sa.String(length=40), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("cluster_decisions_by_b", "cluster_decisions", ["b"], unique=False)
    op.create_table(
        "cluster_news",
        sa.Column("n", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sqlite_autoincrement=True,
    )
