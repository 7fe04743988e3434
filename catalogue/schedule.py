"""When a portal is harvested: every so many hours, by a little chance, and never in the hours it keeps for itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalogue.clock import from_instant, shifted, to_instant
from catalogue.errors import PortalError

ZONE = "Europe/London"
LONGEST_HOURS = 24.0 * 7
JITTER = 0.1
_AFTER_QUIET = timedelta(minutes=30)  # portals of one zone would otherwise all begin in the same minute
_QUIET = re.compile(r"(\d{1,2})(?::?([0-5]\d))?\s*[-–]\s*(\d{1,2})(?::?([0-5]\d))?")
_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of the day in which a portal is not asked, by its own clock; `end` before `begin` goes over midnight."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often a portal is harvested. `every` is in hours, `zone` the IANA name of the clock that `quiet` means."""

    every: float
    quiet: QuietHours | None = None
    zone: str = ZONE

    @property
    def sentence(self) -> str:
        """How often, and when not: "every 24 hours, never between 08:00 and 18:00 (Europe/London)"."""
        often = f"every {self.every:g} hours" if self.every != 1 else "every hour"
        if self.quiet is None:
            return often
        return f"{often}, never between {self.quiet.begin:%H:%M} and {self.quiet.end:%H:%M} ({self.zone})"


def read_quiet(text: str) -> QuietHours | None:
    """Quiet hours such as `08-18` or `22:30-06:00`; None for an empty text. Raises PortalError for any other."""
    if not text.strip():
        return None
    found = _QUIET.fullmatch(text.strip())
    ends = [_time(found[1], found[2]), _time(found[3], found[4])] if found else []
    if None in ends or not ends or ends[0] == ends[1]:
        raise PortalError(
            f"quiet hours are {text!r}; a part of the day such as 08-18 or 22:30-06:00 was expected"
        )
    begin, end = ends
    return QuietHours(begin=begin or time(), end=end or time())


def check_zone(name: str) -> str:
    """`name`, or a PortalError where no clock of that name is known."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PortalError(f"time zone {name!r} is not known; one such as {ZONE} was expected") from error
    return name


def quiet_until(schedule: Schedule, now: str) -> str:
    """When the quiet hours in which an instant lies are over; "" where it lies in none."""
    if schedule.quiet is None:
        return ""
    local = from_instant(now).astimezone(ZoneInfo(schedule.zone))
    begin, end = schedule.quiet.begin, schedule.quiet.end
    clock = local.time()
    over_midnight = end <= begin
    if over_midnight and (clock >= begin or clock < end):
        return _at(local + timedelta(days=clock >= begin), end)
    return _at(local, end) if begin <= clock < end and not over_midnight else ""


def next_due(schedule: Schedule, now: str, *, failures: int = 0, chance: Callable[[], float]) -> str:
    """When the portal is due after a run at `now`.

    A tenth early or late by chance (`chance` gives 0 to 1), so that not all portals are asked at once. After
    several failures in a row the wait doubles with each, to a week at most. In quiet hours, when they are over.
    """
    hours = schedule.every * 2.0 ** min(max(failures - 1, 0), _MOST_DOUBLINGS)
    waited = min(hours, max(LONGEST_HOURS, schedule.every)) * (1 - JITTER + 2 * JITTER * chance())
    return after_quiet(schedule, shifted(now, timedelta(hours=waited)), chance=chance)


def after_quiet(schedule: Schedule, due: str, *, chance: Callable[[], float]) -> str:
    """`due`, or a moment in the first half hour after the quiet hours that it lies in."""
    over = quiet_until(schedule, due)
    return shifted(over, _AFTER_QUIET * chance()) if over else due


def _time(hour: str, minute: str | None) -> time | None:
    """A time of day; 24 is the midnight that ends it."""
    number = int(hour) % 24 if hour == "24" and not int(minute or 0) else int(hour)
    return time(number, int(minute or 0)) if number < 24 else None


def _at(day: datetime, clock: time) -> str:
    """The instant at which a clock shows a time on a day; where it is put back, the first of the two."""
    return to_instant(datetime.combine(day.date(), clock, tzinfo=day.tzinfo))
