"""People in the ledger: who has proven an e-mail address here, and how they are forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.people_schema import audit, mutes, people, rights, sign_ins
from catalogue.ledger.schema import notices, portals


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


def forget_person(connection: Connection, email: str, *, name: str) -> None:
    """Deletes a person with all that is kept for them: sessions, links, rights, what they are not told, mails to them.

    Portals stay, and are told about to nobody; a registration that is not decided ends. What they did stays in the
    audit log, under `name` in the place of their address: the one line that is ever rewritten there.
    """
    connection.execute(update(audit).where(audit.c.who == email).values(who=name))
    connection.execute(update(portals).where(portals.c.contact == email).values(contact=""))
    mine = registrations.c.email == email
    open_ones = mine & (registrations.c.portal == "") & (registrations.c.decision == "")
    connection.execute(update(registrations).where(open_ones).values(decision="removed"))
    connection.execute(update(registrations).where(mine).values(email="", told=False, verified=False))
    unsent = (notices.c.channel == "mail") & (notices.c.target == email)
    connection.execute(delete(notices).where(unsent))
    for table in (sign_ins, rights, mutes, people):
        connection.execute(delete(table).where(table.c.email == email))


def _person(row: RowMapping) -> Person:
    return Person(**{name: row[name] for name in Person.__slots__})
