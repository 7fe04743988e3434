"""Saying that a publisher's name means a body: a correction on every portal that names it so.

What portals published stays as it is; their next harvest, which is made due, reads the name as the body's.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from catalogue.correcting import corrected
from catalogue.ledger.audit import write_audit
from catalogue.ledger.portals import add_portal, get_portal, set_next_run
from catalogue.ledger.schema import entries, portals
from catalogue.portal import correction_key
from vocab import Vocabulary

_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAt:
    """A portal whose datasets name a publisher so, and how many of them do; `name` is as it is written there."""

    portal: str
    title: str
    name: str
    datasets: int


def where_named(connection: Connection, name: str) -> tuple[NamedAt, ...]:
    """The portals that name a publisher so, by portal. Case and space do not count, as in a correction."""
    key = correction_key(name)
    spelt = [one for one in _names(connection) if correction_key(one) == key] if key else []
    wanted = (
        select(portals.c.slug, portals.c.title, entries.c.publisher_name, func.count().label("datasets"))
        .join(portals, portals.c.id == entries.c.portal_id)
        .where(entries.c.publisher_name.in_(spelt[:_MOST]), entries.c.state != "withdrawn")
        .group_by(portals.c.slug, portals.c.title, entries.c.publisher_name)
        .order_by(portals.c.slug, entries.c.publisher_name)
        .limit(_MOST)
    )
    return tuple(
        NamedAt(portal=row.slug, title=row.title, name=row.publisher_name, datasets=row.datasets)
        for row in connection.execute(wanted)
    )


def mean_body(
    connection: Connection, name: str, code: str, *, vocabulary: Vocabulary, who: str, now: str
) -> tuple[str, ...]:
    """Corrects the name on every portal that has it, in one transaction; returns the portals where that is new.

    PortalError for a code that no body has.
    """
    done: list[str] = []
    for slug in dict.fromkeys(one.portal for one in where_named(connection, name)):
        held = get_portal(connection, slug)
        before = held.correction("publisher", name)
        one = corrected(held, "publisher", name, code=code, vocabulary=vocabulary)
        after = one.correction("publisher", name)
        if before == after:
            continue
        add_portal(connection, one, now=now)
        set_next_run(connection, slug, at=now)
        detail = {"property": "publisher", "word": name, "before": before, "after": after}
        write_audit(
            connection, who=who, action="word corrected", thing=f"portal/{slug}", detail=detail, now=now
        )
        done.append(slug)
    return tuple(done)


def _names(connection: Connection) -> list[str]:
    """Every name that a publisher has here."""
    return list(connection.scalars(select(entries.c.publisher_name).distinct()))
