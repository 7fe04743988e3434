"""A portal: a council's web site, and our description of it as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from catalogue.errors import PortalError

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal. Its odd habits are `settings`, so that no reader of a kind needs a branch for one council.

    `address` is what is asked; `origin` is what the portal calls itself, where that differs: links below
    `origin` are asked at `address`. `body` is the code of the council or public body whose portal it is, or "".
    Settings in use:
    `delay` (seconds between requests that the portal agreed to), `publisher` (who publishes where a
    record does not say), `lists` ("others": what others publish, so that nothing is its own by default),
    `language` (BCP 47, of text without a tag), `robots` ("obey" or "api-consented"),
    `consent` (who agreed to the latter, and when: "A. Officer, 2026-11-01"), `header.NAME` and `apikey`
    (`secret:NAME`, sent to the portal's own host), `daily_requests` (to its host),
    `changes` ("no": never ask for changes alone), `max_pages`,
    `limit` (records; for a dry run), `country`
    (ISO 3166, where the addresses do not tell), `date_order` ("dmy" or "mdy", where the country does not tell),
    `links` and `samples` ("no": addresses are not checked, the first rows of files not read),
    `files_delay` (seconds between two requests for files at its host that the portal agreed to), `files` (where those
    files lie that the software makes of an item, where that is not the portal's own address),
    `corrections` (by property, what each word means here), `min` and `max` (datasets that it may list).
    """

    slug: str
    title: str
    kind: str
    address: str
    origin: str = ""
    body: str = ""
    paused: bool = False
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def site(self) -> str:
        """What the portal is, whatever scheme or port it is asked at: where this changes it has moved."""
        asked = urlsplit(self.origin or self.address)
        return f"{self.kind} {(asked.hostname or '').removeprefix('www.')}{asked.path.rstrip('/')}"

    def setting(self, name: str, default: str = "") -> str:
        """A setting as text, or `default`."""
        value = self.settings.get(name)
        return default if value is None else str(value)

    def correction(self, name: str, word: str) -> str | None:
        """The code of the concept that a word of a property means on this portal; "" where it says nothing.

        None where nobody has corrected it. Case and space do not count.
        """
        meant = self.settings.get("corrections")
        return meant.get(name, {}).get(correction_key(word)) if meant else None


def correction_key(word: str) -> str:
    """A word as it is kept among the corrections: in small letters, with single spaces."""
    return " ".join(word.split()).casefold()


def check_slug(slug: str) -> str:
    """`slug`, or a PortalError that says what a slug is."""
    if not SLUG.fullmatch(slug):
        raise PortalError(
            f"portal {slug!r}: a slug is 1 to 80 small letters, digits and hyphens, such as 'leeds'"
        )
    return slug
