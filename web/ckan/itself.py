"""What this site says of itself to clients of CKAN."""

from __future__ import annotations

from web.ckan.given import Given
from web.site import Site

VERSION = "2.11"
"""The version of CKAN whose answers these are."""


def status(site: Site, _: Given) -> dict[str, object]:
    """The site, and whose API it speaks."""
    return {
        "site_title": "Stook",
        "site_description": "",
        "site_url": site.iris.base,
        "ckan_version": VERSION,
        "error_emails_to": None,
        "locale_default": "en",
        "extensions": [],
    }


def nothing_of(_: Site, given: Given) -> list[object]:
    """What nothing here has."""
    given.required("id")
    return []
