"""Mails about registrations: put into the outbox in the transaction of what they tell of, and sent by a worker."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request

from catalogue.clock import shifted
from catalogue.ledger.outgoing_mail import write_mail
from catalogue.ledger.proofs import LASTS
from catalogue.ledger.registrations import ask_for_proof
from catalogue.mail_address import mailbox_of
from catalogue.registering.asked import Registration
from catalogue.registering.letters import Letter, changed_letter, outcome_letter, proof_letter
from catalogue.signing import digest_of, new_token
from web.site import Site, site_of


def take_mail(request: Request, email: str) -> None:
    """Counts a mail of this visitor, and one to this address; raises a 429 where either is one too many."""
    fairness = site_of(request).fairness
    fairness.take("mail", fairness.client(request))
    fairness.take("mail", f"to {mailbox_of(email)}")


def mail_proof(connection: Connection, site: Site, held: Registration, *, now: str) -> None:
    """Has a link mailed to the contact that proves the address; earlier ones end."""
    token = new_token()
    ask_for_proof(connection, held, token=token, now=now)
    letter = proof_letter(held, site.iris.proof(token))
    key, until = f"proof/{digest_of(token)[:40]}", shifted(now, LASTS)
    _write(connection, held.asked.email, letter, key=key, now=now, until=until)


def mail_outcome(
    connection: Connection, site: Site, held: Registration, *, token: str = "", now: str
) -> None:
    """Tells the contact, who is proven by then, what became of it; with the private link to keep, where it is known."""
    private = site.iris.registering(token) if token else ""
    letter = outcome_letter(held, site.iris, private=private)
    _write(connection, held.asked.email, letter, key=f"{held.thing}/{held.step.name}/{now}", now=now)


def mail_change(connection: Connection, held: Registration, *, now: str) -> None:
    """Tells a contact who was proven that another takes their place."""
    _write(connection, held.asked.email, changed_letter(held), key=f"{held.thing}/replaced/{now}", now=now)


def _write(connection: Connection, to: str, letter: Letter, *, key: str, now: str, until: str = "") -> None:
    write_mail(connection, to=to, key=key, subject=letter.subject, text=letter.text, now=now, until=until)
