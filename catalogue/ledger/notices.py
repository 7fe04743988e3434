"""The outbox: notices that are written with what they are about, and sent afterwards by whoever takes them.

A kill between the writing and the sending loses none. One between the sending and the note of it has a notice sent
once more, under the same key, by which its receiver knows it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.schema import notices
from catalogue.ledger.workers import gone_workers

MOST_TRIES = 12
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell one receiver. `key` names it for good; `channel` is "mail" or "webhook"."""

    key: str
    portal: str
    channel: str
    target: str
    body: Mapping[str, Any]
    id: int = 0
    tries: int = 0
    made: str = ""

    def is_late(self, now: str) -> bool:
        """Whether it says until when it is of any use, and that has passed."""
        return "" < str(self.body.get("until", "")) <= now


def write_notices(connection: Connection, written: Iterable[Notice], *, now: str) -> None:
    """Puts notices into the outbox; one whose key is there already is not written again."""
    for notice in written:
        if connection.scalar(select(notices.c.id).where(notices.c.key == notice.key)) is None:
            names = ("key", "portal", "channel", "target")
            values = {name: getattr(notice, name) for name in names} | {"body": dict(notice.body)}
            connection.execute(insert(notices).values(**values, made=now, due=now))


def due_notices(
    connection: Connection, *, now: str, is_alive: Callable[[str], bool | None]
) -> tuple[int, ...]:
    """The numbers of the notices to send now, oldest first; what a gone process had taken is let go."""
    unsent = notices.c.ended == ""
    owners = connection.scalars(select(notices.c.taken_by).where(unsent, notices.c.taken_by != "").distinct())
    for owner in gone_workers(connection, owners.all(), now=now, is_alive=is_alive):
        connection.execute(update(notices).where(unsent, notices.c.taken_by == owner).values(taken_by=""))
    free = unsent & (notices.c.taken_by == "") & (notices.c.due <= now)
    return tuple(connection.scalars(select(notices.c.id).where(free).order_by(notices.c.id)))


def ready_notices(connection: Connection, *, now: str, most: int) -> tuple[int, ...]:
    """The numbers of notices that may be sent now; a cheap question for those who look often."""
    free = (notices.c.ended == "") & (notices.c.taken_by == "") & (notices.c.due <= now)
    return tuple(connection.scalars(select(notices.c.id).where(free).order_by(notices.c.id).limit(most)))


def take_notice(connection: Connection, number: int, *, owner: str) -> Notice | None:
    """The notice, if nobody else has taken or ended it."""
    free = (notices.c.id == number) & (notices.c.taken_by == "") & (notices.c.ended == "")
    taken = connection.execute(update(notices).where(free).values(taken_by=owner, tries=notices.c.tries + 1))
    if taken.rowcount != 1:
        return None
    row = connection.execute(select(notices).where(notices.c.id == number)).mappings().one()
    return _notice(row)


def end_notice(connection: Connection, notice: Notice, *, now: str) -> None:
    """The notice was sent."""
    _set(connection, notice, {"ended": now, "outcome": "sent"})


def drop_notice(connection: Connection, notice: Notice, *, why: str, now: str) -> None:
    """The notice is not sent, since nobody has any use for it now."""
    _set(connection, notice, {"ended": now, "outcome": why})


def put_off_notice(connection: Connection, notice: Notice, *, why: str, now: str) -> None:
    """The notice could not be sent: it is due again after a growing while, or given up after a dozen tries."""
    wait = min(_FIRST_WAIT * 2.0 ** (notice.tries - 1), _LONGEST_WAIT)
    given_up = now if notice.tries >= MOST_TRIES else ""
    _set(connection, notice, {"due": shifted(now, wait), "ended": given_up, "outcome": why[:500]})


def outbox_size(connection: Connection) -> int:
    """How many notices are still to be sent."""
    return int(connection.scalar(select(func.count()).where(notices.c.ended == "")) or 0)


def _set(connection: Connection, notice: Notice, values: Mapping[str, Any]) -> None:
    if values.get("ended") and "text" in notice.body:
        values = {**values, "body": {}}  # a plain mail may hold a private link
    connection.execute(update(notices).where(notices.c.id == notice.id).values(taken_by="", **values))


def _notice(row: RowMapping) -> Notice:
    names = ("key", "portal", "channel", "target", "body", "id", "tries", "made")
    return Notice(**{name: row[name] for name in names})
