"""What a run is to ask for: everything, or what has changed, by how the runs before it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from catalogue.clock import shifted
from catalogue.ledger.portals import get_portal, portal_id
from catalogue.ledger.schema import filters, former_keys, held_back, matches, runs

OVERLAP = timedelta(hours=1)
WHOLE_EVERY = 7
PROVEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a run asks. `since` is the instant from which on it asks for changes ("": everything). A `whole` run
    believes no answer of "not changed"; `why` says in words what made it so, "" where it is not."""

    since: str = ""
    whole: bool = False
    why: str = ""


WHOLE = Plan(whole=True, why="it is the first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What control queries found out about a portal's filter by date, and when."""

    asked: str
    sound: bool
    sentence: str = ""


def plan_run(connection: Connection, slug: str, *, mapper: str, full: bool = False) -> Plan:
    """The plan for a portal's next run. Every seventh is whole, and each after one that was not complete, after a
    change of what an entry depends on, and where a person wants it (`full`).

    Only a complete run moves the instant from which on the next asks, which is an hour before it began, by the
    portal's clock where that is behind ours.
    """
    wanted = (
        select(runs)
        .where(runs.c.portal_id == portal_id(connection, slug), runs.c.finished != "")
        .order_by(runs.c.id.desc())
        .limit(WHOLE_EVERY)
    )
    past = connection.execute(wanted).mappings().all()
    address = get_portal(connection, slug).address
    why = "it was asked for" if full else _why_whole(past, mapper, address) or _why_anew(connection, past[0])
    if why:
        return Plan(whole=True, why=why)
    begun = min(past[0]["started"], past[0]["clock"] or past[0]["started"])
    return Plan(since=shifted(begun, -OVERLAP))


def _why_whole(past: Sequence[Any], mapper: str, address: str) -> str:
    """`past` are the runs before, newest first."""
    if not past:
        return WHOLE.why
    if past[0]["verdict"] != "complete":
        return "the run before it was not complete"
    if past[0]["mapper"] != mapper:
        return "records are read by other rules than before"
    if past[0]["address"] != address:
        return "the portal has moved"
    shorter = list(takewhile(lambda run: not run["whole"], past))
    return f"every {WHOLE_EVERY}th run is" if len(shorter) >= WHOLE_EVERY - 1 else ""


def _why_anew(connection: Connection, last: Any) -> str:
    """What a person decided since the last run concerns records that have not changed."""
    asked = (
        select(former_keys.c.key).where(
            former_keys.c.portal_id == last["portal_id"], former_keys.c.at > last["finished"]
        ),
        select(matches.c.key).where(
            matches.c.portal_id == last["portal_id"], matches.c.decision == "rejected"
        ),
        select(held_back.c.key).where(
            held_back.c.portal_id == last["portal_id"], held_back.c.decision == "release"
        ),
    )
    decided = any(connection.execute(wanted.limit(1)).first() for wanted in asked)
    return "a person has decided what waited" if decided else ""


def get_filter(connection: Connection, slug: str, *, now: str) -> Filter | None:
    """What is known of a portal's filter by date; None where it was not asked within a month, or elsewhere."""
    wanted = select(filters).where(filters.c.portal_id == portal_id(connection, slug))
    row = connection.execute(wanted).mappings().first()
    if row is None or row["address"] != _named(connection, slug) or row["asked"] < shifted(now, -PROVEN_FOR):
        return None
    return Filter(**{name: row[name] for name in ("asked", "sound", "sentence")})


def set_filter(connection: Connection, slug: str, found: Filter) -> None:
    """Notes what control queries found out."""
    number = portal_id(connection, slug)
    connection.execute(delete(filters).where(filters.c.portal_id == number))
    told = {"asked": found.asked, "sound": found.sound, "sentence": found.sentence}
    connection.execute(insert(filters).values(portal_id=number, address=_named(connection, slug), **told))


def _named(connection: Connection, slug: str) -> str:
    """What a filter belongs to: another address or kind has another one."""
    portal = get_portal(connection, slug)
    return f"{portal.kind} {portal.address}"
