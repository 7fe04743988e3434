"""Dates as portals write them, read into literals as precise as what was said and no more.

ISO 8601 of any precision (also week dates, ordinal dates and the basic form), UK order, month names in English
and Welsh, times with a zone or without, the marks of libraries and of EDTF (`[1999?]`, `2019~`), and the seconds
and milliseconds of software. Nothing is filled in: a year stays xsd:gYear, a time without a zone stays without.
A text in no known shape gives None, and stays a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache

from catalogue.time.months import MONTHS, WEEKDAY
from catalogue.values import Typed
from vocab.namespaces import XSD


class Order(Enum):
    """Which number of `3/4/2026` is the day. Where nobody knows, only what can be read in one way is read."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNSURE = "unsure"


_FIRST_YEAR, _LAST_YEAR = 1000, 2200  # year 1 and 9999 are what software writes for "unknown"
_CENTURY_SURE = range(70, 100)  # 31 and less may be a day, and a year between may be of either century
_WIDEST_ZONE = timedelta(hours=14)  # https://www.w3.org/TR/xmlschema11-2/#dateTime
_LONGEST = 80  # characters; no date is longer
_ZONES = {
    "utc": "Z",
    "gmt": "Z",
    "z": "Z",
    "bst": "+01:00",
}  # British Summer Time: no other is met on portals
_PLACEHOLDER = re.compile(
    r"(?:(?:0000|0001|9999)(?:-\d\d-\d\d)?|1601-01-01)(?:[Tt ].*)?"
    r"|(?:1970-01-01|1900-01-01|1899-12-3[01])[Tt ]00:00(?::00(?:\.0+)?)?(?:[Zz]|[+-]00:?00)?"
)


def read_date(text: str, order: Order = Order.DAY_FIRST) -> Typed | None:
    """A date, month, year or instant as a typed literal; None where the text is in no known shape."""
    return _read(" ".join(text.split()), order) if len(text) <= _LONGEST else None


def is_placeholder(text: str) -> bool:
    """Whether a text is the first or last moment that some software knows, which it writes for "unknown"."""
    return len(text) <= _LONGEST and bool(_PLACEHOLDER.fullmatch(text.strip()))


@lru_cache(maxsize=4096)
def _read(text: str, order: Order) -> Typed | None:
    if _PLACEHOLDER.fullmatch(text):
        return None
    found = _ISO_INSTANT.fullmatch(text)
    if found:
        return _instant(*found.groups())
    return _day_of(text, order) or _moment(text, order)


def _day_of(text: str, order: Order) -> Typed | None:
    """A day, month or year, without a time."""
    bare = _bare(text)
    for pattern, read in _SHAPES:
        if found := pattern.fullmatch(bare):
            return read(*found.groups())
    found = _NUMBERS.fullmatch(bare)
    return _in_order(order, *found.groups()) if found else None


def _moment(text: str, order: Order) -> Typed | None:
    """A day in any shape with a time after it, or within it as C and Java print it."""
    if found := _PRINTED.fullmatch(text):
        text = "{0} {3}, {1} {2}".format(*(part or "" for part in found.groups())).strip()
    found = _TIMED.fullmatch(text)
    day = _day_of(found["day"].rstrip(",Tt "), order) if found else None
    if not found or not day or day.datatype != XSD.date:
        return None
    hour = _hour(int(found["hour"]), (found["half"] or "").lower().replace(".", ""))
    time = f"{hour:02}:{found['rest']}"
    return _instant(day.value, time, found["zone"])


def _hour(hour: int, half: str) -> int:
    """The hour of the day; 13 am is left to be refused as hour 99."""
    if not half:
        return hour
    return hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99


def _bare(text: str) -> str:
    """A date without its day's name, a librarian's brackets and copyright sign, and the marks for "about"."""
    text = _WEEKDAY.sub("", text, count=1).strip("[](). ")
    found = _ABOUT.match(text)
    return (text[found.end() :] if found else text).rstrip("?~%")


def _year(year: str) -> Typed | None:
    return Typed(year, XSD.gYear) if _FIRST_YEAR <= int(year) <= _LAST_YEAR else None


def _month(year: str, month: str) -> Typed | None:
    fits = _year(year) and 1 <= int(month) <= 12
    return Typed(f"{year}-{int(month):02}", XSD.gYearMonth) if fits else None


def _month_first(month: str, year: str) -> Typed | None:
    return _month(year, month)


def _slashed_month(year: str, month: str) -> Typed | None:
    """`2019/04` is a month; `2011/12` is how the year from 2011 to 2012 is written, and no date."""
    return None if int(month) == (int(year) + 1) % 100 else _month(year, month)


def _day(year: str, month: str, day: str) -> Typed | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Typed(found.isoformat(), XSD.date) if _year(year) else None


def _lost_hyphen(year: str, month: str, day: str) -> Typed | None:
    """`201901-01` is a day that has lost a hyphen; `201901-03` may be the months from January to March."""
    return None if int(month) < int(day) <= 12 else _day(year, month, day)


def _in_order(order: Order, first: str, second: str, year: str) -> Typed | None:
    """Two numbers and a year: as the order says, or as the numbers themselves do where one cannot be a month."""
    full = year if len(year) == 4 else _full_year(year)
    days = (
        [_day(full, month, day) for day, month in ((first, second), (second, first))]
        if full
        else [None, None]
    )
    sure = [day for day in days if day]
    if len(set(sure)) < 2:
        return sure[0] if sure else None
    return {Order.DAY_FIRST: days[0], Order.MONTH_FIRST: days[1]}.get(order)


def _full_year(year: str) -> str:
    return f"19{year}" if int(year) in _CENTURY_SURE else ""


def _day_first(day: str, month: str, year: str) -> Typed | None:
    return _day(year, month, day)


def _named_day(day: str, name: str, year: str) -> Typed | None:
    month, full = MONTHS.get(name.lower()), year if len(year) == 4 else _full_year(year)
    return _day(full, str(month), day) if month and full else None


def _day_named(name: str, day: str, year: str) -> Typed | None:
    return _named_day(day, name, year)


def _year_named(year: str, name: str, day: str) -> Typed | None:
    return _named_day(day, name, year)


def _named_month(name: str, year: str) -> Typed | None:
    month = MONTHS.get(name.lower())
    return _month(year, str(month)) if month else None


def _month_named(year: str, name: str) -> Typed | None:
    return _named_month(name, year)


def _week_day(year: str, week: str, day: str | None) -> Typed | None:
    """A day of a week; a week alone is a period, and no date."""
    try:
        found = date.fromisocalendar(int(year), int(week), int(day or 0))
    except ValueError:
        return None
    return Typed(found.isoformat(), XSD.date) if _year(year) else None


def _ordinal(year: str, day: str) -> Typed | None:
    if not _year(year) or not 1 <= int(day) <= 366:
        return None
    found = date(int(year), 1, 1) + timedelta(days=int(day) - 1)
    return Typed(found.isoformat(), XSD.date) if found.year == int(year) else None


def _instant(day: str, time: str, zone: str | None) -> Typed | None:
    """An instant, as ISO 8601 has it; a fraction and a zone stay as they were said."""
    text = f"{day}T{time if time.count(':') > 1 else time + ':00'}{_zone(zone or '')}".replace(",", ".")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    far = abs(found.utcoffset() or timedelta()) > _WIDEST_ZONE
    return Typed(text, XSD.dateTime) if _FIRST_YEAR <= found.year <= _LAST_YEAR and not far else None


def _zone(zone: str) -> str:
    """A zone as XML Schema has it: "z", "+0100" and "+01" become "Z" and "+01:00"."""
    if not zone or zone.lower() in _ZONES:
        return _ZONES.get(zone.lower(), "")
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"


def _basic_instant(year: str, month: str, day: str, hour: str, rest: str, zone: str | None) -> Typed | None:
    minutes = ":".join(rest[at : at + 2] for at in range(0, len(rest), 2))
    return _instant(f"{year}-{month}-{day}", f"{hour}:{minutes}", zone)


def _milliseconds(digits: str) -> Typed | None:
    return _seconds(digits[:-3])


def _seconds(digits: str) -> Typed | None:
    moment = datetime.fromtimestamp(int(digits), UTC)
    known = moment.year <= _LAST_YEAR
    return Typed(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), XSD.dateTime) if known else None


_DAY, _YEAR, _NAME = r"(\d{1,2})", r"(\d{4})", r"([A-Za-z]{3,10})\.?,?"
_TURN = "(?:st|nd|rd|th|af|ain|il|ydd|fed|eg)?"
_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY})\b\.?,? *", re.IGNORECASE)
_ABOUT = re.compile(r"(?:©|\(c\)|c\.? ?(?=\d)|ca\.? ?|cc\. ?|circa |approximately |about )", re.IGNORECASE)
_ZONE = r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)"
_ISO_INSTANT = re.compile(rf"(\d{{4}}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?({_ZONE})?", re.ASCII)
_PRINTED = re.compile(
    rf"(?:{WEEKDAY}) (\w{{3}} +\d{{1,2}}) (\d\d:\d\d:\d\d) (?:([A-Z]{{3}}) )?(\d{{4}})",
    re.ASCII | re.IGNORECASE,
)
_TIMED = re.compile(
    r"(?P<day>.{6,30}?)(?:,? | at |T)(?P<hour>\d{1,2}):(?P<rest>\d\d(?::\d\d(?:\.\d+)?)?)"
    rf" ?(?P<half>[ap]\.?m\.?)? ?(?P<zone>{_ZONE}|utc|gmt|bst)?(?:\[[A-Za-z/_]+\])?",
    re.ASCII | re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)", re.ASCII)
_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Typed | None]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)  # \d would take the digits of every script
    for pattern, read in (
        (r"(\d{4})-(\d\d)-(\d\d)", _day),
        (r"(\d{4})-(\d\d)", _month),
        (r"(\d{4})", _year),
        (r"(\d{4})-(\d\d)-(\d\d)(?:[Zz]|[+-]\d\d:\d\d)", _day),  # a day with a zone, as XML Schema has it
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", _day),
        (r"(\d{4})/(\d{1,2})/(\d{1,2})", _day),
        (r"(\d{4})\.(\d{1,2})\.(\d{1,2})", _day),
        (r"(\d{4})/(\d\d)", _slashed_month),
        (r"(\d{1,2})[/-](\d{4})", _month_first),
        (r"((?:19|20)\d\d)(\d\d)(\d\d)", _day),
        (r"((?:19|20)\d\d)(\d\d)-(\d\d)", _lost_hyphen),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", _day_first),
        (rf"{_DAY}{_TURN} (?:of +)?{_NAME} {_YEAR}", _named_day),
        (rf"{_DAY}[ -]([A-Za-z]{{3,10}})[ -](\d{{4}}|\d\d)", _named_day),
        (rf"{_DAY}([A-Za-z]{{3,9}}){_YEAR}", _named_day),
        (rf"{_NAME} ?{_DAY}(?:st|nd|rd|th)?,? {_YEAR}", _day_named),
        (rf"{_YEAR}[ -]([A-Za-z]{{3,10}})[ -]{_DAY}", _year_named),
        (rf"(?:[Mm]is )?{_NAME}[ -]{_YEAR}", _named_month),
        (rf"{_YEAR}[ -]([A-Za-z]{{3,10}})", _month_named),
        (r"(\d{4})-?W(\d\d)-?([1-7])", _week_day),
        (r"(\d{4})-(\d{3})", _ordinal),
        (rf"(\d{{4}})(\d\d)(\d\d)[Tt](\d\d)(\d\d(?:\d\d)?)({_ZONE})?", _basic_instant),
        (r"(?:/Date\()?(\d{12,13})(?:\)/)?", _milliseconds),
        (r"(\d{9,10})", _seconds),
    )
)
