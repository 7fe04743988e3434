"""Who is told, by the settings."""

from __future__ import annotations

from catalogue.ledger.watches import Audience
from catalogue.settings import Settings


def audience_of(settings: Settings) -> Audience:
    """The mail addresses and the webhook of the catalogue, as far as there are any."""
    return Audience(
        base=settings.public_base,
        mails=bool(settings.mail_host),
        mail=settings.mail_to,
        webhook=settings.webhook,
    )
