"""Links by mail that prove an address: each for one thing, used once, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.people_schema import sign_ins
from catalogue.signing import digest_of

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
    old = (sign_ins.c.why == _WHY) & (sign_ins.c.thing == proof.thing) & (sign_ins.c.used == "")
    connection.execute(delete(sign_ins).where(old))
    values = {
        "digest": digest_of(token),
        "email": proof.email,
        "why": _WHY,
        "thing": proof.thing,
        "made": now,
    }
    connection.execute(insert(sign_ins).values(**values, expires=shifted(now, LASTS)))


def read_proof(connection: Connection, token: str, *, now: str) -> Proof | None:
    """What a link would prove, without using it; None where it is forged, used or too old."""
    row = connection.execute(select(sign_ins).where(_good(token, now))).mappings().first()
    return Proof(email=row["email"], thing=row["thing"]) if row else None


def take_proof(connection: Connection, token: str, *, now: str) -> Proof | None:
    """As read_proof; from then on the link is used."""
    proof = read_proof(connection, token, now=now)
    taken = connection.execute(update(sign_ins).where(_good(token, now)).values(used=now))
    return proof if taken.rowcount == 1 else None


def _good(token: str, now: str) -> ColumnElement[bool]:
    return (
        (sign_ins.c.digest == digest_of(token))
        & (sign_ins.c.why == _WHY)
        & (sign_ins.c.used == "")
        & (sign_ins.c.expires > now)
    )
