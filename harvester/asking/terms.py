"""The terms on which a portal is asked: settings that say how, and never what its records mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.consent import CONSENTED, OBEY, read_consent
from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.asking.secrets import check_references, is_secret

_MANNERS = frozenset(
    (
        "delay",
        "robots",
        "consent",
        "tls",
        "max_pages",
        "changes",
        "daily_requests",
        "files_delay",
        "limit",
        "links",
        "samples",
    )
)


def check_terms(portal: Portal) -> None:
    """PortalError where a setting says what we do not do: consent that nobody gave, a secret in the open."""
    robots = portal.setting("robots", OBEY)
    if robots not in (OBEY, CONSENTED):
        raise PortalError(
            f"portals/{portal.slug}: setting robots is {robots!r}; {OBEY} or {CONSENTED} was expected"
        )
    if robots == CONSENTED and read_consent(portal.setting("consent")) is None:
        raise PortalError(
            f"portals/{portal.slug}: setting robots is {CONSENTED}, which somebody of the portal agreed to; a setting"
            " consent with name and date was expected, such as 'A. Officer, 2026-11-01'"
        )
    for name in ("links", "samples"):
        if (said := portal.setting(name, "yes")) not in ("yes", "no"):
            raise PortalError(f"portals/{portal.slug}: setting {name} is {said!r}; yes or no was expected")
    if (files := portal.setting("files")) and not files.startswith(("https://", "http://")):
        raise PortalError(f"portals/{portal.slug}: setting files is {files!r}; an address was expected")
    files_delay(portal)
    check_references(portal)
    daily_requests(portal, 1)


def files_delay(portal: Portal) -> float:
    """Seconds between two requests for files that the portal's host agreed to, 0 where nothing is said; PortalError
    where its setting is no such number."""
    value = portal.setting("files_delay", "0")
    if not value.replace(".", "", 1).isdigit():
        raise PortalError(f"portals/{portal.slug}: setting files_delay is {value!r}; seconds were expected")
    return float(value)


def daily_requests(portal: Portal, usual: int) -> int:
    """How many requests the portal's host gets a day; PortalError where its own setting is no such number."""
    value = portal.settings.get("daily_requests", usual)
    number = float(value) if str(value).replace(".", "", 1).isdigit() else 0.0
    if not number.is_integer() or number < 1:
        raise PortalError(
            f"portals/{portal.slug}: setting daily_requests is {str(value)!r}; a number of requests was expected"
        )
    return int(number)


def of_meaning(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that only say how a portal is asked: a change of them makes no record other."""
    return {name: value for name, value in settings.items() if name not in _MANNERS and not is_secret(name)}
