"""Mails about stories: put into the outbox in the transaction of what they tell of, and sent by a worker."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.ledger.outgoing_mail import write_mail
from catalogue.reuses.letters import decided_letter, waiting_letter
from catalogue.reuses.story import Filed
from web.site import Site


def mail_operators(connection: Connection, site: Site, *, now: str) -> None:
    """Tells each operator that stories wait; once a day, however many are sent."""
    letter = waiting_letter(site.iris.operator("stories"))
    for one in site.settings.operators:
        key = f"stories/{now[:10]}/{one.lower()}"
        write_mail(connection, to=one, key=key, subject=letter.subject, text=letter.text, now=now)


def mail_decision(connection: Connection, site: Site, filed: Filed, reason: str, *, now: str) -> None:
    """Tells an author who gave an address what an operator decided."""
    if not filed.email:
        return
    letter = decided_letter(filed, site.iris, reason)
    key = f"{filed.story.thing}/{filed.story.state.name}/{now}"
    write_mail(connection, to=filed.email, key=key, subject=letter.subject, text=letter.text, now=now)
