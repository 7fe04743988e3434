"""What the ledger tells of links: how many stand how, and which of a portal's are broken."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from catalogue.ledger.quality_schema import checked_links
from catalogue.linkage.standing import State


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """How many links there are, how many stand how, how many are `due` by now and `taken`; `next_due` is when the next
    one is, "" where there is none."""

    total: int
    never_asked: int
    works: int
    failing: int
    dead: int
    unknown: int
    due: int
    taken: int
    next_due: str


def link_counts(connection: Connection, *, now: str) -> LinkCounts:
    """The counts at this moment."""
    counted = select(checked_links.c.state, func.count()).group_by(checked_links.c.state)
    states = {State(state): int(count) for state, count in connection.execute(counted)}
    due, taken = checked_links.c.due <= now, checked_links.c.taken_by > ""
    later = select(func.min(checked_links.c.due)).where(checked_links.c.due > now)
    return LinkCounts(
        total=sum(states.values()),
        never_asked=states.get(State.NEVER_ASKED, 0),
        works=states.get(State.WORKS, 0),
        failing=states.get(State.FAILING, 0),
        dead=states.get(State.DEAD, 0),
        unknown=states.get(State.UNKNOWN, 0),
        due=int(connection.scalar(select(func.count()).select_from(checked_links).where(due)) or 0),
        taken=int(connection.scalar(select(func.count()).select_from(checked_links).where(taken)) or 0),
        next_due=str(connection.scalar(later) or ""),
    )
