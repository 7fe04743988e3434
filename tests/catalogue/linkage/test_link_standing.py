"""When a link works, fails and is dead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.clock import from_instant, shifted
from catalogue.linkage.standing import DEAD_OVER, Outcome, Standing, State, after, next_due

DAY_ONE = "2026-11-02T09:00:00Z"
WEEK = timedelta(days=7)


def on(days: float) -> str:
    return shifted(DAY_ONE, timedelta(days=days))


def stands(*checks: tuple[float, Outcome]) -> Standing:
    """How a link stands after outcomes on days."""
    standing = Standing()
    for days, outcome in checks:
        standing = after(standing, outcome, now=on(days))
    return standing


F, W, U = Outcome.FAILED, Outcome.WORKS, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ((), State.NEVER_ASKED),
        (((0, W),), State.WORKS),
        (((0, F),), State.FAILING),
        (((0, F), (1, F), (6.9, F)), State.FAILING),  # thrice, but not over seven days
        (((0, F), (7, F)), State.FAILING),  # over seven days, but not thrice
        (((0, F), (3.5, F), (7, F)), State.DEAD),
        (((0, F), (1, F), (2, F), (7, F)), State.DEAD),
        (((0, F), (3.5, W), (7, F), (8, F)), State.FAILING),  # a success clears
        (((0, F), (3.5, F), (7, F), (14, W)), State.WORKS),
        (((0, F), (3.5, F), (7, F), (14, W), (15, F)), State.FAILING),
        (((0, U),), State.UNKNOWN),
        (((0, W), (1, U)), State.UNKNOWN),
        (((0, F), (3, U), (7, U), (9, U)), State.FAILING),  # what could not be checked is no failure
        (((0, F), (3, U), (4, F), (7, F)), State.DEAD),  # and clears none
        (((0, F), (3.5, F), (7, F), (8, U)), State.DEAD),
        (((0, F), (3.5, F), (7, F), (8, F)), State.DEAD),
        (((0, U), (1, F)), State.FAILING),
    ],
)
def test_the_state_after_some_checks(checks: Sequence[tuple[float, Outcome]], state: State) -> None:
    assert stands(*checks).state is state


def test_a_state_began_with_the_check_that_brought_it() -> None:
    assert stands((0, W), (7, W)).since == on(0)
    assert stands((0, F), (3.5, F), (7, F), (14, F)).since == on(7)
    assert stands((0, F), (3.5, F)).first_failure == on(0)
    assert stands((0, F), (3.5, W)).first_failure == ""


checks = st.lists(st.tuples(st.floats(0.01, 5), st.sampled_from(Outcome)), max_size=30)


@given(checks)
def test_dead_means_three_failures_over_seven_days_with_no_success_between(
    steps: Sequence[tuple[float, Outcome]],
) -> None:
    """Counted anew from the list of checks, whatever the machine kept."""
    standing, days, failed = Standing(), 0.0, list[str]()
    for wait, outcome in steps:
        days += wait
        standing = after(standing, outcome, now=on(days))
        failed = [] if outcome is W else [*failed, on(days)] if outcome is F else failed
        long = bool(failed) and from_instant(failed[-1]) - from_instant(failed[0]) >= DEAD_OVER
        assert (standing.state is State.DEAD) == (len(failed) >= 3 and long)
        assert standing.failures == len(failed)
        assert (standing.state in (State.FAILING, State.DEAD)) == bool(failed)


@given(st.floats(0, 0.999), st.integers(7, 90))
def test_a_link_that_fails_is_asked_so_soon_that_its_third_failure_can_be_its_death(
    chance: float, days: int
) -> None:
    """However rarely links are asked otherwise."""
    standing, now = Standing(), DAY_ONE
    for _ in range(3):
        standing = after(standing, F, now=now)
        at, now = now, next_due(standing, F, now=now, every=timedelta(days=days), chance=lambda: chance)
    assert standing.state is State.DEAD
    assert from_instant(at) - from_instant(DAY_ONE) <= timedelta(days=7.8)


def due(was: Standing, outcome: Outcome, rest: timedelta | None = None, chance: float = 0) -> timedelta:
    """How long after the check the link is due again."""
    now = after(was, outcome, now=DAY_ONE)
    at = next_due(now, outcome, now=DAY_ONE, every=WEEK, chance=lambda: chance, was=was, rest=rest)
    return from_instant(at) - from_instant(DAY_ONE)


def test_a_link_that_works_is_asked_regularly_with_some_spread() -> None:
    assert due(Standing(), W) == WEEK
    assert WEEK < due(Standing(), W, chance=0.5) < WEEK * 1.1


def test_what_could_not_be_checked_is_asked_soon_once() -> None:
    """A file that is being made is there soon; a host that always says 403 is not asked every hour."""
    assert due(stands((-7, W)), U) == timedelta(hours=1)
    assert due(stands((-7, U)), U) == WEEK


def test_a_host_that_asks_us_to_wait_is_left_alone_for_so_long_and_not_for_ever() -> None:
    assert due(Standing(), U, rest=timedelta(hours=5)) == timedelta(hours=5)
    assert due(Standing(), U, rest=timedelta(days=4000)) == timedelta(days=30)
    assert due(stands((-7, U)), U, rest=timedelta(seconds=30)) == WEEK
