"""What a body has of the same as others: the kins that its datasets are in, as its linkages tell them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from catalogue.ledger.columns_schema import kin_members, kins
from catalogue.ledger.kin_lists import KinLine

MOST: Final = 2_000


def kins_of_body(connection: Connection, body: str) -> tuple[KinLine, ...]:
    """The kins of several publishers in which a body has a dataset, those of most publishers first; MOST at most."""
    own = select(kin_members.c.kin).where(kin_members.c.publisher == body)
    wanted = (
        select(kins.c.name, kins.c.label, kins.c.publishers, kins.c.datasets)
        .where(kins.c.name.in_(own), kins.c.publishers > 1)
        .order_by(kins.c.publishers.desc(), kins.c.name)
        .limit(MOST)
    )
    return tuple(KinLine(**row) for row in connection.execute(wanted).mappings())
