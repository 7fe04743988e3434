"""Signing in at an OpenID Connect provider, step by step: the site files, a worker asks the provider, the site goes on.

What a step needs of the one before is checked in the statement that makes it, so that each is made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.people_schema import provider_visits as table
from catalogue.signing import digest_of

LASTS = timedelta(minutes=10)


class Phase(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    READY = "ready"
    RETURNED = "returned"
    DONE = "done"
    FAILED = "failed"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One browser's way to the provider and back. `state` names it there and is in the browser's cookie here; `nonce`
    and `verifier` bind what the provider says to it (OpenID Connect Core, 15.5.2; RFC 7636)."""

    phase: Phase
    state: str
    nonce: str
    verifier: str
    next: str = ""
    authorise: str = ""
    code: str = ""
    email: str = ""
    why: str = ""


def file_visit(connection: Connection, visit: Visit, *, now: str) -> None:
    """A browser wants to sign in; forgets the visits that have ended."""
    connection.execute(delete(table).where(table.c.expires <= now))
    told = {"state": visit.state, "nonce": visit.nonce, "verifier": visit.verifier, "next": visit.next}
    ends = {"made": now, "expires": shifted(now, LASTS)}
    connection.execute(
        insert(table).values(digest=digest_of(visit.state), phase=Phase.ASKED.value, **told, **ends)
    )


def visit_of(connection: Connection, state: str, *, now: str) -> Visit | None:
    """The visit of that state, as long as it lasts."""
    names = [table.c[name] for name in Visit.__slots__]
    row = connection.execute(select(*names).where(_is(state), table.c.expires > now)).mappings().first()
    return Visit(**{**row, "phase": Phase(row["phase"])}) if row else None


def come_back(connection: Connection, state: str, *, code: str, now: str) -> bool:
    """The browser brought a code from the provider; whether that was awaited."""
    return _step(connection, state, Phase.READY, now, phase=Phase.RETURNED.value, code=code)


def use_visit(connection: Connection, state: str, *, now: str) -> bool:
    """Whether the visit signs in, which it does once."""
    return _step(connection, state, Phase.DONE, now, phase=Phase.USED.value, email="")


def fail_visit(connection: Connection, state: str, phase: Phase, *, why: str, now: str) -> bool:
    """It goes no further."""
    return _step(connection, state, phase, now, phase=Phase.FAILED.value, why=why[:300], code="")


def take_visits(connection: Connection, *, owner: str, now: str, most: int) -> tuple[Visit, ...]:
    """The visits that wait for a worker and nobody has taken. Where a worker is killed, the browser begins anew."""
    waits = _waits(now)
    states = connection.scalars(select(table.c.state).where(waits).order_by(table.c.made).limit(most)).all()
    found = []
    for state in states:
        taken = connection.execute(update(table).where(_is(state), waits).values(taken_by=owner))
        visit = visit_of(connection, state, now=now) if taken.rowcount == 1 else None
        found += [visit] if visit else []
    return tuple(found)


def is_any_visit_filed(connection: Connection, *, now: str) -> bool:
    """Whether one waits for a worker."""
    waits = _waits(now)
    return connection.scalar(select(table.c.digest).where(waits).limit(1)) is not None


def make_ready(connection: Connection, state: str, *, authorise: str, now: str) -> bool:
    """A worker says where the browser is to go."""
    return _step(
        connection, state, Phase.ASKED, now, phase=Phase.READY.value, authorise=authorise, taken_by=""
    )


def end_visit(connection: Connection, state: str, *, email: str, now: str) -> bool:
    """A worker says whose browser it is; the code is of no more use."""
    return _step(connection, state, Phase.RETURNED, now, phase=Phase.DONE.value, email=email, code="")


def _waits(now: str) -> ColumnElement[bool]:
    theirs = table.c.phase.in_((Phase.ASKED.value, Phase.RETURNED.value))
    return theirs & (table.c.taken_by == "") & (table.c.expires > now)


def _step(connection: Connection, state: str, before: Phase, now: str, **values: str) -> bool:
    mine = _is(state) & (table.c.phase == before.value) & (table.c.expires > now)
    return connection.execute(update(table).where(mine).values(**values)).rowcount == 1


def _is(state: str) -> ColumnElement[bool]:
    return table.c.digest == digest_of(state)
