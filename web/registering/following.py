"""A check as it is followed: its stages, where it stands among them, and what is said of that."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.ledger.checks import Check, CheckState

_STAGES = (
    (CheckState.WAITING, "Waiting for its turn"),
    (CheckState.DETECTING, "Finding out what answers there"),
    (CheckState.READING, "Reading its first records"),
    (CheckState.DONE, "Writing the report"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage; `mark` is "done", "now" or "next"."""

    label: str
    mark: str


def stages_of(check: Check) -> tuple[Stage, ...]:
    """Every stage, the present one marked. Of a check that failed only those that it reached."""
    reached = _reached(check)
    shown = _STAGES[: reached + 1] if check.progress.state is CheckState.FAILED else _STAGES
    return tuple(
        Stage(label=label, mark=_mark(place, reached, check)) for place, (_, label) in enumerate(shown)
    )


def said_of(check: Check, *, at_work: bool = True) -> str:
    """How the check stands, in a sentence that can be read aloud; `at_work` says whether any worker is."""
    if check.progress.sentence:
        return check.progress.sentence
    if not at_work and check.progress.state is CheckState.WAITING:
        return "No worker of this catalogue is at work just now. The check begins as soon as one is."
    if check.ahead:
        return f"{check.ahead:,} {'address is' if check.ahead == 1 else 'addresses are'} checked before this one."
    return f"{_STAGES[_reached(check)][1]}."


def _reached(check: Check) -> int:
    """The stage that the check is at; of one that failed the last that can be told from what was found."""
    if check.progress.state is CheckState.FAILED:
        return 2 if check.progress.found and check.progress.found.kind else 1
    return [state for state, _ in _STAGES].index(check.progress.state)


def _mark(place: int, reached: int, check: Check) -> str:
    if place < reached or check.progress.state is CheckState.DONE:
        return "done"
    return "now" if place == reached else "next"
