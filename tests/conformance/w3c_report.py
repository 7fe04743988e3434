"""What became of the tests: a page for people, and EARL for programs (https://www.w3.org/TR/EARL10-Schema/)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from w3c_endpoint import STORES, endpoint
from w3c_manifests import Case
from w3c_running import run

FAILING = Path(__file__).with_name("failing.csv")
_HEAD = """# Conformance to SPARQL 1.1

The tests of the W3C's [SPARQL suites](https://github.com/w3c/rdf-tests), asked of our endpoint over HTTP: the data of a
test are graphs that the protocol names, so every test of a query is one of the protocol, too. Written by
`make conformance`.

"""
_MIDDLE = """
## What fails, and why
The same tests fail over each store. None of them is a matter of the protocol; each reason was looked into.

"""
_END = """
## What is left out
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one test over one store; `why` is "" for one that passed."""

    case: Case
    store: str
    why: str


def run_all(cases: Sequence[Case], folder: Path, stores: Iterable[str] = STORES) -> list[Outcome]:
    """Every test that is not left out, over each store."""
    outcomes = []
    for store in stores:
        with endpoint(store, cases, folder / "sparql") as opened:
            outcomes += [
                Outcome(case=case, store=store, why=run(case, opened)) for case in cases if not case.left_out
            ]
    return outcomes


def reasons() -> dict[str, str]:
    """Why each test that fails does so."""
    with FAILING.open(encoding="utf-8") as lines:
        return {row["test"]: row["reason"] for row in csv.DictReader(lines)}


def to_page(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> str:
    """The page in Markdown."""
    failing = {one.case.name for one in outcomes if one.why}
    why = reasons()
    rows = [(f"`{name}`", why.get(name, "not looked into yet")) for name in sorted(failing)]
    return (
        _HEAD
        + _table(("suite", "store", "passed", "of"), _counts(outcomes))
        + _MIDDLE
        + _table(("test", "reason"), rows)
        + _END
        + _table(("suite", "tests", "because"), _left_out(cases))
    )


def to_earl(outcomes: Sequence[Outcome], *, subject: str, at: str) -> str:
    """One assertion for each test and store, in Turtle; `at` is the moment of the run."""
    lines = [
        "@prefix earl: <http://www.w3.org/ns/earl#> .",
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]
    for one in outcomes:
        outcome = "failed" if one.why else "passed"
        lines.append(
            f"[] a earl:Assertion ; earl:subject <{subject}> ; earl:test <{one.case.iri}> ;\n"
            "  earl:mode earl:automatic ;\n"
            f'  earl:result [ a earl:TestResult ; earl:outcome earl:{outcome} ; dct:description "{one.store}" ;'
            f' dct:date "{at}"^^xsd:dateTime ] .'
        )
    return "\n".join(lines) + "\n"


def _counts(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    passed = Counter((one.case.suite, one.store) for one in outcomes if not one.why)
    every = Counter((one.case.suite, one.store) for one in outcomes)
    return [
        (suite, f"`{store}`", str(passed[suite, store]), str(number))
        for (suite, store), number in every.items()
    ]


def _left_out(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    left: Mapping[tuple[str, str], int] = Counter((one.suite, one.left_out) for one in cases if one.left_out)
    return [(suite, str(number), why) for (suite, why), number in left.items()]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"
