"""From outcomes to a state: a link is dead only after three failures over seven days; a success clears all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from catalogue.clock import from_instant, shifted


class Outcome(StrEnum):
    """What one check found."""

    WORKS = "works"
    FAILED = "failed"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How a link stands. FAILING has not failed for long enough to be called dead."""

    NEVER_ASKED = ""
    WORKS = "works"
    FAILING = "failing"
    DEAD = "dead"
    UNKNOWN = "unknown"


DEAD_AFTER = 3
"""Failures in a row, with no success between."""

DEAD_OVER = timedelta(days=7)
"""Least time between the first of them and the last."""

_AFTER_FAILURE = DEAD_OVER / 2  # so that the third is seven days after the first
_SOON = timedelta(hours=1)  # for what could not be checked: a file that is being made is there in minutes
_LONGEST_REST = timedelta(days=30)  # whatever a host asks for, it is looked at again
_SPREAD = 0.1  # links that were found together are not asked together for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a link stands, since when; `failures` in a row, the first of them at `first_failure`."""

    state: State = State.NEVER_ASKED
    since: str = ""
    failures: int = 0
    first_failure: str = ""


def after(standing: Standing, outcome: Outcome, *, now: str) -> Standing:
    """How the link stands after one more check.

    What could not be checked neither counts as a failure nor clears one: a link that was failing, or is dead, stays so
    until something is known that speaks against it.
    """
    if outcome is Outcome.WORKS:
        return _become(standing, State.WORKS, now)
    if outcome is Outcome.UNKNOWN:
        broken = standing.state in (State.FAILING, State.DEAD)
        state = standing.state if broken else State.UNKNOWN
        return _become(standing, state, now, standing.failures, standing.first_failure)
    failures, first = standing.failures + 1, standing.first_failure or now
    long = from_instant(now) - from_instant(first) >= DEAD_OVER
    dead = standing.state is State.DEAD or (failures >= DEAD_AFTER and long)
    return _become(standing, State.DEAD if dead else State.FAILING, now, failures, first)


def next_due(
    now_stands: Standing,
    outcome: Outcome,
    *,
    now: str,
    every: timedelta,
    chance: Callable[[], float],
    was: Standing | None = None,
    rest: timedelta | None = None,
) -> str:
    """When the link is due again: regularly, sooner while it fails, soon when it could not be checked for the first
    time in a row (`was`, how it stood before). `rest` is what its host asked for, and is kept."""
    wait = every
    if now_stands.state is State.FAILING:
        wait = min(every, _AFTER_FAILURE)
    elif outcome is Outcome.UNKNOWN and (was is None or was.state is not State.UNKNOWN):
        wait = min(every, _SOON)
    wait *= 1 + _SPREAD * chance()
    return shifted(now, max(wait, min(rest or timedelta(), _LONGEST_REST)))


def _become(standing: Standing, state: State, now: str, failures: int = 0, first: str = "") -> Standing:
    since = standing.since if state is standing.state else now
    return Standing(state=state, since=since, failures=failures, first_failure=first)
