"""When portals are harvested and by whom: schedules, filings, workers; runs that are cancelled or die."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("portals", sa.Column("every", sa.Float(), nullable=True))
    op.add_column("portals", sa.Column("quiet", sa.String(length=11), nullable=False, server_default=""))
    op.add_column("portals", sa.Column("zone", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("cancelled_by", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("died_at", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "filings",
        sa.Column("portal_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(length=20), nullable=False),
        sa.Column("filed", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("taken", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("portal_id"),
    )
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started", sa.String(length=20), nullable=False),
        sa.Column("heartbeat", sa.String(length=20), nullable=False),
        sa.Column("jobs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
