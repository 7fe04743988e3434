"""Runs the W3C's SPARQL tests through the endpoint, and writes what became of them.

    STOOK_VOCAB_DATA=DIR .venv/bin/python tests/conformance/run.py [--check] [--earl FILE]

DIR/rdf-tests is a checkout of the suites. Writes docs/conformance.md, or with --check says whether it is as it should
be; --earl writes the outcome of each test for programs as well.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import click

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent.parent)]

from w3c_manifests import read_cases  # noqa: E402 - found through the line above
from w3c_report import reasons, run_all, to_earl, to_page  # noqa: E402

from catalogue.clock import now_utc  # noqa: E402

PAGE = _HERE.parent.parent / "docs" / "conformance.md"


def main() -> int:
    """1 where a test fails without a reason, one with a reason passes, or the page is not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--earl", type=Path)
    arguments = parser.parse_args()
    place = os.environ.get("STOOK_VOCAB_DATA")
    if not place:
        click.echo("STOOK_VOCAB_DATA names no folder with the W3C's tests, so nothing was run.", err=True)
        return 0
    folder = Path(place) / "rdf-tests"
    cases = read_cases(folder)
    outcomes = run_all(cases, folder)
    for one in outcomes:
        if one.why:
            click.echo(f"{one.store} {one.case.name}: {one.why}")
    if arguments.earl:
        arguments.earl.write_text(to_earl(outcomes, subject="urn:stook:endpoint", at=now_utc()))
    page = to_page(cases, outcomes)
    same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page
    if not arguments.check:
        PAGE.write_text(page, encoding="utf-8")
    failing = {one.case.name for one in outcomes if one.why}
    return int(failing != set(reasons()) or (arguments.check and not same))


if __name__ == "__main__":
    sys.exit(main())
