"""Solr's dates with their arithmetic (https://solr.apache.org/guide/solr/latest/indexing-guide/date-formatting-math.html)."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

_WRITTEN = re.compile(
    r"(?P<start>NOW|\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?)?)?)"
    r"(?P<steps>(?:/[A-Z]+|[+-]\d{1,6}[A-Z]+)*)",
    re.ASCII,
)
_STEP = re.compile(r"/(?P<floor>[A-Z]+)|(?P<count>[+-]\d+)(?P<unit>[A-Z]+)", re.ASCII)
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MILLI", "MILLISECOND")
_FLOORS = {
    "YEAR": {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "MONTH": {"day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "DAY": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "HOUR": {"minute": 0, "second": 0, "microsecond": 0},
    "MINUTE": {"second": 0, "microsecond": 0},
    "SECOND": {"microsecond": 0},
}


def read_instant(text: str, now: str, *, last: bool = False) -> datetime | None:
    """An instant in UTC; None where it is none, or outside of the years 1 to 9999.

    `now` is what NOW stands for, in ISO 8601. Of a year, month or day alone it is the first instant, or the `last`.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    try:
        instant = _start(found["start"], now, last=last)
        for step in _STEP.finditer(found["steps"]):
            instant = (
                _floor(instant, step["floor"])
                if step["floor"]
                else _add(instant, step["unit"], step["count"])
            )
    except (ValueError, OverflowError, KeyError):
        return None
    return instant


def _start(text: str, now: str, *, last: bool) -> datetime:
    if text == "NOW":
        return _iso(now)
    if "T" in text:
        return _iso(text)
    year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
    if not last:
        return datetime(year, month or 1, day or 1, tzinfo=UTC)
    months = month or 12
    return datetime(year, months, day or calendar.monthrange(year, months)[1], 23, 59, 59, tzinfo=UTC)


def _iso(text: str) -> datetime:
    whole, _, fraction = text.removesuffix("Z").partition(".")
    instant = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    return instant.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else instant


def _floor(instant: datetime, unit: str) -> datetime:
    return instant.replace(**_FLOORS[_singular(unit)])  # type: ignore[arg-type] # the names are those of its fields


def _add(instant: datetime, unit: str, count: str) -> datetime:
    many = int(count)
    match _singular(unit):
        case "YEAR":
            return _months(instant, 12 * many)
        case "MONTH":
            return _months(instant, many)
        case "MILLI" | "MILLISECOND":
            return instant + timedelta(milliseconds=many)
        case name:
            return instant + timedelta(**{f"{name.lower()}s": many})


def _months(instant: datetime, many: int) -> datetime:
    """So many months on; the last day of a month that is shorter."""
    year, month = divmod(instant.year * 12 + instant.month - 1 + many, 12)
    day = min(instant.day, calendar.monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def _singular(unit: str) -> str:
    """The unit's name; KeyError for one that there is not. DATE is a day, too."""
    name = unit.removesuffix("S")
    if name not in (*_UNITS, "DATE"):
        raise KeyError(unit)
    return "DAY" if name == "DATE" else name
