"""Links that are sent by mail and prove that its reader has the address: each used once, for a while.

The ledger keeps the digest of what a link carries, so that who reads the ledger can use none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.people_schema import sign_ins
from catalogue.signing import digest_of

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedLink:
    """What a link proves: that its reader has `email`, and `why` that was asked. `thing` is what is proven with it,
    `next` the page of ours that it leads to."""

    email: str
    why: str
    thing: str = ""
    next: str = ""


def write_link(connection: Connection, link: MailedLink, *, token: str, lasts: timedelta, now: str) -> None:
    """Makes what `token` carries prove that; forgets the links that ended a day ago."""
    connection.execute(delete(sign_ins).where(sign_ins.c.expires < shifted(now, -_KEPT)))
    told = {name: getattr(link, name) for name in MailedLink.__slots__}
    values = {**told, "digest": digest_of(token), "made": now, "expires": shifted(now, lasts)}
    connection.execute(insert(sign_ins).values(**values))


def read_link(connection: Connection, token: str, *, why: str, now: str) -> MailedLink | None:
    """What a link would prove, without using it; None where it is forged, used, too old, or for something else."""
    wanted = select(*(sign_ins.c[name] for name in MailedLink.__slots__)).where(_good(token, why, now))
    row = connection.execute(wanted).mappings().first()
    return MailedLink(**row) if row else None


def take_link(connection: Connection, token: str, *, why: str, now: str) -> MailedLink | None:
    """As read_link; from then on the link is used. Of two that take it at once one gets it."""
    link = read_link(connection, token, why=why, now=now)
    taken = connection.execute(update(sign_ins).where(_good(token, why, now)).values(used=now))
    return link if taken.rowcount == 1 else None


def was_link(connection: Connection, token: str, *, why: str) -> bool:
    """Whether a link was sent at all, though it may be used or too old by now; one that was replaced is forgotten."""
    mine = (sign_ins.c.digest == digest_of(token)) & (sign_ins.c.why == why)
    return connection.scalar(select(sign_ins.c.digest).where(mine)) is not None


def forget_links(connection: Connection, *, why: str, thing: str) -> None:
    """The unused links for a thing prove nothing any more."""
    mine = (sign_ins.c.why == why) & (sign_ins.c.thing == thing) & (sign_ins.c.used == "")
    connection.execute(delete(sign_ins).where(mine))


def _good(token: str, why: str, now: str) -> ColumnElement[bool]:
    return (
        (sign_ins.c.digest == digest_of(token))
        & (sign_ins.c.why == why)
        & (sign_ins.c.used == "")
        & (sign_ins.c.expires > now)
    )
