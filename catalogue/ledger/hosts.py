"""Hosts and their turns: who asks one now, when it may be asked next, and how often it was today, by any process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from catalogue.ledger.portals import set_next_run
from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import hosts, portals, runs

_HOLD = 180.0  # seconds after which a process that has not given a turn back is taken for dead
_LOOK = 0.2  # seconds between two looks at a host that another has
_LONGEST = 60.0  # seconds waited at a time: a clock may be put right meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who wants to ask: a process, the seconds it leaves between two requests, and the most requests a day. `is_gone`
    says of another process whether it is known to live no more.

    `haste` is how many seconds earlier it may ask again where nobody else has asked since `last`: the instant that it
    got from `next_turn` when it last asked."""

    owner: str
    delay: float
    budget: int
    haste: float = 0.0
    last: float = 0.0
    is_gone: Callable[[str], bool] = lambda _: False


def take_turn(connection: Connection, host: str, asker: Asker, *, now: datetime) -> float | None:
    """0 where the host may be asked now, and the request is counted; else the seconds after which to try again.

    None where the day's requests are spent. A host is asked by one process at a time, and no sooner than the delay
    after the last request, whoever made it; an asker without delay, who was allowed not to wait, is only counted.
    """
    day, moment = now.date().isoformat(), now.timestamp()
    # locked, for databases where two may write at once (SQLite's lets one, and knows no such clause)
    mine = select(hosts).where(hosts.c.host == host).with_for_update()
    row = connection.execute(mine).mappings().first()
    if row is None:
        know_host(connection, host)
        return take_turn(connection, host, asker, now=now)
    asked = row["requests"] if row["day"] == day else 0
    if asked >= asker.budget:
        return None
    others = row["holder"] not in ("", asker.owner) and row["held_until"] > moment
    if asker.delay and others and not asker.is_gone(row["holder"]):
        return _LOOK
    next_at = float(row["next_at"])
    next_at -= asker.haste if next_at == asker.last else 0.0
    if asker.delay and next_at > moment:
        return min(next_at - moment, _LONGEST)
    turn = {"holder": asker.owner, "held_until": moment + _HOLD, "next_at": next_turn(asker, now)}
    told = {"day": day, "requests": asked + 1} | (turn if asker.delay else {})
    connection.execute(update(hosts).where(hosts.c.host == host).values(**told))
    return 0.0


def know_host(connection: Connection, host: str) -> None:
    """Gives a host its line, unless it has one, or another process has just given it one."""
    with suppress(IntegrityError), connection.begin_nested():
        connection.execute(insert(hosts).values(host=host, day="", requests=0))


def next_turn(asker: Asker, now: datetime) -> float:
    """The instant from which on others may ask a host that is asked now, in seconds since 1970."""
    return now.timestamp() + asker.delay


def give_turn(connection: Connection, host: str, owner: str, *, not_before: float = 0.0) -> None:
    """Lets others ask the host, once the delay is over, and not before a moment (seconds since 1970)."""
    mine = (hosts.c.host == host) & (hosts.c.holder == owner)
    connection.execute(update(hosts).where(mine).values(holder="", held_until=0.0))
    early = (hosts.c.host == host) & (hosts.c.next_at < not_before)
    if not_before:
        connection.execute(update(hosts).where(early).values(next_at=not_before))


def rest_run(connection: Connection, run: OpenRun, *, until: str, sentence: str) -> None:
    """Leaves a run to be taken up at an instant, and says why; the portal is not due before."""
    connection.execute(update(runs).where(runs.c.id == run.id).values(rests_until=until, sentence=sentence))
    slug = connection.scalar(select(portals.c.slug).where(portals.c.id == run.portal_id)) or ""
    set_next_run(connection, slug, at=until)


def resting_until(connection: Connection, slug: str, *, now: str) -> str:
    """The instant until which the portal's unfinished run rests; "" for one that does not."""
    wanted = (
        select(runs.c.rests_until)
        .join(portals, portals.c.id == runs.c.portal_id)
        .where(portals.c.slug == slug, runs.c.finished == "", runs.c.rests_until > now)
    )
    return str(connection.scalar(wanted) or "")
