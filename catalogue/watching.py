"""The state that a portal is in for those who watch it: computed from its last state and the run that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from catalogue.comparison import Verdict

REMIND_AFTER = timedelta(days=7)


class State(Enum):
    """How a portal's harvest stands. It changes with a run; somebody is told of the change, not of each run."""

    OK = "ok"
    PARTIAL = "partial"
    FAILING = "failing"
    QUARANTINED = "quarantined"
    RESHAPED = "shape changed"
    RECOVERED = "recovered"

    @property
    def sentence(self) -> str:
        """What it means, for an officer."""
        return _MEANINGS[self]

    @property
    def is_bad(self) -> bool:
        """Whether it stays until somebody mends something, so that a reminder is due."""
        return self in (State.PARTIAL, State.FAILING, State.QUARANTINED)


_MEANINGS = {
    State.OK: "The last run read everything.",
    State.PARTIAL: "The last run could not read everything; what it read is in the catalogue.",
    State.FAILING: "The last run could read nothing; what was here before stays.",
    State.QUARANTINED: "So much changed or vanished at once that it is kept back until a person has looked.",
    State.RESHAPED: "The last run read everything, but the fields of the records are others than before.",
    State.RECOVERED: "The last run read everything again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What of a run decides the state: its verdict, whether something of it is kept back for a person, whether the
    fields of its records changed, and whether a person cancelled it."""

    verdict: Verdict
    held: bool = False
    reshaped: bool = False
    cancelled: bool = False


def next_state(before: State | None, outcome: Outcome) -> State | None:
    """The state after a run; None where there is still none. A run that a person ended says nothing of its portal."""
    if outcome.cancelled:
        return before
    if outcome.verdict is Verdict.FAILED:
        return State.FAILING
    if outcome.held:
        return State.QUARANTINED
    if outcome.verdict is Verdict.PARTIAL:
        return State.PARTIAL
    if outcome.reshaped:
        return State.RESHAPED
    return State.RECOVERED if before and before.is_bad else State.OK


def is_told(before: State | None, after: State | None) -> bool:
    """Whether somebody is told of the step: of every change but the quiet one back to OK, and a first good run."""
    return after is not before and after not in (None, State.OK)
