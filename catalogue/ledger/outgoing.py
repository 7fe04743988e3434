"""What leaves the ledger in order: datasets by identifier, a page at a time or all, and how many there are.

A page begins after the identifier that the page before it ended with. So whatever is there all the while is met
exactly once, however much is added, changed or withdrawn between two pages; a number of lines
to skip cannot promise that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, BindParameter, ColumnElement, Connection, Select, bindparam, cast, func, select

from catalogue.ledger.held import Held, read_held
from catalogue.ledger.schema import changes, entries, portals

_TOGETHER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which of the datasets that are shown: of a portal or a publisher (slugs), changed here at or since an instant,
    and of these identifiers alone where `among` is not None. What is empty narrows nothing."""

    portal: str = ""
    publisher: str = ""
    since: str = ""
    among: frozenset[str] | None = None


ALL = Shown()


def count_shown(connection: Connection, which: Shown = ALL) -> int:
    """How many there are."""
    wanted = select(func.count()).select_from(entries).where(*_conditions(connection, which))
    return int(connection.scalar(wanted) or 0)


def shown_page(
    connection: Connection, which: Shown = ALL, *, after: str = "", skip: int = 0, limit: int = 100
) -> tuple[Held, ...]:
    """At most `limit` of them by identifier: those after one, or those after the first `skip`."""
    # First the identifiers alone: what is skipped need not be looked up among the changes.
    chosen = (
        select(entries.c.id)
        .where(*_conditions(connection, which), *((entries.c.id > after,) if after else ()))
        .order_by(entries.c.id)
        .offset(skip)
        .limit(limit)
        .subquery()
    )
    wanted = (
        select(changes, entries.c.state, entries.c.missing_since)
        .join(entries, entries.c.change == changes.c.n)
        .join(chosen, chosen.c.id == entries.c.id)
        .order_by(entries.c.id)
    )
    return tuple(read_held(row) for row in connection.execute(wanted).mappings())


def every_held(connection: Connection) -> Iterator[Held]:
    """All that are shown, by identifier, in memory that does not grow with their number.

    Asked for in pieces, so that no database sorts, or sends, all of them at once.
    """
    last = ""
    while found := shown_page(connection, after=last, limit=_TOGETHER):
        yield from found
        last = found[-1].snapshot.entry.id


def last_instant(connection: Connection) -> str:
    """When the catalogue last changed; "" before the first change."""
    return str(connection.scalar(select(changes.c.at).order_by(changes.c.n.desc()).limit(1)) or "")


def _conditions(connection: Connection, which: Shown) -> list[ColumnElement[bool]]:
    found: list[Any] = [entries.c.state != "withdrawn"]
    if which.portal:
        number = select(portals.c.id).where(portals.c.slug == which.portal).scalar_subquery()
        found.append(entries.c.portal_id == number)
    if which.publisher:
        found.append(entries.c.publisher == which.publisher)
    if which.since:
        found.append(entries.c.last_changed >= which.since)
    if which.among is not None:
        found.append(entries.c.id.in_(_listed(connection, which.among)))
    return found


def _listed(connection: Connection, identifiers: frozenset[str]) -> Select[tuple[str]]:
    """Identifiers as one bound list: a statement has room for some thousand values only, and these may be all."""
    listed: BindParameter[str] = bindparam("among", json.dumps(sorted(identifiers)), unique=True)
    if connection.dialect.name == "sqlite":
        return select(func.json_each(listed).table_valued("value").c.value)
    return select(func.json_array_elements_text(cast(listed, JSON)).column_valued("value"))
