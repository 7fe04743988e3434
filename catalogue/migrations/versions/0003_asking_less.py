"""What lets a run ask less and ask gently: since when, filters proven, pages remembered, hosts' turns, shapes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = {"nullable": False, "server_default": ""}
    for column in (
        sa.Column("address", sa.Text(), **text),
        sa.Column("since", sa.String(length=20), **text),
        sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("why", sa.Text(), **text),
        sa.Column("clock", sa.String(length=20), **text),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("rests_until", sa.String(length=20), **text),
        sa.Column("shape", sa.JSON(), nullable=False, server_default="{}"),
    ):
        op.add_column("runs", column)
    op.create_table(
        "filters",
        _portal(),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        *_of_portal("portal_id"),
    )
    op.create_table(
        "remembered",
        _portal(),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("mapper", sa.String(length=40), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        *_of_portal("portal_id", "fingerprint"),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("held_until", sa.Float(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("host"),
    )
    op.create_table(
        "shapes",
        _portal(),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("paths", sa.JSON(), nullable=False),
        *_of_portal("portal_id"),
    )


def _portal() -> sa.Column:
    return sa.Column("portal_id", sa.Integer(), nullable=False)


def _of_portal(*key: str) -> tuple[sa.Constraint, ...]:
    portal = sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], ondelete="CASCADE")
    return portal, sa.PrimaryKeyConstraint(*key)
