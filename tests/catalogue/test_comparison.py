"""What follows for one dataset from a run: a table of every state it may be in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made_up_ledger import NOW, later

from catalogue.clock import from_instant, now_utc, shifted, to_instant
from catalogue.comparison import HeldState, Step, compare_absent, compare_read
from catalogue.quarantine import too_many_gone

LIVE, MISSING, GONE = (HeldState(state, "d1") for state in ("live", "missing", "withdrawn"))


@pytest.mark.parametrize(
    ("held", "digest", "step"),
    [
        (None, "d1", Step.ADD),
        (LIVE, "", Step.KEEP),
        (LIVE, "d1", Step.KEEP),
        (LIVE, "d2", Step.CHANGE),
        (MISSING, "", Step.KEEP),
        (MISSING, "d1", Step.KEEP),
        (MISSING, "d2", Step.CHANGE),
        (GONE, "", Step.RESTORE),
        (GONE, "d1", Step.RESTORE),
        (GONE, "d2", Step.CHANGE),
    ],
)
def test_a_record_that_was_read(held: HeldState | None, digest: str, step: Step) -> None:
    assert compare_read(held, digest) is step


@pytest.mark.parametrize(
    ("since", "runs", "step"),
    [
        ("", 0, Step.MISS),
        (later(-30), 0, Step.MISS),
        (later(-30), 1, Step.MISS),
        (later(-30), 2, Step.WITHDRAW),
        (later(-7), 2, Step.WITHDRAW),
        (later(-6.9), 2, Step.MISS),
        (later(-6.9), 99, Step.MISS),
        ("", 99, Step.MISS),
    ],
)
def test_a_dataset_that_a_complete_run_did_not_meet(since: str, runs: int, step: Step) -> None:
    assert compare_absent(HeldState("missing", "d1", since, runs), now=NOW) is step


@pytest.mark.parametrize(
    ("gone", "shown", "held_back"),
    [
        (0, 0, False), (0, 100, False), (1, 1, True), (1, 2, False), (10, 11, False), (11, 12, True), (11, 54, True),
        (11, 55, False), (20, 100, False), (21, 100, True), (100, 100, True), (10, 10, True),
    ],
)  # fmt: skip
def test_removals_are_held_back_when_all_or_more_than_ten_and_a_fifth_are_gone(
    gone: int, shown: int, held_back: bool
) -> None:
    assert too_many_gone(gone=gone, shown=shown) is held_back


def test_instants_are_text_that_sorts_and_comes_back() -> None:
    assert to_instant(from_instant(NOW)) == NOW
    assert shifted("2026-12-31T23:59:59Z", timedelta(seconds=1)) == "2027-01-01T00:00:00Z"
    assert from_instant(now_utc()).utcoffset() == timedelta()
    assert later(-1) < NOW < later(1)
