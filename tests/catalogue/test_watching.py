"""A portal's state: which run changes it, and which change is told."""

from __future__ import annotations

import pytest

from catalogue.comparison import Verdict
from catalogue.watching import Outcome, State, is_told, next_state

GOOD = Outcome(verdict=Verdict.COMPLETE)
PARTLY = Outcome(verdict=Verdict.PARTIAL)
FAILED = Outcome(verdict=Verdict.FAILED)
HELD = Outcome(verdict=Verdict.COMPLETE, held=True)
OTHER_SHAPE = Outcome(verdict=Verdict.COMPLETE, reshaped=True)
BAD = (State.PARTIAL, State.FAILING, State.QUARANTINED)


@pytest.mark.parametrize("before", [None, *State])
@pytest.mark.parametrize(
    ("outcome", "after"),
    [
        (PARTLY, State.PARTIAL),
        (FAILED, State.FAILING),
        (HELD, State.QUARANTINED),
        (OTHER_SHAPE, State.RESHAPED),
        (Outcome(verdict=Verdict.FAILED, held=True, reshaped=True), State.FAILING),
        (Outcome(verdict=Verdict.PARTIAL, held=True), State.QUARANTINED),
        (Outcome(verdict=Verdict.PARTIAL, reshaped=True), State.PARTIAL),
    ],
)
def test_the_worst_of_a_run_is_its_state(before: State | None, outcome: Outcome, after: State) -> None:
    """Whatever was before."""
    assert next_state(before, outcome) is after


@pytest.mark.parametrize("before", BAD)
def test_a_good_run_after_a_bad_one_is_a_recovery(before: State) -> None:
    """Told once; the next good run is just good."""
    assert next_state(before, GOOD) is State.RECOVERED
    assert is_told(before, State.RECOVERED)
    assert next_state(State.RECOVERED, GOOD) is State.OK
    assert not is_told(State.RECOVERED, State.OK)


@pytest.mark.parametrize("before", [None, State.OK, State.RECOVERED, State.RESHAPED])
def test_a_good_run_after_a_good_one_is_told_to_nobody(before: State | None) -> None:
    """A first run included."""
    after = next_state(before, GOOD)
    assert after is State.OK
    assert not is_told(before, after)


@pytest.mark.parametrize("before", [None, *State])
def test_a_run_that_somebody_cancelled_changes_nothing(before: State | None) -> None:
    """It says nothing of the portal."""
    after = next_state(before, Outcome(verdict=Verdict.PARTIAL, cancelled=True))
    assert after is before
    assert not is_told(before, after)


def test_only_a_change_is_told() -> None:
    """The same alarm every day is read by nobody."""
    assert is_told(None, State.FAILING)
    assert is_told(State.PARTIAL, State.FAILING)
    assert not is_told(State.FAILING, State.FAILING)
    assert is_told(State.OK, State.RESHAPED)


def test_every_state_has_a_sentence() -> None:
    """People read it."""
    assert all(state.sentence.endswith(".") for state in State)
    assert [state for state in State if state.is_bad] == list(BAD)
