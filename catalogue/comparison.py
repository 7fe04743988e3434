"""Compare what a run read with what is held: pure, and the only step of the road that looks at earlier state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from catalogue.clock import shifted

GRACE_RUNS = 3
GRACE = timedelta(days=7)


class Verdict(Enum):
    """How a run ended. Only a COMPLETE one may count a dataset as missing."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class Step(Enum):
    """What happens to one dataset because of a run."""

    ADD = "added"
    CHANGE = "changed"
    KEEP = "same"
    RESTORE = "restored"
    MISS = "missing"
    WITHDRAW = "withdrawn"


@dataclass(frozen=True, slots=True)
class HeldState:
    """A dataset as it was before the run; `digest` is that of its packed entry."""

    state: str
    digest: str
    missing_since: str = ""
    missing_runs: int = 0


def compare_read(held: HeldState | None, digest: str) -> Step:
    """What follows from a record that was read; `digest` "" says the record is the one held, unchanged."""
    if held is None:
        return Step.ADD
    same = digest in ("", held.digest)
    if held.state == "withdrawn":
        return Step.RESTORE if same else Step.CHANGE
    return Step.KEEP if same else Step.CHANGE


def compare_absent(held: HeldState, *, now: str) -> Step:
    """What follows when a complete run did not meet a dataset: missing first, withdrawn after the grace.

    Missing is not deleted: portals lose a page, or a day; three complete runs and seven days make it certain.
    """
    runs = held.missing_runs + 1
    waited = held.missing_since and held.missing_since <= shifted(now, -GRACE)
    return Step.WITHDRAW if runs >= GRACE_RUNS and waited else Step.MISS
