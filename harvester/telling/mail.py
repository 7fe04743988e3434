"""A notice by mail (RFC 5321), over a way that is kept private."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlsplit

from catalogue.clock import from_instant
from catalogue.errors import SettingsError
from catalogue.ledger.notices import Notice
from catalogue.secret import read_secret
from catalogue.settings import Settings
from catalogue.signing import signing_key
from catalogue.unsubscribing import Unsubscription, to_token
from harvester.telling.letterbox import keep_mail
from harvester.telling.letters_policy import LettersPolicy
from harvester.telling.wording import subject_of, text_of

_SECONDS = 30.0
_LONGEST_LINE = 998


def send_mail(notice: Notice, settings: Settings) -> None:
    """Sends a notice, or keeps it as a file where no server is set to send it by.

    OSError or smtplib.SMTPException where it cannot be sent, SettingsError where we may not.
    """
    leaving = _unsubscribe(notice, settings)
    if not settings.mail_host:
        sender = settings.mail_from or _nobody(settings)
        keep_mail(mail_of(notice, sender, unsubscribe=leaving), notice, settings)
        return
    message = mail_of(notice, settings.mail_from, unsubscribe=leaving)
    with _opened(settings) as server:
        server.send_message(message)


def mail_of(notice: Notice, sender: str, *, unsubscribe: str = "") -> EmailMessage:
    """A notice as a message; `unsubscribe` is where its reader stops more of its kind, "" where there will be none.

    The same notice has the same Message-ID each time, so a second copy is known as one.
    """
    if not sender:
        raise SettingsError("setting mail_from (STOOK_MAIL_FROM) is empty; the sender's address was expected")
    message = EmailMessage(policy=LettersPolicy())
    message["From"] = sender
    message["To"] = notice.target
    message["Subject"] = subject_of(notice.body)
    message["Date"] = format_datetime(from_instant(notice.made))
    host = sender.rpartition("@")[2].strip("<> ") or "stook"
    message["Message-ID"] = f"<{sha256(notice.key.encode()).hexdigest()[:32]}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
    if unsubscribe.startswith("https:"):  # which RFC 8058, 3.1, asks for
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    last = f"\nTo be told no more about this portal: {unsubscribe}\n" if unsubscribe else ""
    text = text_of(notice.body) + last
    if _fits_plainly(text):
        message.set_content(text, cte="7bit")
    else:
        message.set_content(text)
    return message


def _unsubscribe(notice: Notice, settings: Settings) -> str:
    """Where the reader of a notice about a portal stops them; a plain mail is one that was asked for."""
    if not notice.portal:
        return ""
    token = to_token(
        signing_key(settings.home), Unsubscription(email=notice.target.lower(), portal=notice.portal)
    )
    return f"{settings.public_base}/unsubscribe/{token}"


def _fits_plainly(text: str) -> bool:
    """Whether a text may be sent as it is (RFC 5322, 2.1.1), so that a long link stays whole in it."""
    return text.isascii() and all(len(line) <= _LONGEST_LINE for line in text.splitlines())


def _nobody(settings: Settings) -> str:
    """A sender for mails that stay on this machine."""
    return f"stook@{urlsplit(settings.public_base).hostname or 'localhost'}"


def _opened(settings: Settings) -> smtplib.SMTP:
    """The mail server, logged in to where a user is set; certificates are verified."""
    where = (settings.mail_host, settings.mail_port)
    if settings.mail_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            *where, timeout=_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(*where, timeout=_SECONDS)
    try:
        if settings.mail_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, read_secret(settings.mail_password, settings.home, os.environ))
    except BaseException:
        server.close()
        raise
    return server
