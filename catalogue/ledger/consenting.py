"""A portal's consent in the ledger: given by somebody on a day, or withdrawn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update

from catalogue.consent import CONSENTED, Consent, read_consent
from catalogue.errors import PortalError
from catalogue.ledger.portals import get_portal
from catalogue.ledger.schema import portals


def set_consent(connection: Connection, slug: str, given: Consent | None) -> None:
    """Notes who agreed, and when; None: they agree no longer, and robots.txt is obeyed.

    PortalError where the name or a real date is missing.
    """
    if given and read_consent(str(given)) != given:
        raise PortalError(
            f"portals/{slug}: consent is given by somebody on a day; a name and a date such as 2026-11-01 were expected"
        )
    held = get_portal(connection, slug).settings
    settings: dict[str, Any] = {
        name: value for name, value in held.items() if name not in ("robots", "consent")
    }
    if given:
        settings |= {"robots": CONSENTED, "consent": str(given)}
    connection.execute(update(portals).where(portals.c.slug == slug).values(settings=settings))
