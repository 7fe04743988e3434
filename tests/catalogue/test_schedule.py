"""When a portal is due, by its own clock."""

from __future__ import annotations

import pytest

from catalogue.errors import PortalError
from catalogue.schedule import (
    QuietHours,
    Schedule,
    after_quiet,
    check_zone,
    next_due,
    quiet_until,
    read_quiet,
)

DAY = Schedule(every=24, quiet=read_quiet("08-18"))
NIGHT = Schedule(every=24, quiet=read_quiet("22:30-06"))


def middle() -> float:
    """Chance that favours nobody."""
    return 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("08-18", "08:00-18:00"),
        ("8-18", "08:00-18:00"),
        ("22:30-06:00", "22:30-06:00"),
        ("18-24", "18:00-00:00"),
    ],
)
def test_quiet_hours_are_two_times_of_the_day(text: str, said: str) -> None:
    """Minutes may be left out; 24 is midnight."""
    assert str(read_quiet(text)) == said


@pytest.mark.parametrize("text", ["8", "08-08", "25-30", "08-18-20", "day", "24:30-06", "08:75-18"])
def test_what_is_no_part_of_the_day_is_refused(text: str) -> None:
    """With what was expected."""
    with pytest.raises(PortalError, match="such as 08-18"):
        read_quiet(text)


def test_no_quiet_hours_are_none() -> None:
    """An empty text says so."""
    assert read_quiet("") is None
    assert quiet_until(Schedule(every=24), "2026-11-28T12:00:00Z") == ""


@pytest.mark.parametrize(
    ("schedule", "now", "until"),
    [
        (DAY, "2026-11-28T07:59:59Z", ""),
        (DAY, "2026-11-28T08:00:00Z", "2026-11-28T18:00:00Z"),
        (DAY, "2026-11-28T17:59:59Z", "2026-11-28T18:00:00Z"),
        (DAY, "2026-11-28T18:00:00Z", ""),
        (DAY, "2026-07-01T07:30:00Z", "2026-07-01T17:00:00Z"),  # British Summer Time
        (NIGHT, "2026-11-28T22:30:00Z", "2026-11-29T06:00:00Z"),
        (NIGHT, "2026-11-29T05:59:00Z", "2026-11-29T06:00:00Z"),
        (NIGHT, "2026-11-29T12:00:00Z", ""),
        (NIGHT, "2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z"),  # the clocks go forward in this night
        (NIGHT, "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z"),  # and back in this
    ],
)
def test_quiet_hours_are_by_the_clock_on_the_wall(schedule: Schedule, now: str, until: str) -> None:
    """Summer time and midnight included."""
    assert quiet_until(schedule, now) == until


def test_the_clock_is_that_of_the_portal() -> None:
    """Eight in Paris is seven in London."""
    paris = Schedule(every=24, quiet=read_quiet("08-18"), zone="Europe/Paris")
    assert quiet_until(paris, "2026-11-28T07:00:00Z") == "2026-11-28T17:00:00Z"


def test_a_portal_is_due_after_its_hours() -> None:
    """A tenth sooner or later, by chance."""
    schedule, now = Schedule(every=10), "2026-11-28T00:00:00Z"
    assert next_due(schedule, now, chance=middle) == "2026-11-28T10:00:00Z"
    assert next_due(schedule, now, chance=lambda: 0.0) == "2026-11-28T09:00:00Z"
    assert next_due(schedule, now, chance=lambda: 1.0) == "2026-11-28T11:00:00Z"


def test_no_run_is_planned_into_quiet_hours() -> None:
    """It waits for their end, and a part of half an hour."""
    due = next_due(DAY, "2026-11-27T10:00:00Z", chance=middle)
    assert due == "2026-11-28T18:15:00Z"
    assert after_quiet(DAY, "2026-11-28T19:00:00Z", chance=middle) == "2026-11-28T19:00:00Z"


@pytest.mark.parametrize(("failures", "hours"), [(0, 24), (1, 24), (2, 48), (3, 96), (4, 168), (50, 168)])
def test_failures_in_a_row_double_the_wait_to_a_week_at_most(failures: int, hours: int) -> None:
    """The first changes nothing: a bad day is no bad portal."""
    due = next_due(Schedule(every=24), "2026-11-01T00:00:00Z", failures=failures, chance=middle)
    assert due == f"2026-11-{1 + hours // 24:02}T00:00:00Z"


def test_a_portal_that_is_asked_once_a_month_stays_so_when_it_fails() -> None:
    """The bound of a week never makes it sooner."""
    due = next_due(Schedule(every=24 * 28), "2026-11-01T00:00:00Z", failures=3, chance=middle)
    assert due == "2026-11-29T00:00:00Z"


def test_a_clock_that_nobody_knows_is_refused() -> None:
    """By its name."""
    assert check_zone("Europe/London") == "Europe/London"
    for name in ("Europe/Leeds", "", "../etc/passwd"):
        with pytest.raises(PortalError, match="not known"):
            check_zone(name)


def test_quiet_hours_are_written_as_they_are_read() -> None:
    """The ledger keeps them as text."""
    quiet = read_quiet("22:30-06")
    assert isinstance(quiet, QuietHours)
    assert read_quiet(str(quiet)) == quiet
