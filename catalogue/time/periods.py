"""Periods as portals write them, read into a first and a last date, each as precise as was said.

Intervals of ISO 8601, DCMI Period, EDTF's open ends and decades, spans in words (English and Welsh), quarters,
and years that run over New Year. "2018-19" says two years and no more: only where it says that it is a
financial year, and the portal is British, is it the time from 1 April to 31 March.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from catalogue.time.dates import Order, read_date
from catalogue.time.months import MONTHS
from catalogue.values import Typed
from vocab.namespaces import XSD

_LONGEST = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when; None is an open end."""

    start: Typed | None = None
    end: Typed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a portal writes: the order of its dates, and whether its financial years are British ones."""

    order: Order = Order.DAY_FIRST
    british: bool = True


BRITISH = Habits()


def read_period(text: str, habits: Habits = BRITISH) -> Span | None:
    """A period's two ends; None where the text is in no known shape or could mean two things."""
    return _read(" ".join(text.split()), habits) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _read(text: str, habits: Habits) -> Span | None:
    if found := _DCMI.findall(text):
        stated = dict(reversed(found))
        return _edges(stated.get("start", ""), stated.get("end", ""), habits)
    tidy = _tidy(text)
    for read in _READERS:
        if span := read(tidy, habits):
            return span if _in_turn(span) else None
    return None


def _tidy(text: str) -> str:
    """One kind of dash, no brackets, small letters but for what dates need."""
    dashed = _DASHES.sub("-", text).strip()
    if dashed[:1] == "[" or dashed[-1:] == "]":
        dashed = dashed.replace("[", "").replace("]", "")
    tidy = dashed.lower().strip(" .;")
    if tidy.startswith("between "):
        return tidy.removeprefix("between ").replace(" and ", " to ", 1)
    found = _LEADING.match(tidy)
    return tidy[found.end() :] if found else tidy


def _in_turn(span: Span) -> bool:
    """Whether the end is not before the start, as far as both say."""
    if not span.start or not span.end:
        return bool(span.start or span.end)
    shared = min(len(span.start.value), len(span.end.value), 10)
    return span.start.value[:shared] <= span.end.value[:shared]


def _whole(text: str, habits: Habits) -> Span | None:
    """A single date: what happened within it."""
    found = read_date(text, habits.order)
    return Span(start=found, end=found) if found else None


def _interval(text: str, habits: Habits) -> Span | None:
    """`a/b` of ISO 8601, where one end may be a duration, and of EDTF, where it may be open."""
    if text.count("/") != 1:
        return None
    first, last = (part.strip() for part in text.split("/"))
    if len(last) == 2 and last.isdigit() and _MONTH_OR_DAY.fullmatch(first):
        last = first[:-2] + last  # "2019-04/06": what both ends share is said once
    if first[:1] == "p" or last[:1] == "p":
        return _lasting(first, last, habits)
    if not _ISO_END.fullmatch(first) or not _ISO_END.fullmatch(last) or len(last) == 2 != last.count("."):
        return None
    return _edges(first, last, habits)


def _lasting(first: str, last: str, habits: Habits) -> Span | None:
    """A start with a duration, or a duration with an end, in whole years, months, weeks or days."""
    stated = read_date(last if first[:1] == "p" else first, habits.order)
    found = _DURATION.fullmatch(first if first[:1] == "p" else last)
    if not stated or not found or stated.datatype not in (XSD.date, XSD.dateTime):
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    day = date.fromisoformat(stated.value[:10])
    sign = -1 if first[:1] == "p" else 1
    try:
        other = _moved(day, sign * (years * 12 + months)) + timedelta(days=sign * (weeks * 7 + days - 1))
    except (ValueError, OverflowError):
        return None
    far = Typed(other.isoformat(), XSD.date)
    return Span(start=far, end=stated) if sign < 0 else Span(start=stated, end=far)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _edges(first: str, last: str, habits: Habits) -> Span | None:
    """Two ends in any shape of a date; what is open or empty is open."""
    start, end = (None if edge in _OPEN else read_date(edge, habits.order) for edge in (first, last))
    unread = (not start and first not in _OPEN) or (not end and last not in _OPEN)
    return None if unread or not (start or end) else Span(start=start, end=end)


def _year_over(text: str, habits: Habits) -> Span | None:
    """`2018-19`, `2018/2019`, or several such years, with or without the word that says what kind of year."""
    kind = _KIND.search(text)
    bare = _KIND.sub(" ", text).strip(" :,()")
    ends = [
        _SPAN.fullmatch(part)
        for part in (_TO.split(bare) if "-" in bare or "/" in bare else [_TO.sub("-", bare)])
    ]
    years = [_two_years(*found.groups()) for found in ends if found]
    if not years or len(years) < len(ends) or not all(years) or len(ends) > 2:
        return None
    return _kind_of_year(kind[0] if kind else "", years[0][0], years[-1][1], habits)


def _two_years(first: str, last: str) -> tuple[int, ...]:
    """Two years that follow each other, or nothing: `2011-14` may be a month, a season or a span."""
    end = int(last) if len(last) == 4 else int(first[:2]) * 100 + int(last) + (100 if last == "00" else 0)
    return (int(first), end) if end == int(first) + 1 else ()


def _kind_of_year(kind: str, first: int, last: int, habits: Habits) -> Span:
    """A British financial year runs from 1 April to 31 March, a tax year from 6 April to 5 April."""
    day = {"f": 1, "t": 6}.get(kind[:1]) if habits.british else None
    if day is None:
        return Span(start=Typed(str(first), XSD.gYear), end=Typed(str(last), XSD.gYear))
    before = date(last, 4, day) - timedelta(days=1)
    return Span(start=Typed(f"{first}-04-{day:02}", XSD.date), end=Typed(before.isoformat(), XSD.date))


def _words(text: str, habits: Habits) -> Span | None:
    """`a to b`, `a - b`, `between a and b`, where the first may leave out what the last says."""
    parts = _TO.split(text) if _TO.search(text) else text.split("-") if text.count("-") == 1 else []
    if len(parts) != 2:
        return None
    first, last = (part.strip(" ,") for part in parts)
    if first in _OPEN or _ONGOING.fullmatch(last):
        return _edges("" if first in _OPEN else first, "" if _ONGOING.fullmatch(last) else last, habits)
    return _edges(first, last, habits) or _edges(_completed(first, last), last, habits)


def _completed(first: str, last: str) -> str:
    """`1` of "1 to 7 April 2019" with its month and year, `April` of "April to June 2019" with its year."""
    words = last.replace(",", " ").split()
    year = words[-1] if words else ""
    if not (year.isdigit() and len(year) == 4):
        return first
    if first.isdigit() and len(first) < 3 and len(words) == 3:
        return f"{first} {words[1]} {year}"
    return f"{first} {year}" if first.split()[-1:] and first.split()[-1].rstrip(".") in MONTHS else first


def _years_listed(text: str, habits: Habits) -> Span | None:
    """`1999-2003`, and a list of years without a gap."""
    if found := _YEARS.fullmatch(text):
        return _edges(found[1], found[2], habits)
    parts = [part.strip() for part in re.split(r"[,;]| and ", text)]
    if len(parts) < 2 or not all(len(part) == 4 and part.isascii() and part.isdigit() for part in parts):
        return None
    years = sorted({int(part) for part in parts})
    gapless = years[-1] - years[0] + 1 == len(years)
    return _edges(str(years[0]), str(years[-1]), habits) if gapless else None


def _open(text: str, habits: Habits) -> Span | None:
    """`since 2010`, `2010 onwards`, `2010-`, `until 2015`, `-2015`."""
    if found := _SINCE.fullmatch(text):
        return _edges(found[1] or found[2] or found[3], "", habits)
    found = _UNTIL.fullmatch(text)
    return _edges("", found[1], habits) if found else None


def _quarter(text: str, habits: Habits) -> Span | None:
    """A quarter of a calendar year; of a year that runs over New Year, on a British portal, of the financial one."""
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    year, number = found[1] or found[4], int(found[2] or found[3])
    if len(year) == 4:
        return _months(int(year), number * 3 - 2, 3)
    over = _SPAN.fullmatch(year)
    years = _two_years(*over.groups()) if over else ()
    return _months(years[0], number * 3 + 1, 3) if years and habits.british else None


def _year_ending(text: str, habits: Habits) -> Span | None:
    """`year ending March 2020`: the twelve months to it."""
    found = _ENDING.fullmatch(text)
    end = read_date(found[1], habits.order) if found else None
    if end is None or end.datatype not in (XSD.gYearMonth, XSD.date):
        return None
    last = date.fromisoformat(f"{end.value}-01"[:10])
    if end.datatype == XSD.gYearMonth:
        return Span(start=Typed(_moved(last, -11).isoformat()[:7], XSD.gYearMonth), end=end)
    return Span(start=Typed((_moved(last + timedelta(days=1), -12)).isoformat(), XSD.date), end=end)


def _part_of_year(text: str, _: Habits) -> Span | None:
    """A decade or a century by its figures, a season but winter, which is in two: no more is said than the years."""
    if found := _UNSAID.fullmatch(text):
        known = next(part for part in found.groups() if part)
        gap = 4 - len(known)
        return _years(known + "0" * gap, known + "9" * gap)
    if found := _CENTURY.fullmatch(text):  # as EDTF reckons it: the 19th is 18XX
        return _years(f"{int(found[1]) - 1}00", f"{int(found[1]) - 1}99")
    if found := _DECADE.fullmatch(text):
        return _years(found[1], found[1][:3] + "9")
    found = _SEASON.fullmatch(text)
    return _years(found[1], found[1]) if found else None


def _years(first: str, last: str) -> Span:
    return Span(start=read_date(first), end=read_date(last))


def _months(year: int, month: int, count: int) -> Span:
    edges = (_moved(date(year, 1, 1), month - 1 + more) for more in (0, count - 1))
    start, end = (Typed(edge.isoformat()[:7], XSD.gYearMonth) for edge in edges)
    return Span(start=start, end=end)


_READERS: tuple[Callable[[str, Habits], Span | None], ...] = (
    _year_over, _whole, _interval, _years_listed, _quarter, _year_ending, _open, _words, _part_of_year,
)  # fmt: skip
"""In the order in which they are tried: "2011-12" in a period is a year that runs over New Year, not December."""

_OPEN = frozenset({"", "..", "*", "open", "unknown", "?"})
_DASHES = re.compile(r"[‐‑‒–—―−]|--+(?= ?\d)")
_LEADING = re.compile(r"(?:the )?(?:period|years?|dates?):? (?=\d)|from (?=.{4,30} (?:to|-) )")
_DCMI = re.compile(r"\b(start|end) ?= ?([^;]{1,40}?) ?(?:;|$)")
_ISO_END = re.compile(r"\d{4}(?:-?\d\d){0,2}(?:t[\d:.]{2,18}(?:z|[+-][\d:]{2,5})?)?[~?%]?|\.\.|", re.ASCII)
_MONTH_OR_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_DURATION = re.compile(r"p(?:(\d{1,3})y)?(?:(\d{1,3})m)?(?:(\d{1,3})w)?(?:(\d{1,4})d)?", re.ASCII)
_SPAN = re.compile(r"(\d{4}) ?[-/] ?(\d{4}|\d\d)", re.ASCII)
_KIND = re.compile(
    r"\b(?:financial years?|fiscal years?|fy(?=[ :\d])|tax years?|academic years?|school years?|municipal years?)[: ]*"
)
_TO = re.compile(r" (?:to|through|until|till|hyd|tan|i) | - |(?<=/\d\d)-(?=\d{4}/)")
_ONGOING = re.compile(
    r"(?:the )?(?:date|present(?: day)?|now|today|ongoing|current(?: day)?|onwards?|presennol)"
)
_YEARS = re.compile(r"(\d{4})\??-(\d{4})\??", re.ASCII)
_SINCE = re.compile(
    r"(?:since|from|starting|ers|o) (.{4,40})|(.{4,40}?),? (?:onwards?|and later|ymlaen)|(\d{4})\??-",
    re.ASCII,
)
_UNTIL = re.compile(r"(?:until|till|up to|to|hyd at|hyd|-) ?(\S.{3,40})")
_QUARTER = re.compile(
    r"(\d{4}(?:[-/]\d\d)?)[ -]?(?:q|quarter )([1-4])|(?:q|quarter )([1-4]),?[ -/]?(\d{4}(?:[-/]\d\d)?)",
    re.ASCII,
)
_ENDING = re.compile(
    r"(?:(?:financial )?year|12 months|twelve months) (?:ending|ended|to|to end)(?: in)? (.{4,40})"
)
_UNSAID = re.compile(r"(\d\d\d)[-ux]\??|(\d\d)(?:--|uu|xx)\??", re.ASCII)
_DECADE = re.compile(r"(\d\d[1-9]0)'?s\??", re.ASCII)  # the 1900s may be a century
_CENTURY = re.compile(r"(1[1-9]|2[01])(?:st|nd|rd|th) (?:century|c)(?: ad| ce)?", re.ASCII)
_SEASON = re.compile(r"(?:spring|summer|autumn|gwanwyn|haf),? (\d{4})", re.ASCII)
