"""The verdict: only what was read decides it."""

from __future__ import annotations

import pytest

from catalogue.comparison import Verdict
from catalogue.ledger.tally import Tally
from harvester.verdict import Circumstances, judge

FAILED_PAGE = (("https://made.example/p3", "answered 404 (Not Found)"),)


def told(**counts: object) -> Tally:
    """A tally of one good page unless said otherwise."""
    whole = {
        "read": 0, "same": 0, "rejected": 0, "repeated": 0, "requests": 1, "pages": 1, "declared": None,
        "failed": (), "replaced": 0, "pending": 0,
    }  # fmt: skip
    return Tally(**(whole | counts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tally", "circumstances", "verdict", "sentence"),
    [
        (told(read=3, same=4), Circumstances(), Verdict.COMPLETE, "7 of 7 records read."),
        (told(read=3, declared=3), Circumstances(), Verdict.COMPLETE, "3 of 3 records read."),
        (told(read=3, declared=2), Circumstances(), Verdict.COMPLETE, "3 of 3 records read."),
        (told(), Circumstances(), Verdict.COMPLETE, "The portal answered, and lists no datasets."),
        (
            told(read=2, rejected=1, declared=3),
            Circumstances(),
            Verdict.COMPLETE,
            "2 of 3 records read; 1 rejected, each with its reason.",
        ),
        (
            told(rejected=2),
            Circumstances(),
            Verdict.COMPLETE,
            "0 of 2 records read; 2 rejected, each with its reason.",
        ),
        (
            told(read=412, declared=1420, failed=FAILED_PAGE),
            Circumstances(),
            Verdict.PARTIAL,
            "412 of 1,420 records read; https://made.example/p3 answered 404 (Not Found); "
            "the portal says that it has 1,420, and 412 came.",
        ),
        (
            told(read=9, rejected=1, repeated=1, declared=10),
            Circumstances(),
            Verdict.PARTIAL,
            "9 of 10 records read; 1 that stood on two pages taken once; the portal says that it has 10, and 9 came.",
        ),
        (
            told(read=30, replaced=1, instead=FAILED_PAGE[0], lost=3),
            Circumstances(),
            Verdict.FAILED,
            "30 of 30 records read; another way was taken, since https://made.example/p3 answered 404 (Not Found), "
            "and 3 datasets that were here before did not come by it.",
        ),
        (
            told(pages=0, failed=FAILED_PAGE * 2),
            Circumstances(),
            Verdict.FAILED,
            "0 of 0 records read; https://made.example/p3 answered 404 (Not Found) (and 1 more pages).",
        ),
        (told(pages=0), Circumstances(), Verdict.FAILED, "0 of 0 records read; no page was read."),
        (
            told(read=5, pending=2),
            Circumstances(reason="closespider_timeout"),
            Verdict.PARTIAL,
            "5 of 5 records read; 2 pages were left unread; the run was stopped (closespider timeout).",
        ),
        (
            told(read=5),
            Circumstances(faults=1),
            Verdict.PARTIAL,
            "5 of 5 records read; our reader failed on 1 pages.",
        ),
        (
            told(declared=8),
            Circumstances(),
            Verdict.FAILED,
            "0 of 8 records read; the portal says that it has 8, and 0 came.",
        ),
    ],
)
def test_a_run_is_judged_by_what_came(
    tally: Tally, circumstances: Circumstances, verdict: Verdict, sentence: str
) -> None:
    """A verdict and a sentence for each way a run can go."""
    ending = judge(tally, circumstances)
    assert ending.verdict is verdict
    assert ending.sentence == sentence


def test_the_counts_of_a_run_are_those_of_its_pages_and_records() -> None:
    """As the run's page shows them."""
    ending = judge(told(read=2, same=1, rejected=1, requests=5, pages=3, failed=FAILED_PAGE), Circumstances())
    assert ending.counts == {
        "read": 3, "rejected": 1, "repeated": 0, "requests": 5, "pages": 3, "failed_pages": 1,
        "replaced": 0,
    }  # fmt: skip
