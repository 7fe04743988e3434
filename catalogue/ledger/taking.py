"""What many hosts are asked for, an address a line: who has taken which, and whose hosts are spared.

The tables have columns `taken_by` and `taken`, when their taker last gave a sign of life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select, update

from catalogue.checking.address import host_of
from catalogue.ledger.schema import portals
from catalogue.ledger.workers import is_gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which addresses are to be asked for: those that are due, or with `again` all that were not since `now`; of one
    portal, if named. `closed` are portals that do not want theirs asked for, `closed_hosts` where these are."""

    now: str
    again: bool = False
    portal: str = ""
    closed: frozenset[str] = frozenset()
    closed_hosts: frozenset[str] = frozenset()


def wanted_at(
    connection: Connection, setting: str, *, now: str, portal: str = "", again: bool = False
) -> Wanted:
    """What is wanted at an instant, without what belongs to portals of which a setting is "no"."""
    rows = connection.execute(select(portals.c.slug, portals.c.address, portals.c.settings))
    closed = {row.slug: host_of(row.address) for row in rows if str(row.settings.get(setting, "")) == "no"}
    return Wanted(
        now=now,
        again=again,
        portal=portal,
        closed=frozenset(closed),
        closed_hosts=frozenset(closed.values()),
    )


def beat(connection: Connection, table: Table, owner: str, *, now: str) -> None:
    """Says that whoever has taken something is still at it."""
    connection.execute(update(table).where(table.c.taken_by == owner).values(taken=now))


def let_go(connection: Connection, table: Table, owner: str, *, numbers: Iterable[int] | None = None) -> None:
    """Lets others have what somebody had taken: all of it, or what has these numbers."""
    mine = table.c.taken_by == owner
    if numbers is not None:
        mine &= table.c.id.in_(list(numbers))
    connection.execute(update(table).where(mine).values(taken_by="", taken=""))


def let_go_of_gone(
    connection: Connection, table: Table, *, now: str, is_alive: Callable[[str], bool | None]
) -> None:
    """Lets go what those had taken who are gone, or, where that cannot be seen, silent for a minute."""
    beats = select(table.c.taken_by, func.max(table.c.taken).label("beat"))
    held = beats.where(table.c.taken_by > "").group_by(table.c.taken_by)
    for row in connection.execute(held).all():
        if is_gone(is_alive(row.taken_by), row.beat, now=now):
            let_go(connection, table, row.taken_by)
