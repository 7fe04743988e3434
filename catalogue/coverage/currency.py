"""Whether what is published is recent enough: by the last period that it covers, else by its last change.

A quarter must be out one month after its end (the Code, paragraph 26), a year one month after its own (paragraph 34).
So the last end of a period that is due at any time is at most four months ago, or thirteen.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.coverage.requirements import Every
from catalogue.indexes.words import fold
from catalogue.time.months import MONTHS
from catalogue.trust.timeliness import read_days

_LONGEST_AGE = {Every.QUARTERLY: timedelta(days=123), Every.ANNUALLY: timedelta(days=397)}
_GRACE = timedelta(days=1)

_YEAR = r"(?<![\d£.,])(?P<year>20\d\d)(?![\d,]\d)"
_SPAN = re.compile(_YEAR + r"(?:\s*(?:/|-|–|—|to\b|i\b)\s*(?P<last>20\d\d)|[/–-](?P<short>\d\d))(?!\d)")
_MONTH = re.compile(
    rf"(?<![a-z])(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})[\s,]+(?P<year>20\d\d)"
)
_NUMBERED = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_](?P<month>0[1-9]|1[0-2])(?!\d)")
_QUARTER = re.compile(r"(?:\bq|\bquarter |\bqtr |\bchwarter )\s?(?P<quarter>[1-4])\b")
_ALONE = re.compile(_YEAR)
_FINANCIAL_END = (3, 31)


class Standing(enum.Enum):
    """How what was found stands to what is required."""

    CURRENT = "current"
    OLD = "old"
    UNDATED = "undated"  # found, and nobody says of when it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A standing, and the day that it rests on: the last one covered (`by` "period") or of the last change ("change");
    None where neither is known."""

    standing: Standing
    day: date | None = None
    by: str = ""


def judge_currency(every: Every, *, title: str, covers: str, modified: str, today: date) -> Currency:
    """How recent a dataset is. `covers` is the last year that it says to cover, "" for none; `modified` its date.

    A period in the title tells what this file is of, whatever was done to it since; then comes the period stated.
    """
    stated = read_days(covers)[1] if covers else None
    day, by = last_day_named(title) or stated, "period"
    if day is None:
        day, by = read_days(modified)[1] if modified else None, "change"
    if day is None:
        return Currency(standing=Standing.CURRENT if every is Every.ONCE else Standing.UNDATED)
    age = _LONGEST_AGE.get(every)
    late = age is not None and today - day > age + _GRACE
    return Currency(standing=Standing.OLD if late else Standing.CURRENT, day=day, by=by)


def last_day_named(title: str) -> date | None:
    """The last day of the latest period that a title names: "2023/24" ends on 31 March 2024, "Q2 2023" in June."""
    text = fold(title)
    quarter = _QUARTER.search(text)
    spans = [_end_of_span(found, quarter) for found in _SPAN.finditer(text) if not _NUMBERED.match(found[0])]
    months = [
        _end_of_month(int(found["year"]), MONTHS.get(found["month"]) or int(found["month"]))
        for pattern in (_MONTH, _NUMBERED)
        for found in pattern.finditer(text)
    ]
    if ends := [day for day in (*spans, *months) if day]:
        return max(ends)
    years = [int(found["year"]) for found in _ALONE.finditer(text)]
    return _end_of_month(max(years), 3 * int(quarter["quarter"]) if quarter else 12) if years else None


def _end_of_span(found: re.Match[str], quarter: re.Match[str] | None) -> date | None:
    """Two years side by side are a financial one, its first quarter ending in June; further apart they are calendar."""
    first = int(found["year"])
    last = int(found["last"] or first // 100 * 100 + int(found["short"]))
    if last < first or (found["short"] and last != first + 1):
        return None
    if last == first + 1 and quarter:
        number = int(quarter["quarter"])
        return _end_of_month(last, 3) if number == 4 else _end_of_month(first, 3 + 3 * number)
    return date(last, *_FINANCIAL_END) if last == first + 1 else _end_of_month(last, 12)


def _end_of_month(year: int, month: int) -> date | None:
    return read_days(f"{year:04}-{month:02}")[1]
