"""People in the ledger: who has proven an e-mail address here, and how they are forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from catalogue.ledger.people_schema import mutes, people, rights, sign_ins
from catalogue.ledger.schema import notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has proven an address, in small letters; since when, and when they last signed in."""

    id: int
    email: str
    added: str
    seen: str


def meet_person(connection: Connection, email: str, *, now: str) -> Person:
    """The person with an address that was proven just now, known from now on."""
    known = connection.execute(update(people).where(people.c.email == email).values(seen=now))
    if not known.rowcount:
        connection.execute(insert(people).values(email=email, added=now, seen=now))
    return _person(connection.execute(select(people).where(people.c.email == email)).mappings().one())


def forget_person(connection: Connection, email: str) -> None:
    """Deletes a person with all that is kept for them: sessions, links, rights, what they are not told, mails to them.

    What they changed stays in the audit log, and registrations stay with the portals that they are of.
    """
    unsent = (notices.c.channel == "mail") & (notices.c.target == email)
    connection.execute(delete(notices).where(unsent))
    for table in (sign_ins, rights, mutes, people):
        connection.execute(delete(table).where(table.c.email == email))


def _person(row: RowMapping) -> Person:
    return Person(**{name: row[name] for name in Person.__slots__})
