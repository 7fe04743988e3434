"""Registrations: portals that somebody wants listed, from the form to the portal and to its end.

Each step is one transaction with its line in the audit log, and done twice it is as if it had been done once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.audit import write_audit
from catalogue.ledger.checks_schema import checks, registrations
from catalogue.ledger.portals import portal_at
from catalogue.ledger.proofs import Proof, take_proof, write_proof
from catalogue.ledger.registered import add_registered, set_manager, update_registered
from catalogue.ledger.watches import set_contact
from catalogue.registering.asked import Asked, Registration, Step
from catalogue.registering.proving import is_settled, writes_from
from catalogue.signing import digest_of
from vocab.bodies import Bodies

UNPROVEN_KEPT = timedelta(days=30)
"""As long as what its check found, so that a link may be asked for again meanwhile."""
_GOES_ON = (Step.UNPROVEN, Step.WAITING, Step.REGISTERED)
_ASKED = ("address", "kind", "title", "body", "organisation", "email", "told", "of_others")
_OURS = ("id", "portal", "made", "proven", "verified", "decision", "decided", "decided_by", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Private links for whoever proves a contact: the one that their browser `held` since it filed the registration, or
    "", and a `fresh` one.

    An address may have been given by somebody else than who reads its mail; whoever proves it elsewhere than where the
    registration was filed gets the fresh link, and the old one opens it no more.
    """

    held: str
    fresh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What came of a proof, and the private link from now on."""

    registration: Registration
    link: str


def file_registration(
    connection: Connection, asked: Asked, *, token: str, check: int | None, now: str
) -> tuple[Registration, bool]:
    """Files what somebody asks for under a private link of its own; whether it is new.

    The link of the check may have been shown to others as a report, so it does not lead to what may be changed. What a
    check led to already stays: a form that is sent twice files one registration.
    """
    held = registration_by_check(connection, check) if check is not None else None
    if held:
        return held, False
    values = {name: getattr(asked, name) for name in _ASKED}
    connection.execute(
        insert(registrations).values(**values, digest=digest_of(token), check_id=check, made=now)
    )
    filed = _must(registration_of(connection, token))
    _tell(connection, filed, "registration filed", now, {"address": asked.address})
    return filed, True


def registration_of(connection: Connection, token: str) -> Registration | None:
    """What was filed under a private link."""
    return _one(connection, registrations.c.digest == digest_of(token))


def get_registration(connection: Connection, number: int) -> Registration | None:
    """A registration by its number."""
    return _one(connection, registrations.c.id == number)


def registration_by_check(connection: Connection, number: int) -> Registration | None:
    """The last registration that a check led to."""
    wanted = registrations.c.check_id == number
    row = connection.execute(select(registrations).where(wanted).order_by(registrations.c.id.desc()))
    first = row.mappings().first()
    return _registration(first) if first else None


def check_digest(connection: Connection, held: Registration) -> str:
    """The digest of the last check of a registration, "" where there is none, or it is deleted."""
    found = connection.scalar(select(checks.c.digest).where(checks.c.id == held.check))
    return str(found or "")


def waiting_registrations(
    connection: Connection, *, limit: int = 50, offset: int = 0
) -> tuple[Registration, ...]:
    """Those whose contact is proven and that an operator must decide, oldest first."""
    wanted = select(registrations).where(_waits()).order_by(registrations.c.id).limit(limit).offset(offset)
    return tuple(_registration(row) for row in connection.execute(wanted).mappings())


def count_waiting(connection: Connection) -> int:
    """How many an operator must decide."""
    return int(connection.scalar(select(func.count()).select_from(registrations).where(_waits())) or 0)


def ask_for_proof(connection: Connection, registration: Registration, *, token: str, now: str) -> None:
    """Makes a link that proves the contact of a registration; an earlier one ends."""
    proof = Proof(email=registration.asked.email, thing=registration.thing)
    write_proof(connection, proof, token=token, now=now)


def prove(connection: Connection, token: str, *, bodies: Bodies, way: Way, now: str) -> Proven | None:
    """The contact has opened the link in the mail and says so: what that makes of the registration.

    None where the link proves nothing. A portal of an organisation that writes from its own domain is registered.
    """
    proof = take_proof(connection, token, now=now)
    held = proof_of(connection, proof) if proof else None
    if held is None:
        return None
    verified = writes_from(held.asked.email, held.asked.body, bodies)
    link = way.held if _digest(connection, held) == digest_of(way.held) else way.fresh
    _set(connection, held, digest=digest_of(link), proven=now, verified=verified)
    _tell(connection, held, "contact proven", now, {"verified": verified})
    proven = _must(get_registration(connection, held.id))
    if proven.portal:
        follow_contact(connection, proven, now=now)
    elif is_settled(proven.asked, bodies):
        proven = _register(connection, proven, by="", now=now)
    return Proven(registration=proven, link=link)


def proof_of(connection: Connection, proof: Proof) -> Registration | None:
    """The registration that a proof is about, as long as that is its contact and it goes on."""
    number = proof.thing.removeprefix("registration/")
    held = get_registration(connection, int(number)) if number.isdecimal() else None
    return held if held and held.asked.email == proof.email and held.step in _GOES_ON else None


def change_registration(
    connection: Connection, held: Registration, asked: Asked, *, bodies: Bodies, now: str
) -> Registration:
    """What the holder of the private link says anew. An address that is new must be proven before it counts."""
    if asked == held.asked:
        return held
    proven = held.proven if asked.email == held.asked.email else ""
    verified = bool(proven) and writes_from(asked.email, asked.body, bodies)
    values = {name: getattr(asked, name) for name in _ASKED}
    _set(connection, held, **values, proven=proven, verified=verified)
    changed = sorted(name for name in _ASKED if getattr(asked, name) != getattr(held.asked, name))
    _tell(connection, held, "registration changed", now, {"changed": changed})
    new = _must(get_registration(connection, held.id))
    if new.portal:
        update_registered(connection, new.asked, new.portal, now=now)
        if new.proven:
            follow_contact(connection, new, now=now)
    elif new.proven and is_settled(new.asked, bodies):
        return _register(connection, new, by="", now=now)
    return new


def decide_registration(
    connection: Connection, number: int, *, approved: bool, reason: str = "", by: str, now: str
) -> Registration | None:
    """An operator's word on a registration that waits for it; None where it does not, or no longer.

    Approved, its portal is registered, unless it has been meanwhile: then it is refused, and the reason says so.
    """
    held = get_registration(connection, number)
    if held is None or held.step is not Step.WAITING:
        return None
    return (
        _register(connection, held, by=by, now=now)
        if approved
        else _refuse(connection, held, reason, by, now)
    )


def forget_unproven(connection: Connection, *, now: str) -> int:
    """Deletes what was filed a while ago by somebody whose address nobody has proven; how many they were."""
    old = (registrations.c.proven == "") & (registrations.c.portal == "")
    lost = old & (registrations.c.made <= shifted(now, -UNPROVEN_KEPT))
    return connection.execute(delete(registrations).where(lost)).rowcount


def _register(connection: Connection, held: Registration, *, by: str, now: str) -> Registration:
    """Makes the portal; where its address is another's already, the registration ends instead."""
    if there := portal_at(connection, held.asked.address):
        return _refuse(connection, held, f"This portal is registered already, as “{there}”.", by, now)
    slug = add_registered(connection, held.asked, now=now)
    _set(connection, held, portal=slug, decision="approved", decided=now, decided_by=by)
    _tell(connection, held, "portal registered", now, {"portal": slug}, by=by)
    registered = _must(get_registration(connection, held.id))
    follow_contact(connection, registered, now=now)
    return registered


def _refuse(connection: Connection, held: Registration, reason: str, by: str, now: str) -> Registration:
    _set(connection, held, decision="refused", decided=now, decided_by=by, reason=reason)
    _tell(connection, held, "registration refused", now, {"reason": reason}, by=by)
    return _must(get_registration(connection, held.id))


def follow_contact(connection: Connection, held: Registration, *, now: str) -> None:
    """The contact of a registration as the one who is told of its portal and, where verified, manages it."""
    set_contact(connection, held.portal, held.asked.email if held.asked.told else "")
    set_manager(connection, held.portal, held.asked.email if held.verified else "", by=held.thing, now=now)


def _waits() -> ColumnElement[bool]:
    return (registrations.c.proven != "") & (registrations.c.decision == "") & (registrations.c.portal == "")


def _tell(
    connection: Connection,
    held: Registration,
    action: str,
    now: str,
    detail: Mapping[str, object],
    *,
    by: str = "",
) -> None:
    """A line in the audit log, of the contact's doing where nobody else is named."""
    who = by or held.asked.email
    write_audit(connection, who=who, action=action, thing=held.thing, detail=detail, now=now)


def _digest(connection: Connection, held: Registration) -> str:
    return str(connection.scalar(select(registrations.c.digest).where(registrations.c.id == held.id)))


def _set(connection: Connection, held: Registration, **values: object) -> None:
    connection.execute(update(registrations).where(registrations.c.id == held.id).values(**values))


def _one(connection: Connection, which: ColumnElement[bool]) -> Registration | None:
    row = connection.execute(select(registrations).where(which)).mappings().first()
    return _registration(row) if row else None


def _registration(row: RowMapping) -> Registration:
    asked = Asked(**{name: row[name] for name in _ASKED})
    return Registration(asked=asked, check=row["check_id"], **{name: row[name] for name in _OURS})


def _must(held: Registration | None) -> Registration:
    assert held is not None  # noqa: S101 # for the types; it was written in this transaction
    return held


def set_check(connection: Connection, held: Registration, number: int) -> None:
    """The check that the private link of a registration now leads to."""
    mine = registrations.c.id == held.id
    connection.execute(update(registrations).where(mine).values(check_id=number))
