"""Former keys, proposed matches and what is held back; places on the list, what is filled in, what a run asked."""

from __future__ import annotations

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CHUNK = 500


def upgrade() -> None:
    for table in ("gathered", "entries"):
        for name in ("position", "filled"):
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("site", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "former_keys",
        *_key(),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        *_of_portal(),
    )
    op.create_index("former_keys_by_entry", "former_keys", ["entry_id"], unique=False)
    op.create_table(
        "matches",
        *_key(),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        *_decided(),
        *_of_portal(),
    )
    op.create_index("matches_by_entry", "matches", ["entry_id"], unique=False)
    op.create_table(
        "held_back",
        *_key(),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_decided(),
        *_of_portal("kind"),
    )
    _count_what_is_filled(op.get_bind())


def _key() -> tuple[sa.Column, ...]:
    return sa.Column("portal_id", sa.Integer(), nullable=False), sa.Column("key", sa.Text(), nullable=False)


def _decided() -> tuple[sa.Column, ...]:
    return (
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
    )


def _of_portal(*more: str) -> tuple[sa.Constraint, ...]:
    portal = sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], ondelete="CASCADE")
    return portal, sa.PrimaryKeyConstraint("portal_id", *more, "key")


def _count_what_is_filled(connection: sa.Connection) -> None:
    """Licence 1, publisher 2, distribution 4, from the snapshots as they were packed at this schema."""
    after = ""
    wanted = sa.text(
        "SELECT entries.id, changes.snapshot FROM entries JOIN changes ON changes.n = entries.change "
        "WHERE entries.id > :after ORDER BY entries.id LIMIT :many"
    )
    while rows := connection.execute(wanted, {"after": after, "many": _CHUNK}).all():
        made = [{"id": identifier, "filled": _filled(snapshot)} for identifier, snapshot in rows]
        connection.execute(sa.text("UPDATE entries SET filled = :filled WHERE id = :id"), made)
        after = rows[-1][0]


def _filled(snapshot: bytes) -> int:
    dataset = json.loads(zlib.decompress(snapshot))["dataset"]
    files = dataset.get("distribution", ())
    licence = "license" in dataset or any("license" in one for one in files)
    return licence + 2 * ("publisher" in dataset) + 4 * bool(files)
