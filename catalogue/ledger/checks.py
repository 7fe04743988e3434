"""Checks: addresses that somebody wants looked at, filed by the site, done by a worker, read under a private link.

Who asks for an address that is being looked at shares that look: what is told of an address is told to all who wait
for it. A host is looked at by one check at a time, and who has none in work comes before who has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from catalogue.checking.address import host_of
from catalogue.checking.report import Detected, Report, pack_report, unpack_report
from catalogue.clock import shifted
from catalogue.errors import PortalError
from catalogue.ledger.checks_schema import checks
from catalogue.ledger.portals import portal_at
from catalogue.ledger.workers import gone_workers

KEPT = timedelta(days=30)
MOST_TRIES = 3
MOST_WAITING = 2_000
_LATELY, _MOST_LATELY = timedelta(minutes=10), 20


class CheckState(Enum):
    """Where a check stands."""

    WAITING = "waiting"
    DETECTING = "detecting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be told."""
        return self in (CheckState.DONE, CheckState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is told of a check so far: one `sentence`, the `lines` of the tale, what was found, and the report as far
    as it goes. `portal` is the slug of one that is registered there already, or ""."""

    state: CheckState
    sentence: str = ""
    lines: tuple[str, ...] = ()
    found: Detected | None = None
    portal: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check as its page shows it. `turn` grows with each thing that is told; `ahead` are the checks that come before
    one that waits; `expires` is when its private link ends. `alone` says of one that was taken that nobody else waits
    for its host, and that few have asked for it lately."""

    id: int
    address: str
    made: str
    expires: str
    ended: str = ""
    turn: int = 0
    tries: int = 0
    ahead: int = 0
    alone: bool = False
    progress: Progress = field(default_factory=lambda: Progress(state=CheckState.WAITING))


def file_check(connection: Connection, address: str, *, token_digest: str, client: str, now: str) -> int:
    """Files a look at an address, as `read_address` gives it; returns the check's number.

    Raises PortalError where more wait already than a worker does in some hours.
    """
    if _waiting_before(connection) >= MOST_WAITING:
        raise PortalError("Too many addresses are waiting to be checked; try again in an hour")
    values = {
        "digest": token_digest,
        "address": address,
        "host": host_of(address),
        "client": client,
        "made": now,
        "expires": shifted(now, KEPT),
        "portal": portal_at(connection, address),
    }
    filed = connection.execute(insert(checks).values(**values)).inserted_primary_key
    return int(filed[0]) if filed else 0


def check_of(connection: Connection, token_digest: str, *, now: str) -> Check | None:
    """The check of a private link; None where there is none, or no longer."""
    mine = select(checks).where(checks.c.digest == token_digest, checks.c.expires > now)
    row = connection.execute(mine).mappings().first()
    return None if row is None else _check(row, _ahead(connection, row))


def check_turn(connection: Connection, token_digest: str) -> int:
    """How much has been told of a check; a cheap question for those who follow it. -1 where there is none."""
    told = connection.scalar(select(checks.c.turn).where(checks.c.digest == token_digest))
    return -1 if told is None else int(told)


def is_anything_filed(connection: Connection) -> bool:
    """Whether a check waits for a worker; a cheap question for those who look often."""
    return connection.scalar(_free().with_only_columns(checks.c.id).limit(1)) is not None


def take_check(connection: Connection, *, owner: str, now: str) -> Check | None:
    """The next check to do, which is then the owner's; None where none may be begun now."""
    busy = connection.execute(select(checks.c.host, checks.c.client).where(_in_work())).all()
    row = (
        connection.execute(
            _free()
            .where(checks.c.host.not_in({host for host, _ in busy}), checks.c.expires > now)
            .order_by(checks.c.client.in_({client for _, client in busy}), checks.c.id)
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    alone = _is_alone(connection, row, now=now)
    told = {"taken_by": owner, "heartbeat": now, "tries": row["tries"] + 1}
    mine = (checks.c.id == row["id"]) & (checks.c.taken_by == "")
    if connection.execute(update(checks).where(mine).values(**told)).rowcount != 1:
        return None
    return replace(_check(dict(row) | told), alone=alone)


def note_progress(connection: Connection, check: Check, progress: Progress, *, owner: str, now: str) -> bool:
    """Tells all who wait for the address; False, and nothing is told, where the check is no longer the owner's."""
    mine = (checks.c.id == check.id) & (checks.c.taken_by == owner) & checks.c.state.in_(_OPEN)
    if connection.execute(update(checks).where(mine).values(heartbeat=now)).rowcount != 1:
        return False
    told = _columns(progress) | {"turn": checks.c.turn + 1}
    if progress.state.is_over:
        told |= {"ended": now, "taken_by": ""}
    connection.execute(update(checks).where(_of_address(check.address)).values(**told))
    return True


def give_back(connection: Connection, check: Check, *, owner: str) -> None:
    """The owner ends and the check does not: another may take it, as if it had not been tried."""
    held = (checks.c.id == check.id) & (checks.c.taken_by == owner) & checks.c.state.in_(_OPEN)
    free = {"taken_by": "", "heartbeat": "", "tries": check.tries - 1}
    if connection.execute(update(checks).where(held).values(**free)).rowcount:
        _begin_again(connection, check)


def let_go(connection: Connection, check: Check, *, owner: str, now: str) -> None:
    """The process that did the check is gone: another may take it, until it was tried often enough."""
    if check.tries >= MOST_TRIES:
        broken = Progress(
            state=CheckState.FAILED,
            sentence=f"The check of {check.address} broke off {MOST_TRIES} times and is not tried again.",
            lines=check.progress.lines,
            found=check.progress.found,
            portal=check.progress.portal,
            report=check.progress.report,
        )
        note_progress(connection, check, broken, owner=owner, now=now)
        return
    held = (checks.c.id == check.id) & (checks.c.taken_by == owner) & checks.c.state.in_(_OPEN)
    if connection.execute(update(checks).where(held).values(taken_by="", heartbeat="")).rowcount:
        _begin_again(connection, check)


def _begin_again(connection: Connection, check: Check) -> None:
    again = {"state": CheckState.WAITING.value, "turn": checks.c.turn + 1}
    connection.execute(update(checks).where(_of_address(check.address)).values(**again))


def let_go_of_gone(
    connection: Connection, *, now: str, is_alive: Callable[[str], bool | None]
) -> tuple[int, ...]:
    """Lets go what workers had taken that are gone; the numbers of the checks."""
    rows = connection.execute(select(checks).where(_in_work())).mappings().all()
    gone = gone_workers(connection, {row["taken_by"] for row in rows}, now=now, is_alive=is_alive)
    lost = [row for row in rows if row["taken_by"] in gone]
    for row in lost:
        let_go(connection, _check(row), owner=row["taken_by"], now=now)
    return tuple(row["id"] for row in lost)


def forget_expired(connection: Connection, *, now: str) -> int:
    """Deletes the checks whose private link has ended; how many they were."""
    return connection.execute(delete(checks).where(checks.c.expires <= now)).rowcount


_OPEN = tuple(state.value for state in CheckState if not state.is_over)


def _is_alone(connection: Connection, row: RowMapping, *, now: str) -> bool:
    """Whether nobody else waits for the host, and few have had it asked within the last minutes."""
    at_host = select(func.count()).where(checks.c.host == row["host"], checks.c.id != row["id"])
    others = connection.scalar(at_host.where(checks.c.address != row["address"], checks.c.state.in_(_OPEN)))
    lately = connection.scalar(at_host.where(checks.c.heartbeat > shifted(now, -_LATELY)))
    return not others and (lately or 0) < _MOST_LATELY


def _in_work() -> Any:
    return (checks.c.taken_by != "") & checks.c.state.in_(_OPEN)


def _free() -> Select[Any]:
    return select(checks).where(checks.c.state == CheckState.WAITING.value, checks.c.taken_by == "")


def _of_address(address: str) -> Any:
    return (checks.c.address == address) & checks.c.state.in_(_OPEN)


def _ahead(connection: Connection, row: RowMapping) -> int:
    is_waiting = row["state"] == CheckState.WAITING.value and not row["taken_by"]
    return _waiting_before(connection, row["id"]) if is_waiting else 0


def _waiting_before(connection: Connection, number: int | None = None) -> int:
    waiting = _free().with_only_columns(func.count())
    told = connection.scalar(waiting if number is None else waiting.where(checks.c.id < number))
    return int(told or 0)


def _columns(progress: Progress) -> dict[str, Any]:
    return {
        "state": progress.state.value,
        "sentence": progress.sentence,
        "lines": list(progress.lines),
        "found": asdict(progress.found) if progress.found else {},
        "portal": progress.portal,
        "report": pack_report(progress.report) if progress.report else None,
    }


def _check(row: RowMapping | dict[str, Any], ahead: int = 0) -> Check:
    found = row["found"]
    return Check(
        **{name: row[name] for name in ("id", "address", "made", "expires", "ended", "turn", "tries")},
        ahead=ahead,
        progress=Progress(
            state=CheckState(row["state"]),
            sentence=row["sentence"],
            lines=tuple(row["lines"]),
            found=Detected(**found | {"tried": tuple(found["tried"])}) if found else None,
            portal=row["portal"],
            report=unpack_report(row["report"]) if row["report"] else None,
        ),
    )
