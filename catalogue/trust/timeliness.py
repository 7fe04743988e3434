"""Whether data was updated as often as its publisher says: by the stated frequency and the date of its last change.

Nothing is claimed where either is not stated, where the frequency sets no date, or where the date cannot be right. A
doubt counts for the publisher: "March 2026" is its last day, a part of a day is a whole one.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction

from vocab import Concept

GRACE = timedelta(days=1)

_UNKNOWN = "UNKNOWN"
# The table has two entries for one interval, by which a word is read as the other (12HRS).
_BESIDE = {"DAILY_2": "R/PT12H"}
_INTERVAL = re.compile(r"R?/?P(?:(\d+(?:\.\d+)?)([YMWD])|T(\d+(?:\.\d+)?)([HMS]))", re.ASCII)
_MONTHS = {"Y": 12, "M": 1}
_DAYS = {
    "W": Fraction(7),
    "D": Fraction(1),
    "TH": Fraction(1, 24),
    "TM": Fraction(1, 1440),
    "TS": Fraction(1, 86400),
}
_THIRDS = {"0.33": Fraction(1, 3)}  # as the EU table writes three times in a month or a week
_DAYS_A_MONTH = Fraction(487, 16)
_CONTINUOUS = Fraction(
    1, 1440
)  # what changes every second is a stream, of which no date says that it is late
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Punctuality(Enum):
    """What can be said of data: updated on time, overdue, never due on a date, or nothing at all."""

    ON_TIME = "on-time"
    OVERDUE = "overdue"
    NO_DATE = "no-date"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness:
    """The verdict with its reason, half a sentence. `due` is the last day on which a change was expected, before the
    day of grace; `overdue` counts the days from then on, 0 where it is not overdue."""

    verdict: Punctuality
    reason: str
    due: date | None = None
    overdue: int = 0


def judge(frequency: Concept | None, changed: str, *, today: date) -> Timeliness:
    """Whether data of a stated frequency (of the EU table) that last changed then is on time, as of a day.

    `changed` is a year, a month, a day or an instant in ISO 8601, "" where it is not stated.
    """
    if frequency is None or frequency.code == _UNKNOWN:
        return _unknown("how often it changes is not stated")
    step = read_interval(frequency.facts.get("interval", "") or _BESIDE.get(frequency.code, ""))
    if step is None:
        return Timeliness(verdict=Punctuality.NO_DATE, reason="this frequency sets no date")
    first, last = read_days(changed)
    if first is None or last is None:
        return _unknown("when the data last changed is not stated" if not changed else "its date is no date")
    if first > today:
        return _unknown("the date of its last change is yet to come")
    due = step.after(min(last, today))
    late = today - due
    if late <= GRACE:
        return Timeliness(verdict=Punctuality.ON_TIME, reason="the next change is not overdue", due=due)
    return Timeliness(verdict=Punctuality.OVERDUE, reason="a change was expected", due=due, overdue=late.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one change to the next: whole months, or days (rounded up)."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day one step later; from the 31st, the last day of a shorter month."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year > date.max.year - 1:
            return date.max
        length = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, length)) + timedelta(days=self.days)


def read_interval(text: str) -> Step | None:
    """A repeating interval of ISO 8601 ("R/P1M") as a step; None where there is none, or it is as good as no time."""
    found = _INTERVAL.fullmatch(text)
    if found is None:
        return None
    number, unit = found[1] or found[3], found[2] or f"T{found[4]}"
    amount = _THIRDS.get(number) or Fraction(number)
    if unit in _MONTHS:
        months = amount * _MONTHS[unit]
        whole = months.denominator == 1
        return Step(months=int(months)) if whole else Step(days=math.ceil(months * _DAYS_A_MONTH))
    days = amount * _DAYS[unit]
    return Step(days=math.ceil(days)) if days >= _CONTINUOUS else None


def read_days(text: str) -> tuple[date | None, date | None]:
    """The first and the last day that a date may mean, an instant by its day in UTC; None for what is no date."""
    whole = _DATE.fullmatch(text)
    try:
        if whole is None:
            return (day := _day_of(text)), day
        year, month, day_of_month = (int(part) if part else 0 for part in whole.groups())
        first = date(year, month or 1, day_of_month or 1)
    except (ValueError, OverflowError):
        return None, None
    return first, first if day_of_month else _last_day(year, month or 12)


def _day_of(instant: str) -> date:
    moment = datetime.fromisoformat(instant)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _unknown(reason: str) -> Timeliness:
    return Timeliness(verdict=Punctuality.UNKNOWN, reason=reason)
