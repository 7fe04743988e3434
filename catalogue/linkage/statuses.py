"""What an HTTP status says of a link: a table, and for all others their hundreds."""

from __future__ import annotations

import csv
from functools import cache
from http import HTTPStatus
from pathlib import Path

from catalogue.linkage.standing import Outcome

_FILE = Path(__file__).parent / "statuses.csv"


def read_status(status: int) -> tuple[Outcome, str]:
    """The outcome, and a remark where there is something to say. 399 passes (the European score: 200–399)."""
    told = _table().get(status)
    if told:
        return told
    if 200 <= status <= 399:
        return Outcome.WORKS, ""
    return Outcome.FAILED, f"answered {status}{_phrase(status)}"


def asks_to_wait(status: int | None) -> bool:
    """Whether a host with this status has no mind to be asked anything now (RFC 9110, 15.6.4; RFC 6585, 4)."""
    return status in (429, 503, 509, 529)


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


@cache
def _table() -> dict[int, tuple[Outcome, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {int(row["status"]): (Outcome(row["outcome"]), row["remark"]) for row in rows}
