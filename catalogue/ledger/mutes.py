"""What people do not want to be told any more: of one portal, or of all."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from catalogue.ledger.audit import write_audit
from catalogue.ledger.people_schema import mutes

ALL = ""
"""In the place of a portal: of none of them."""


def tell_no_more(connection: Connection, email: str, portal: str, *, now: str) -> bool:
    """From now on nobody is told about a portal at that address; whether that is new."""
    mine = (mutes.c.email == email) & (mutes.c.portal == portal)
    if connection.scalar(select(mutes.c.at).where(mine)) is not None:
        return False
    connection.execute(insert(mutes).values(email=email, portal=portal, at=now))
    return _note(connection, email, "told no more", portal, now)


def tell_again(connection: Connection, email: str, portal: str, *, now: str) -> bool:
    """Whoever reads at that address wants to be told again; whether they had not."""
    mine = (mutes.c.email == email) & (mutes.c.portal == portal)
    known = connection.execute(delete(mutes).where(mine)).rowcount
    return bool(known) and _note(connection, email, "told again", portal, now)


def is_muted(connection: Connection, email: str, portal: str) -> bool:
    """Whether nobody is told about a portal at an address."""
    which = mutes.c.portal.in_((portal, ALL))
    return connection.scalar(select(mutes.c.at).where(mutes.c.email == email.lower(), which)) is not None


def mutes_of(connection: Connection, email: str) -> tuple[str, ...]:
    """The portals that somebody is not told about, in order; ALL among them for every one."""
    wanted = select(mutes.c.portal).where(mutes.c.email == email).order_by(mutes.c.portal).limit(1000)
    return tuple(connection.scalars(wanted))


def _note(connection: Connection, email: str, action: str, portal: str, now: str) -> bool:
    thing = f"portal/{portal}" if portal else "every portal"
    write_audit(connection, who=email, action=action, thing=thing, detail={}, now=now)
    return True
