"""Periods in a text: years, spans of them, and words that ask for a long series."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from catalogue.indexes.protocol import Meaning
from catalogue.questions.question import Kind, Sense

FIRST_YEAR, LAST_YEAR = 1801, 2060
"""The first census, and how far forecasts reach."""

SERIES = (("time series", 0.6), ("historical", 0.5), ("trends", 0.5))
"""What is said of data that shows change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period named from one character of a text to another; `years` is None where only length is asked for."""

    start: int
    end: int
    label: str
    years: tuple[int, int] | None


def read_periods(text: str, today: str) -> Iterator[Period]:
    """The periods that a text names, as seen on a day (ISO 8601); one may lie within another."""
    this_year = int(today[:4])
    for pattern, read in _PATTERNS:
        for found in pattern.finditer(text):
            if period := read(found, this_year):
                yield period


def period_sense(typed: str, period: Period) -> Sense:
    """The sense of a run of words that names a period. Few records say what they cover, so it lifts those that do and
    is not missed in others."""
    phrases = () if period.years else SERIES
    return Sense(
        kind=Kind.PERIOD,
        typed=typed,
        label=period.label,
        also=tuple(phrase for phrase, _ in phrases),
        meaning=Meaning(typed=typed, phrases=phrases, years=period.years, needed=False),
    )


def _covering(found: re.Match[str], first: int, last: int) -> Period | None:
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return None
    label = f"covers {first}" if first == last else f"covers {first}–{last}"
    return Period(start=found.start(), end=found.end(), label=label, years=(first, last))


def _year(found: re.Match[str], this_year: int) -> Period | None:
    """One year; a later one that counts something ("2050 homes") is a number."""
    year = int(found["year"])
    counted = found["counted"] is not None
    return None if counted and (year > this_year or year == 2000) else _covering(found, year, year)


def _span(found: re.Match[str], _: int) -> Period | None:
    """`2019-2021`, `2019 to 2021`, `2022/23`; `2019-03` is a month of one year."""
    first, other = int(found["year"]), found["other"]
    last = int(other) if len(other) == 4 else first // 100 * 100 + int(other)
    if len(other) == 2 and last < first:
        last = first if int(other) in range(1, 13) else last + 100
    return _covering(found, first, last) if last - first < 300 else None


def _between(found: re.Match[str], _: int) -> Period | None:
    return _covering(found, int(found["year"]), int(found["other"]))


def _since(found: re.Match[str], this_year: int) -> Period | None:
    first = int(found["year"] or found["onwards"]) + found[0].lower().startswith("after")
    return _open(found, first, this_year, f"covers {first} or later")


def _until(found: re.Match[str], _: int) -> Period | None:
    last = int(found["year"]) - found[0].lower().startswith(("before", "prior"))
    return _open(found, FIRST_YEAR, last, f"covers {last} or earlier")


def _open(found: re.Match[str], first: int, last: int, label: str) -> Period | None:
    period = _covering(found, first, last)
    return replace(period, label=label) if period else None


def _ago(found: re.Match[str], this_year: int) -> Period | None:
    """`over the past 20 years`, `last ten months`, `the last decade`."""
    number = (found["number"] or "1").lower()
    count = int(number) if number.isdecimal() else _NUMBERS.index(number) + 1
    unit = found["unit"].lower()
    years = -(-count // 12) if unit.startswith("month") else count * (10 if unit.startswith("decade") else 1)
    return _covering(found, this_year - years, this_year)


def _relative(found: re.Match[str], this_year: int) -> Period | None:
    """`last year`, `this year`, `next year`."""
    word = found["which"].lower()
    year = this_year + {"last": -1, "previous": -1, "next": 1}.get(word, 0)
    return _covering(found, year, year)


def _recent(found: re.Match[str], this_year: int) -> Period | None:
    return _covering(found, this_year - 5, this_year)


def _decade(found: re.Match[str], _: int) -> Period | None:
    first = int(found["decade"] or "19" + found["short"])
    return _covering(found, first, first + 9)


def _century(found: re.Match[str], _: int) -> Period | None:
    last = int(found["century"]) * 100
    return _covering(found, last - 99, min(last, LAST_YEAR))


def _series(found: re.Match[str], _: int) -> Period:
    return Period(start=found.start(), end=found.end(), label="over time", years=None)


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BEGIN = r"(?<![\w£$€#/.,:-])(?<!\bact )"  # no part of a code, a price or a longer number, nor of the name of a law
_END = r"(?![\w%/]|[.,:-]\d)"
_Y = r"(?:1[89]|20)\d\d"
_KIND = r"(?:(?:financial|fiscal|tax|academic|school|calendar|municipal) year |fy ?)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|winter|q[1-4]|quarter [1-4])"
)
_COUNTED = r"(?: (?:new |affordable )?(?:people|homes|houses|dwellings|units|jobs|trees|miles|metres|km|words|pounds))"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.ASCII)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Period | None]], ...] = (
    (_pattern(rf"{_BEGIN}{_KIND}(?P<year>{_Y})(?P<counted>(?={_COUNTED}\b))?{_END}"), _year),
    (_pattern(rf"\b{_MONTH},? (?P<year>{_Y})(?P<counted>$^)?{_END}"), _year),
    (
        _pattern(rf"{_BEGIN}{_KIND}(?:from )?(?P<year>{_Y}) ?(?:[-–/]|to|until) ?(?P<other>{_Y}|\d\d){_END}"),
        _span,
    ),
    (_pattern(rf"\bbetween (?P<year>{_Y}) (?:and|to) (?P<other>{_Y}){_END}"), _between),
    (
        _pattern(
            rf"\b(?:since|after|from|ers) (?P<year>{_Y})(?: onwards?)?{_END}"
            rf"|{_BEGIN}(?P<onwards>{_Y}) (?:onwards?|to (?:now|date|present|today|the present)|ymlaen)\b"
        ),
        _since,
    ),
    (_pattern(rf"\b(?:before|until|up to|prior to|till|cyn) (?P<year>{_Y}){_END}"), _until),
    (
        _pattern(
            r"\b(?:(?:over|in|during|for|from) )?(?:the )?(?:last|past|previous) "
            rf"(?:(?P<number>[1-9]\d?|{'|'.join(_NUMBERS)}) )?(?:few )?(?P<unit>years|months|decades?)\b"
        ),
        _ago,
    ),
    (
        _pattern(r"\b(?P<which>last|this|next|previous|current) (?:financial |calendar |academic )?year\b"),
        _relative,
    ),
    (_pattern(r"\b(?:(?:over|in|during) )?(?:the )?(?:recent|past few|last few) years\b"), _recent),
    (
        _pattern(r"(?<!\w)(?:the )?(?P<decade>(?:1[89]|20)\d0)'?s\b|\b(?:the )(?:19)?(?P<short>[5-9]0)s\b"),
        _decade,
    ),
    (_pattern(r"\b(?:the )?(?P<century>19|20|21)(?:th|st) century\b"), _century),
    (
        _pattern(
            r"\b(?:(?:(?:trends?|changes?) )?over time|over the years|year on year|time series"
            r"|historical(?: data)?|historic data|long[- ]term trends?)\b"
        ),
        _series,
    ),
)
"""In any order: of periods that overlap the one that covers more words counts."""
