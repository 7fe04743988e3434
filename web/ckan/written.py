"""How CKAN writes small values: instants without a zone, lists as JSON in a text, concepts by their address."""

from __future__ import annotations

import re
from collections.abc import Iterable

import orjson

from catalogue.values import Term, Typed

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?")
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def instant(text: str) -> str | None:
    """An instant of ours, in UTC, as CKAN writes it: without a zone, to the millionth of a second."""
    found = _INSTANT.fullmatch(text)
    return f"{found[1]}.000000" if found else None


def date_time(literal: Typed | None) -> str | None:
    """A date as an instant; None for a year alone and whatever else CKAN would refuse to read."""
    if literal is None:
        return None
    return f"{literal.value}T00:00:00" if _DAY.fullmatch(literal.value) else instant(literal.value)


def iri_or_word(term: Term | None) -> str:
    """A concept's address, else the portal's word."""
    return (term.iri or term.word or term.link) if term else ""


def listed(values: Iterable[str]) -> str:
    """Several values as a JSON list, as ckanext-dcat keeps them; "" for none."""
    found = list(dict.fromkeys(value for value in values if value))
    return orjson.dumps(found).decode() if found else ""


def mail(address: str | None) -> str:
    """An e-mail address that CKAN takes for one; else ""."""
    bare = (address or "").removeprefix("mailto:")
    return bare if _MAIL.fullmatch(bare) else ""
