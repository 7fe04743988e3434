"""What the ledger tells of links: how many stand how, and which of a portal's are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from catalogue.ledger.links import Link, read_link
from catalogue.ledger.quality_schema import checked_links, link_uses
from catalogue.ledger.schema import entries
from catalogue.linkage.standing import State

BROKEN = (State.DEAD, State.FAILING)
"""What is told of a portal where nothing else is asked for, the worst first."""

_NAMED = 20  # datasets that are named for each link
_CHUNK = 400


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """A dataset that leads to a link, as what."""

    id: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A link of a portal, and the datasets of the portal that lead to it: at most twenty of `count`."""

    link: Link
    datasets: tuple[Leading, ...]
    count: int


def portal_states(connection: Connection, slug: str) -> dict[State, int]:
    """How many of a portal's links stand how."""
    mine = select(link_uses.c.link_id).where(link_uses.c.portal == slug).distinct()
    counted = select(checked_links.c.state, func.count()).where(checked_links.c.id.in_(mine))
    return {State(one): count for one, count in connection.execute(counted.group_by(checked_links.c.state))}


def portal_links(
    connection: Connection, slug: str, states: Sequence[State], *, limit: int, offset: int = 0
) -> tuple[PortalLink, ...]:
    """A portal's links in some states: the first named first, and the longest so within each."""
    mine = select(link_uses.c.link_id).where(link_uses.c.portal == slug)
    place = case({state.value: n for n, state in enumerate(states)}, value=checked_links.c.state)
    wanted = (
        select(checked_links)
        .where(checked_links.c.id.in_(mine), checked_links.c.state.in_([state.value for state in states]))
        .order_by(place, checked_links.c.since, checked_links.c.id)
        .limit(limit)
        .offset(offset)
    )
    found = [read_link(row) for row in connection.execute(wanted).mappings()]
    leading = _leading(connection, slug, [link.id for link in found])
    return tuple(
        PortalLink(link=link, datasets=tuple(leading[link.id][:_NAMED]), count=len(leading[link.id]))
        for link in found
    )


def _leading(connection: Connection, slug: str, numbers: Sequence[int]) -> dict[int, list[Leading]]:
    """Which datasets of the portal lead to each of these links, by title."""
    found: dict[int, dict[str, Leading]] = {number: {} for number in numbers}
    for first in range(0, len(numbers), _CHUNK):
        wanted = (
            select(link_uses.c.link_id, link_uses.c.entry_id, link_uses.c.role, entries.c.title)
            .join(entries, entries.c.id == link_uses.c.entry_id)
            .where(link_uses.c.portal == slug, link_uses.c.link_id.in_(numbers[first : first + _CHUNK]))
            .order_by(entries.c.title, link_uses.c.entry_id, link_uses.c.role)
        )
        for row in connection.execute(wanted):
            told = found[row.link_id].get(row.entry_id)
            roles = (*told.roles, row.role) if told else (row.role,)
            found[row.link_id][row.entry_id] = Leading(id=row.entry_id, title=row.title, roles=roles)
    return {number: list(datasets.values()) for number, datasets in found.items()}
