"""Dates as portals write them, read into literals as precise as what was said and no more.

ISO 8601 of any precision, UK order, month names, and the milliseconds of ArcGIS. Nothing is filled in:
a year stays xsd:gYear. A text in no known shape gives None, and stays a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from catalogue.values import Typed
from vocab.namespaces import XSD

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr",
            "february feb chwefror",
            "march mar mawrth",
            "april apr ebrill",
            "may mai",
            "june jun mehefin",
            "july jul gorffennaf",
            "august aug awst",
            "september sep sept medi",
            "october oct hydref",
            "november nov tachwedd",
            "december dec rhagfyr",
        ),
        1,
    )
    for name in names.split()
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2200  # year 1 and 9999 are what software writes for "unknown"
_WIDEST_ZONE = timedelta(hours=14)  # https://www.w3.org/TR/xmlschema11-2/#dateTime
_LONGEST = 80  # characters; no date is longer


def read_date(text: str) -> Typed | None:
    """A date, month, year or instant as a typed literal; None where the text is in no known shape."""
    return _read(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _read(text: str) -> Typed | None:
    tidy = text.strip()
    for pattern, read in _SHAPES:
        found = pattern.fullmatch(tidy)
        if found:
            return read(*found.groups())
    return None


def _year(year: str) -> Typed | None:
    return Typed(year, XSD.gYear) if _FIRST_YEAR <= int(year) <= _LAST_YEAR else None


def _month(year: str, month: str) -> Typed | None:
    fits = _year(year) and 1 <= int(month) <= 12
    return Typed(f"{year}-{int(month):02}", XSD.gYearMonth) if fits else None


def _day(year: str, month: str, day: str) -> Typed | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Typed(found.isoformat(), XSD.date) if _year(year) else None


def _day_first(day: str, month: str, year: str) -> Typed | None:
    return _day(year, month, day)


def _named_day(day: str, name: str, year: str) -> Typed | None:
    month = _MONTHS.get(name.lower())
    return _day(year, str(month), day) if month else None


def _day_named(name: str, day: str, year: str) -> Typed | None:
    return _named_day(day, name, year)


def _named_month(name: str, year: str) -> Typed | None:
    month = _MONTHS.get(name.lower())
    return _month(year, str(month)) if month else None


def _instant(day: str, time: str, zone: str | None) -> Typed | None:
    """An instant, as ISO 8601 has it; a fraction and a zone stay as they were said."""
    text = f"{day}T{time if time.count(':') > 1 else time + ':00'}{_zone(zone or '')}"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    far = abs(found.utcoffset() or timedelta()) > _WIDEST_ZONE
    return Typed(text, XSD.dateTime) if _FIRST_YEAR <= found.year <= _LAST_YEAR and not far else None


def _zone(zone: str) -> str:
    """A zone as XML Schema has it: "z", "+0100" and "+01" become "Z" and "+01:00"."""
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}" if digits else zone.upper()


def _milliseconds(digits: str) -> Typed | None:
    return _seconds(digits[:-3])


def _seconds(digits: str) -> Typed | None:
    moment = datetime.fromtimestamp(int(digits), UTC)
    known = moment.year <= _LAST_YEAR
    return Typed(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), XSD.dateTime) if known else None


_DAY, _YEAR, _NAME = r"(\d{1,2})", r"(\d{4})", r"([A-Za-z]{3,10})\.?,?"
_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Typed | None]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)  # \d would take the digits of every script
    for pattern, read in (
        (r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?([Zz]|[+-]\d\d(?::?\d\d)?)?", _instant),
        (r"(\d{4})-(\d\d)-(\d\d)", _day),
        (r"(\d{4})-(\d\d)", _month),
        (r"(\d{4})", _year),
        (r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", _day),
        (r"((?:19|20)\d\d)(\d\d)(\d\d)", _day),
        (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", _day_first),
        (rf"{_DAY}(?:st|nd|rd|th|af|ain|il|ydd|fed|eg)? +(?:of +)?{_NAME} +{_YEAR}", _named_day),
        (rf"{_NAME} +{_DAY}(?:st|nd|rd|th)?,? +{_YEAR}", _day_named),
        (rf"{_NAME} +{_YEAR}", _named_month),
        (r"(\d{12,13})", _milliseconds),
        (r"(\d{9,10})", _seconds),
    )
)
