"""The checking of links: who has taken which, what was found, and when each is due again.

A host is visited by one worker at a time, so that several share the work without asking for a link twice; what one had
taken that is gone is let go. How often a host is asked stands elsewhere, for all who ask (`catalogue/ledger/hosts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from catalogue.ledger import taking
from catalogue.ledger.hosts import know_host
from catalogue.ledger.quality_schema import checked_links, link_checks, link_uses
from catalogue.ledger.schema import hosts
from catalogue.ledger.taking import Wanted, wanted_at
from catalogue.linkage.answer import Link
from catalogue.linkage.asking import Finding
from catalogue.linkage.leading import Role
from catalogue.linkage.standing import Outcome, Standing, State

HISTORY = 20
"""Checks that are kept of each link, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A link that somebody has taken to check it, and how it stood."""

    id: int
    link: Link
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Some links of one host, to be asked for one after the other."""

    host: str
    links: tuple[Taken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check as the history tells it; `at` when, `remark` what was found in words, "" for nothing to say."""

    at: str
    method: str
    outcome: Outcome
    status: int | None
    remark: str


def take_visit(
    connection: Connection, wanted: Wanted, *, owner: str, now: str, after: str, most: int
) -> Visit | None:
    """Takes the next links of the next host after one in the alphabet, and from its beginning again; None where no
    host has any that nobody is at."""
    host = _next_host(connection, wanted, after) or _next_host(connection, wanted, "")
    if not host:
        return None
    mine = (_asked_for(wanted), checked_links.c.host == host, checked_links.c.taken_by == "")
    chosen = select(checked_links).where(*mine).order_by(checked_links.c.due, checked_links.c.id).limit(most)
    rows = connection.execute(chosen).mappings().all()
    free = checked_links.c.id.in_([row["id"] for row in rows]) & (checked_links.c.taken_by == "")
    take = update(checked_links).where(free).values(taken_by=owner, taken=now).returning(checked_links.c.id)
    ours = frozenset(connection.scalars(take))  # with PostgreSQL another may have been quicker
    files = _downloads(connection, sorted(ours))
    return Visit(host=host, links=tuple(_taken(row, files) for row in rows if row["id"] in ours))


def note_check(
    connection: Connection,
    taken: Taken,
    finding: Finding,
    standing: Standing,
    *,
    owner: str,
    now: str,
    due: str,
) -> bool:
    """Keeps what was found and how the link stands now, and gives it back.

    False where it was let go meanwhile, or no dataset leads to it any more: then nothing is kept.
    """
    values = {
        "state": standing.state.value,
        "since": standing.since,
        "failures": standing.failures,
        "first_failure": standing.first_failure,
        "status": finding.status,
        "remark": finding.remark,
        "leads_to": finding.leads_to,
        "checked": now,
        "due": due,
        "taken_by": "",
        "taken": "",
    }
    if finding.outcome is Outcome.WORKS:  # what an error page weighs says nothing of the file
        values |= {"media_type": finding.media_type[:200], "length": finding.length}
    mine = (checked_links.c.id == taken.id) & (checked_links.c.taken_by == owner)
    if connection.execute(update(checked_links).where(mine).values(**values)).rowcount != 1:
        return False
    told = {"method": finding.method, "status": finding.status, "remark": finding.remark}
    connection.execute(
        insert(link_checks).values(link_id=taken.id, at=now, outcome=finding.outcome.value, **told)
    )
    _forget_oldest(connection, taken.id)
    return True


def rest_host(connection: Connection, host: str, *, until: str) -> None:
    """No link of a host is asked for before an instant: it wants to be left alone."""
    know_host(connection, host)
    connection.execute(update(hosts).where(hosts.c.host == host).values(links_rest=until))


def beat(connection: Connection, owner: str, *, now: str) -> None:
    """Says that whoever has taken links is still at it."""
    taking.beat(connection, checked_links, owner, now=now)


def let_go(connection: Connection, owner: str, *, numbers: Iterable[int] | None = None) -> None:
    """Lets others check what a worker had taken: all of it, or these links."""
    taking.let_go(connection, checked_links, owner, numbers=numbers)


def let_go_of_gone(connection: Connection, *, now: str, is_alive: Callable[[str], bool | None]) -> None:
    """Lets go what those had taken who are gone, or, where that cannot be seen, silent for a minute."""
    taking.let_go_of_gone(connection, checked_links, now=now, is_alive=is_alive)


def wanted_now(connection: Connection, *, now: str, portal: str = "", again: bool = False) -> Wanted:
    """What is to be checked at an instant, without the links of portals whose setting `links` is "no"."""
    return wanted_at(connection, "links", now=now, portal=portal, again=again)


def has_work(connection: Connection, wanted: Wanted) -> bool:
    """Whether there is anything to check at a host where nobody is at work."""
    any_of_them = select(checked_links.c.id).where(_asked_for(wanted)).limit(1)
    return connection.scalar(any_of_them) is not None and bool(_next_host(connection, wanted, ""))


def checks_of(connection: Connection, numbers: Sequence[int]) -> Mapping[int, tuple[Check, ...]]:
    """The history of some links by number, newest check first, at most twenty each."""
    wanted = select(link_checks).where(link_checks.c.link_id.in_(numbers)).order_by(link_checks.c.id.desc())
    found: dict[int, list[Check]] = {}
    for row in connection.execute(wanted).mappings():
        found.setdefault(row["link_id"], []).append(
            Check(
                at=row["at"],
                method=row["method"],
                outcome=Outcome(row["outcome"]),
                status=row["status"],
                remark=row["remark"],
            )
        )
    return {number: tuple(checks) for number, checks in found.items()}


def _next_host(connection: Connection, wanted: Wanted, after: str) -> str:
    """The first host after one in the alphabet with something to check, where nobody is at work; "" for none.

    Hosts are stepped through in the index, each by one look: reading the lines of all links, as the database does,
    takes 0.7 s of a million.
    """
    links = checked_links.alias()
    first: Any = select(func.min(links.c.host).label("host")).where(links.c.host > after)
    each = first.cte("each_host", recursive=True)
    following = select(func.min(links.c.host)).where(links.c.host > each.c.host).scalar_subquery()
    each = each.union_all(select(following).where(each.c.host.is_not(None)))
    here = checked_links.c.host == each.c.host
    some = exists().where(here, checked_links.c.taken_by == "", _asked_for(wanted))
    found = (
        select(each.c.host)
        .where(each.c.host.is_not(None), each.c.host.not_in(_engaged(wanted)), some)
        .limit(1)
    )
    return str(connection.scalar(_of_portal(wanted, after) if wanted.portal else found) or "")


def _of_portal(wanted: Wanted, after: str) -> Any:
    """The same among the links of one portal, which are few."""
    free = (checked_links.c.host > after, checked_links.c.taken_by == "")
    ours = (*free, checked_links.c.host.not_in(_engaged(wanted)), _asked_for(wanted))
    return select(func.min(checked_links.c.host)).where(*ours)


def _engaged(wanted: Wanted) -> Any:
    """The hosts where somebody is at work, and those that want to be left alone."""
    links = checked_links.alias()
    busy = select(links.c.host).where(links.c.taken_by > "")
    return busy.union_all(select(hosts.c.host).where(hosts.c.links_rest > wanted.now))


def _asked_for(wanted: Wanted) -> ColumnElement[bool]:
    """Which links are meant. Another table is asked only where somebody narrows the choice."""
    tests = [checked_links.c.checked < wanted.now if wanted.again else checked_links.c.due <= wanted.now]
    if wanted.closed_hosts:
        tests.append(checked_links.c.host.not_in(sorted(wanted.closed_hosts)))
    if wanted.portal:
        mine = select(link_uses.c.link_id).where(link_uses.c.portal == wanted.portal)
        tests.append(checked_links.c.id.in_(mine))
    if wanted.closed:
        use = link_uses.c.link_id == checked_links.c.id
        tests.append(exists().where(use, link_uses.c.portal.not_in(sorted(wanted.closed))))
    return and_(*tests)


def _downloads(connection: Connection, numbers: Sequence[int]) -> frozenset[int]:
    wanted = select(link_uses.c.link_id).where(
        link_uses.c.link_id.in_(numbers), link_uses.c.role == Role.DOWNLOAD.value
    )
    return frozenset(connection.scalars(wanted))


def _taken(row: RowMapping, files: frozenset[int]) -> Taken:
    standing = Standing(
        state=State(row["state"]),
        since=row["since"],
        failures=row["failures"],
        first_failure=row["first_failure"],
    )
    return Taken(id=row["id"], link=Link(url=row["url"], is_download=row["id"] in files), standing=standing)


def _forget_oldest(connection: Connection, number: int) -> None:
    mine: Any = link_checks.c.link_id == number
    kept = select(link_checks.c.id).where(mine).order_by(link_checks.c.id.desc()).limit(1).offset(HISTORY)
    newest = connection.scalar(kept)
    if newest is not None:
        connection.execute(delete(link_checks).where(mine, link_checks.c.id <= newest))
