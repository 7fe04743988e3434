"""Plain mails in the outbox: written with what they are about, sent by a worker as notices of a portal's state are."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.ledger.notices import Notice, write_notices

_LONGEST_KEY = 200


def write_mail(
    connection: Connection, *, to: str, key: str, subject: str, text: str, now: str, until: str = ""
) -> None:
    """Puts a mail into the outbox; one of the same `key` is not written again. What could not be sent `until` an
    instant is not sent at all, since the links in it have ended. The text is forgotten as soon as it is sent.
    """
    body = {"subject": subject, "text": text, "until": until}
    mail = Notice(key=f"mail/{key}"[:_LONGEST_KEY], portal="", channel="mail", target=to, body=body)
    write_notices(connection, [mail], now=now)
