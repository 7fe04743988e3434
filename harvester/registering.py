"""Registering portals: one by its address, or a whole list that a server publishes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson
from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.correcting import check_code, keeping, read_corrections
from catalogue.errors import PortalError
from catalogue.ledger.portals import add_portal, list_portals
from catalogue.portal import Portal, check_slug
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused, check_address
from harvester.asking.secrets import is_secret
from harvester.asking.terms import check_terms
from harvester.detecting.command import KIND_KNOWN
from harvester.detecting.detect import detect
from harvester.detecting.outcome import Found, Nothing
from harvester.spiders import kinds
from vocab import load_vocabulary
from vocab.bodies import bodies_of

_LIST_BYTES = 20_000_000
_FIELDS = ("title", "origin", "body")


def portal_from(
    address: str,
    *,
    kind: str,
    slug: str,
    title: str,
    body: str,
    settings: Mapping[str, Any],
    allow: tuple[str, ...],
) -> Portal:
    """A portal as its registrar describes it; PortalError says what is wrong with the description."""
    name = check_slug(slug or slug_of(address))
    check_kind(name, kind)
    try:
        check_address(address, allow)
    except AddressRefused as refused:
        raise PortalError(f"portals/{name}: {refused}") from refused
    if body and not bodies_of(load_vocabulary()).find(body):
        check_code(name, "publisher", body, load_vocabulary())
    portal = Portal(
        slug=name, title=title or urlsplit(address).hostname or name, kind=kind, address=address, body=body,
        settings=dict(settings),
    )  # fmt: skip
    check_terms(portal)
    return portal


def check_kind(slug: str, kind: str) -> None:
    """PortalError unless a spider reads that kind."""
    if kind not in kinds():
        raise PortalError(f"portals/{slug}: kind {kind!r} is not one of {', '.join(kinds())}")


def slug_of(address: str) -> str:
    """A slug from an address: its host's words, `www`, `data` and `opendata` left out where others remain."""
    host = urlsplit(address).hostname or ""
    words = [word for word in re.split(r"[^a-z0-9]+", host.lower()) if word]
    telling = [
        word for word in words if word not in ("www", "data", "opendata", "open", "gov", "uk", "org", "com")
    ]
    return "-".join(telling or words)[:80].strip("-")


def fetch_list(address: str, settings: Settings) -> list[dict[str, Any]]:
    """The list of portals at an address: JSON objects with slug, title, kind and address.

    Raises PortalError where it cannot be had or is no such list.
    """
    try:
        check_address(address, settings.allow)
        opener = build_opener(_NoRedirect)
        with opener.open(Request(address, headers={"Accept": "application/json"}), timeout=30) as answer:  # noqa: S310
            held = orjson.loads(answer.read(_LIST_BYTES))
    except (AddressRefused, OSError, ValueError) as error:
        raise PortalError(f"the list of portals at {address} cannot be read: {error}") from error
    if not isinstance(held, list) or not all(isinstance(one, dict) and "slug" in one for one in held):
        raise PortalError(
            f"{address} is no list of portals; a JSON list of objects with slug and kind was expected"
        )
    return held


def listed_portal(listed: Mapping[str, Any], settings: Settings) -> Portal:
    """One portal of such a list; PortalError where its kind has no reader or its address may not be asked."""
    slug = check_slug(str(listed["slug"]))
    kind, address = str(listed.get("kind", "")), str(listed.get("address") or "")
    check_kind(slug, kind)
    try:
        check_address(address, settings.allow)
    except AddressRefused as refused:
        raise PortalError(f"portals/{slug}: {refused}") from refused
    more: dict[str, Any] = {"publisher": str(listed["publisher"])} if listed.get("publisher") else {}
    stated = listed.get("settings") or {}
    if not isinstance(stated, dict) or not all(isinstance(one, str | int | float) for one in stated.values()):
        raise PortalError(f"portals/{slug}: its settings are no object of texts and numbers")
    if any(is_secret(name) for name in stated):
        raise PortalError(
            f"portals/{slug}: a list of portals names no secrets; set them with `stook portal add`"
        )
    if listed.get("corrections"):
        more["corrections"] = read_corrections(slug, listed["corrections"], load_vocabulary())
    portal = Portal(
        slug=slug,
        kind=kind,
        address=address,
        title=str(listed.get("title") or slug),
        origin=str(listed.get("origin") or ""),
        body=str(listed.get("body") or ""),
        settings=more | stated,
    )
    check_terms(portal)
    return portal


def with_kind(listed: Mapping[str, Any], settings: Settings) -> tuple[Mapping[str, Any], str]:
    """A listed portal with its kind, detected where the list does not state one, and how we know then (else "")."""
    if listed.get("kind"):
        return listed, ""
    slug, delay = listed["slug"], (listed.get("settings") or {}).get("delay", settings.delay)
    outcome = detect(str(listed.get("address") or ""), settings.model_copy(update={"delay": float(delay)}))
    told = told_of(outcome, f"portals/{slug}")
    return {**listed, "kind": told.kind, "address": told.address}, told.how


def told_of(outcome: Found | Nothing, place: str) -> Found:
    """What a detection found; a PortalError that says what to do where it found nothing."""
    if isinstance(outcome, Nothing):
        raise PortalError(f"{place}: {outcome.reason} {outcome.advice} {KIND_KNOWN}")
    return outcome


def register(connection: Connection, one: Portal) -> bool:
    """Registers a portal anew or again, and says whether it is new; what was corrected of it by hand stays."""
    known = {held.slug: held for held in list_portals(connection)}
    return add_portal(connection, keeping(one, known.get(one.slug)), now=now_utc())


class _NoRedirect(HTTPRedirectHandler):
    """A list of portals that moves is registered at its new address by a person, not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None
