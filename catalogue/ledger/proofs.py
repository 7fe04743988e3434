"""Links by mail that prove an address for one thing, such as the contact of a registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from catalogue.ledger.mailed_links import (
    MailedLink,
    forget_links,
    read_link,
    take_link,
    was_link,
    write_link,
)

LASTS = timedelta(days=7)
"""An officer may be away for a weekend, and the mail must find its way through a council's filters."""
_WHY = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An address that a link proves for a thing such as "registration/7"."""

    email: str
    thing: str


def write_proof(connection: Connection, proof: Proof, *, token: str, now: str) -> None:
    """Makes a link prove the address; an earlier one for the same thing proves nothing any more."""
    forget_links(connection, why=_WHY, thing=proof.thing)
    link = MailedLink(email=proof.email, why=_WHY, thing=proof.thing)
    write_link(connection, link, token=token, lasts=LASTS, now=now)


def read_proof(connection: Connection, token: str, *, now: str) -> Proof | None:
    """What a link would prove, without using it; None where it is forged, used or too old."""
    return _proof(read_link(connection, token, why=_WHY, now=now))


def take_proof(connection: Connection, token: str, *, now: str) -> Proof | None:
    """As read_proof; from then on the link is used."""
    return _proof(take_link(connection, token, why=_WHY, now=now))


def was_proof(connection: Connection, token: str) -> bool:
    """Whether a link was sent at all, though it proves nothing any more."""
    return was_link(connection, token, why=_WHY)


def _proof(link: MailedLink | None) -> Proof | None:
    return Proof(email=link.email, thing=link.thing) if link else None
