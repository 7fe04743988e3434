"""Browsers that are signed in: each by the digest of what its cookie carries, for as long as it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.people import Person
from catalogue.ledger.people_schema import people, sessions
from catalogue.signing import digest_of

LONGEST = timedelta(days=90)
"""After which a browser must sign in again, however often it came."""
_IDLE = timedelta(days=14)
_RENEWED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in as somebody; when it signed in, and about when it last came."""

    digest: str
    email: str
    made: str
    seen: str

    def is_due(self, now: str) -> bool:
        """Whether it is time to write down that it came, which is once a day."""
        return self.seen < shifted(now, -_RENEWED_AFTER)


def open_session(connection: Connection, person: Person, *, token: str, now: str) -> None:
    """Signs a browser in, by what its cookie will carry; forgets the sessions that have ended."""
    connection.execute(delete(sessions).where(sessions.c.expires <= now))
    values = {"digest": digest_of(token), "person_id": person.id, "made": now, "seen": now}
    connection.execute(insert(sessions).values(**values, expires=shifted(now, _IDLE)))


def session_of(connection: Connection, token: str, *, now: str) -> Session | None:
    """The session that a cookie carries; None where it is forged, ended or too old."""
    wanted = (
        select(sessions.c.digest, people.c.email, sessions.c.made, sessions.c.seen)
        .join(people, people.c.id == sessions.c.person_id)
        .where(sessions.c.digest == digest_of(token), sessions.c.expires > now)
    )
    row = connection.execute(wanted).mappings().first()
    return Session(**row) if row else None


def renew_session(connection: Connection, session: Session, *, now: str) -> None:
    """The browser came back: its session lasts on, though never beyond LONGEST since it signed in."""
    until = min(shifted(now, _IDLE), shifted(session.made, LONGEST))
    mine = (sessions.c.digest == session.digest) & (sessions.c.expires > now)
    connection.execute(update(sessions).where(mine).values(seen=now, expires=until))


def end_session(connection: Connection, token: str) -> None:
    """Signs one browser out."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest_of(token)))


def end_sessions(connection: Connection, email: str) -> int:
    """Signs a person out everywhere; returns of how many browsers."""
    return connection.execute(delete(sessions).where(_of(email))).rowcount


def sessions_of(connection: Connection, email: str, *, now: str) -> tuple[Session, ...]:
    """The browsers that are signed in as somebody, the newest first."""
    wanted = (
        select(sessions.c.digest, people.c.email, sessions.c.made, sessions.c.seen)
        .join(people, people.c.id == sessions.c.person_id)
        .where(people.c.email == email, sessions.c.expires > now)
        .order_by(sessions.c.seen.desc(), sessions.c.digest)
        .limit(50)
    )
    return tuple(Session(**row) for row in connection.execute(wanted).mappings())


def _of(email: str) -> ColumnElement[bool]:
    return sessions.c.person_id.in_(select(people.c.id).where(people.c.email == email))
