"""Watching in the ledger: the state of each portal, and the notices that follow from a change of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, RowMapping, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.mutes import is_muted
from catalogue.ledger.notices import Notice, write_notices
from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import portals, runs, watches
from catalogue.watching import REMIND_AFTER, Outcome, State, is_told, next_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The state of a portal, since when it is in it, the run that brought it there, and when somebody was last told."""

    state: State
    since: str
    run: int
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told: `mail` addresses beside a portal's own contact, a `webhook`'s address ("" for none), and the base
    of our pages. Without `mails` nobody is written to."""

    base: str = ""
    mails: bool = False
    mail: tuple[str, ...] = ()
    webhook: str = ""


def watch_run(
    connection: Connection, slug: str, number: int, outcome: Outcome, to: Audience, *, now: str
) -> None:
    """Notes the state after a run, and what is to be told if it changed; in the transaction that ends the run."""
    row = _rows(connection, slug)[0]
    before = State(row["state"]) if row["state"] else None
    after = next_state(before, outcome)
    if after is None or after is before:
        return
    told = is_told(before, after)
    values = {"state": after.value, "since": now, "run": number, "told": now if told else row["told"] or ""}
    known = connection.execute(update(watches).where(watches.c.portal_id == row["id"]).values(**values))
    if not known.rowcount:
        connection.execute(insert(watches).values(portal_id=row["id"], **values))
    if told:
        body = _body(connection, row, after, before, to) | {"run": number, "at": now, "reminder": False}
        key = f"{slug}/{number}/{after.value}"
        write_notices(connection, _notices(connection, row, body, to, key), now=now)


def remind(connection: Connection, to: Audience, *, now: str) -> None:
    """Writes the notices about portals that have stayed bad for a week since somebody was last told."""
    for row in _rows(connection):
        state = State(row["state"]) if row["state"] else None
        if state is None or not state.is_bad or row["told"] > shifted(now, -REMIND_AFTER):
            continue
        mine = (watches.c.portal_id == row["id"]) & (watches.c.told == row["told"])
        if connection.execute(update(watches).where(mine).values(told=now)).rowcount:
            body = _body(connection, row, state, state, to)
            body |= {"run": row["run"], "at": now, "reminder": True}
            key = f"{row['slug']}/{row['run']}/{now}"
            write_notices(connection, _notices(connection, row, body, to, key), now=now)


def portal_watches(connection: Connection) -> Mapping[str, Watch]:
    """The state of every portal that has had a run, by slug."""
    return MappingProxyType(
        {
            row["slug"]: Watch(
                state=State(row["state"]), since=row["since"], run=row["run"], told=row["told"]
            )
            for row in _rows(connection)
            if row["state"]
        }
    )


def set_contact(connection: Connection, slug: str, contact: str) -> None:
    """Whom to write to about a portal, beside the catalogue's own addresses; "" for nobody."""
    number = portal_id(connection, slug)
    connection.execute(update(portals).where(portals.c.id == number).values(contact=contact))


def portal_contact(connection: Connection, slug: str) -> str:
    """Whom to write to about a portal."""
    return str(_rows(connection, slug)[0]["contact"])


def _rows(connection: Connection, slug: str = "") -> list[RowMapping]:
    names = (watches.c.state, watches.c.since, watches.c.run, watches.c.told)
    held = (portals.c.id, portals.c.slug, portals.c.title, portals.c.contact)
    wanted = select(*held, *names).outerjoin(watches, watches.c.portal_id == portals.c.id)
    if slug:
        wanted = wanted.where(portals.c.id == portal_id(connection, slug))
    return list(connection.execute(wanted.order_by(portals.c.slug)).mappings())


def _body(
    connection: Connection, row: RowMapping, state: State, before: State | None, to: Audience
) -> dict[str, object]:
    """What a notice says, as plain JSON."""
    wanted = select(runs.c.number, runs.c.verdict, runs.c.sentence).where(runs.c.portal_id == row["id"])
    last = connection.execute(wanted.where(runs.c.finished != "").order_by(runs.c.number.desc())).first()
    return {
        "portal": row["slug"],
        "title": row["title"],
        "state": state.value,
        "before": before.value if before else None,
        "meaning": state.sentence,
        "verdict": last.verdict if last else None,
        "sentence": last.sentence if last else None,
        "page": f"{to.base}/portal/{row['slug']}",
    }


def _notices(
    connection: Connection, row: RowMapping, body: dict[str, object], to: Audience, key: str
) -> Iterator[Notice]:
    addresses = dict.fromkeys((*to.mail, *filter(None, [row["contact"]])))
    for address in addresses if to.mails else ():
        if is_muted(connection, address, row["slug"]):
            continue
        yield Notice(
            key=f"{key}/{address}"[:200], portal=row["slug"], channel="mail", target=address, body=body
        )
    if to.webhook:
        yield Notice(
            key=f"{key}/hook"[:200], portal=row["slug"], channel="webhook", target=to.webhook, body=body
        )
