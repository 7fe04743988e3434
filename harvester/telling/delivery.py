"""The sending of a notice: taken by one worker, sent, and ended, or put off for a while."""

from __future__ import annotations

from http.client import HTTPException
from smtplib import SMTPException

import structlog
from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.errors import CatalogueError
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.mutes import is_muted
from catalogue.ledger.notices import Notice, drop_notice, end_notice, put_off_notice, take_notice
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused
from harvester.owner import own_name
from harvester.telling.mail import send_mail
from harvester.telling.webhook import WebhookFailed, send_webhook

log = structlog.get_logger()

_WAYS = {"mail": send_mail, "webhook": send_webhook}
_FAILURES = (OSError, SMTPException, HTTPException, WebhookFailed, AddressRefused, CatalogueError, ValueError)


def deliver(number: int, settings: Settings, ledger: Ledger) -> bool:
    """Sends the notice of that number, unless another has it; whether it was sent now."""
    with ledger.writing() as connection:
        notice = take_notice(connection, number, owner=own_name())
        if notice and (useless := _useless(connection, notice)):
            drop_notice(connection, notice, why=useless, now=now_utc())
            return False
    if notice is None:
        return False
    why = _sent(notice, settings)
    with ledger.writing() as connection:
        if why:
            put_off_notice(connection, notice, why=why, now=now_utc())
        else:
            end_notice(connection, notice, now=now_utc())
    return not why


def _useless(connection: Connection, notice: Notice) -> str:
    """Why nobody wants the notice any more; "" where somebody may."""
    if notice.is_late(now_utc()):
        return "too late"
    to_person = notice.channel == "mail" and notice.portal
    return "not wanted" if to_person and is_muted(connection, notice.target, notice.portal) else ""


def _sent(notice: Notice, settings: Settings) -> str:
    """Why the notice could not be sent, "" where it was. What a server answered is told, never what it was given."""
    try:
        _WAYS[notice.channel](notice, settings)
    except _FAILURES as error:
        why = f"{type(error).__name__}: {error}"
        log.warning(
            "notice not sent", portal=notice.portal, channel=notice.channel, tries=notice.tries, why=why
        )
        return why
    log.info("notice sent", portal=notice.portal, channel=notice.channel)
    return ""
