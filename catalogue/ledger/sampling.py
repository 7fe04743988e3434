"""The sampling of files: who has taken which, what was read of each, and when each is due again.

A host is visited by one process at a time, and what one had taken that is gone is let go, as with links
(`catalogue/ledger/link_checks.py`); a host that wants to be left alone is left alone by both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, update

from catalogue.columns.table import Table, pack_tables
from catalogue.ledger import taking
from catalogue.ledger.columns import refresh_columns
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.schema import hosts
from catalogue.ledger.taking import Wanted, wanted_at
from vocab import Vocabulary

GIVEN_UP = 5
"""Failures in a row, about a month of them, after which what was read of a file is forgotten."""


class State(StrEnum):
    """How a sample stands: never asked for, read, no table that is read, closed to us, or not answered as it should."""

    NEVER_ASKED = ""
    READ = "read"
    UNFIT = "unfit"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSample:
    """A file that somebody has taken to sample it; `etag` and `last_modified` are what it had when it was last read."""

    id: int
    url: str
    format: str
    state: State
    failures: int
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleVisit:
    """Some files of one host, to be asked for one after the other."""

    host: str
    files: tuple[TakenSample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of asking for a file. `table` is what was read, None where nothing was; with `same` the file has not
    changed since it was last read, and what was read then stands. `remark` is the end of a sentence that begins "The
    file"; `bytes` how many were read; `rest` the seconds for which its host wants to be left alone, None for none."""

    state: State
    remark: str = ""
    table: Table | None = None
    same: bool = False
    bytes: int = 0
    etag: str = ""
    last_modified: str = ""
    rest: float | None = None
    leads_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCounts:
    """How many files there are, how many stand how, how many are `due` by now and `taken`; `next_due` is when the next
    one is, "" where there is none."""

    total: int
    never_asked: int
    read: int
    unfit: int
    refused: int
    failed: int
    due: int
    taken: int
    next_due: str


def take_samples(
    connection: Connection, wanted: Wanted, *, owner: str, now: str, after: str, most: int
) -> SampleVisit | None:
    """Takes the next files of the next host after one in the alphabet, and from its beginning again; None where no host
    has any that nobody is at."""
    host = _next_host(connection, wanted, after) or _next_host(connection, wanted, "")
    if not host:
        return None
    mine = (_asked_for(wanted), samples.c.host == host, samples.c.taken_by == "")
    chosen = select(samples.c.id).where(*mine).order_by(samples.c.due, samples.c.id).limit(most)
    free = samples.c.id.in_(list(connection.scalars(chosen))) & (samples.c.taken_by == "")
    take = update(samples).where(free).values(taken_by=owner, taken=now).returning(samples)
    rows = sorted(connection.execute(take).mappings(), key=lambda row: (row["due"], row["id"]))
    names = TakenSample.__slots__
    files = tuple(TakenSample(**{n: row[n] for n in names} | {"state": State(row["state"])}) for row in rows)
    return SampleVisit(host=host, files=files)


def note_sample(
    connection: Connection,
    taken: TakenSample,
    result: Result,
    *,
    owner: str,
    now: str,
    due: str,
    vocabulary: Vocabulary,
) -> bool:
    """Keeps what came of a file, gives it back, and works out anew what is told of its datasets where that is other.

    What was read of a file that does not answer stands; of one that is a table no more, or that is closed to us, it is
    forgotten. False where it was let go meanwhile, or no dataset has it any more: then nothing is kept.
    """
    values: dict[str, Any] = {"due": due, "taken_by": "", "taken": ""}
    values |= {"state": result.state.value, "read": now} | ({} if result.same else {"remark": result.remark})
    values["failures"] = taken.failures + 1 if result.state is State.FAILED else 0
    if not result.same and (result.state is not State.FAILED or values["failures"] >= GIVEN_UP):
        values["body"] = pack_tables([result.table]) if result.table else None
        values |= {
            "bytes": result.bytes,
            "etag": result.etag[:500],
            "last_modified": result.last_modified[:80],
        }
    mine = (samples.c.id == taken.id) & (samples.c.taken_by == owner)
    if connection.execute(update(samples).where(mine).values(**values)).rowcount != 1:
        return False
    if "body" in values and (result.table or taken.state is not State.NEVER_ASKED):
        told = select(sample_uses.c.entry_id).where(sample_uses.c.sample_id == taken.id)
        refresh_columns(connection, list(connection.scalars(told)), vocabulary)
    return True


def put_off_samples(connection: Connection, host: str, *, until: str) -> None:
    """No file of a host is due before an instant."""
    early = (samples.c.host == host) & (samples.c.due < until)
    connection.execute(update(samples).where(early).values(due=until))


def forget_closed(connection: Connection, wanted: Wanted, vocabulary: Vocabulary) -> bool:
    """Forgets what was read of the files of portals that want none of it; whether there was any."""
    numbers = _closed_and_held(connection, wanted)
    told: set[str] = set()
    for number in numbers:
        told.update(
            connection.scalars(select(sample_uses.c.entry_id).where(sample_uses.c.sample_id == number))
        )
        values = {"body": None, "state": State.NEVER_ASKED.value, "etag": "", "last_modified": "", "due": ""}
        connection.execute(update(samples).where(samples.c.id == number).values(**values))
    refresh_columns(connection, sorted(told), vocabulary)
    return bool(numbers)


def beat_samples(connection: Connection, owner: str, *, now: str) -> None:
    """Says that whoever has taken files is still at it."""
    taking.beat(connection, samples, owner, now=now)


def let_go_samples(connection: Connection, owner: str, *, numbers: Iterable[int] | None = None) -> None:
    """Lets others sample what somebody had taken: all of it, or these files."""
    taking.let_go(connection, samples, owner, numbers=numbers)


def let_go_of_gone_samplers(
    connection: Connection, *, now: str, is_alive: Callable[[str], bool | None]
) -> None:
    """Lets go what those had taken who are gone, or, where that cannot be seen, silent for a minute."""
    taking.let_go_of_gone(connection, samples, now=now, is_alive=is_alive)


def samples_wanted(connection: Connection, *, now: str, portal: str = "", again: bool = False) -> Wanted:
    """What is to be sampled at an instant, without the files of portals whose setting `samples` is "no"."""
    return wanted_at(connection, "samples", now=now, portal=portal, again=again)


def has_samples_to_read(connection: Connection, wanted: Wanted) -> bool:
    """Whether there is anything to sample at a host where nobody is at work."""
    due = select(samples.c.id).where(samples.c.due <= wanted.now, samples.c.taken_by == "").limit(1)
    return connection.scalar(due) is not None and bool(_next_host(connection, wanted, ""))


def has_samples_to_forget(connection: Connection, wanted: Wanted) -> bool:
    """Whether anything is kept of files that are to be spared."""
    return bool(_closed_and_held(connection, wanted))


def sample_counts(connection: Connection, *, now: str) -> SampleCounts:
    """The counts at this moment."""
    counted = select(samples.c.state, func.count()).group_by(samples.c.state)
    states = {State(state): int(count) for state, count in connection.execute(counted)}
    due, taken = case((samples.c.due <= now, 1)), case((samples.c.taken_by > "", 1))
    numbers = connection.execute(select(func.count(due), func.count(taken)).select_from(samples)).one()
    later = select(func.min(samples.c.due)).where(samples.c.due > now)
    return SampleCounts(
        total=sum(states.values()),
        never_asked=states.get(State.NEVER_ASKED, 0),
        read=states.get(State.READ, 0),
        unfit=states.get(State.UNFIT, 0),
        refused=states.get(State.REFUSED, 0),
        failed=states.get(State.FAILED, 0),
        due=int(numbers[0]),
        taken=int(numbers[1]),
        next_due=str(connection.scalar(later) or ""),
    )


def _next_host(connection: Connection, wanted: Wanted, after: str) -> str:
    """The first host after one in the alphabet with something to sample, where nobody is at work; "" for none."""
    held = samples.alias()
    busy: Any = select(held.c.host).where(held.c.taken_by > "")
    busy = busy.union_all(select(hosts.c.host).where(hosts.c.links_rest > wanted.now))
    free = (samples.c.host > after, samples.c.taken_by == "", samples.c.host.not_in(busy))
    first = select(func.min(samples.c.host)).where(*free, _asked_for(wanted))
    return str(connection.scalar(first) or "")


def _asked_for(wanted: Wanted) -> ColumnElement[bool]:
    tests = [samples.c.read < wanted.now if wanted.again else samples.c.due <= wanted.now, _open(wanted)]
    if wanted.portal:
        mine = select(sample_uses.c.sample_id).where(sample_uses.c.portal == wanted.portal)
        tests.append(samples.c.id.in_(mine))
    return and_(*tests)


def _closed_and_held(connection: Connection, wanted: Wanted) -> list[int]:
    """The files of which something is kept although their portal, or who stands at their host, wants none of it."""
    if not wanted.closed:
        return []
    theirs = select(sample_uses.c.sample_id).where(sample_uses.c.portal.in_(sorted(wanted.closed)))
    near = or_(samples.c.id.in_(theirs), samples.c.host.in_(sorted(wanted.closed_hosts)))
    held = select(samples.c.id).where(near, samples.c.body.is_not(None), ~_open(wanted))
    return list(connection.scalars(held))


def _open(wanted: Wanted) -> ColumnElement[bool]:
    """Which files some portal has that does not mind, and that stand at none that does."""
    use = sample_uses.c.sample_id == samples.c.id
    return and_(
        exists().where(use, sample_uses.c.portal.not_in(sorted(wanted.closed))),
        samples.c.host.not_in(sorted(wanted.closed_hosts)),
    )
