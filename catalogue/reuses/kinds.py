"""The kinds of story, from `kinds.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("kinds.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What data was used for: a code, and what people call it."""

    code: str
    label: str
    definition: str


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the file."""
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {kind.code: kind for kind in _read(csv.DictReader(lines))}


def label_of(code: str) -> str:
    """What people call a kind; "" for one that is not known."""
    kind = load_kinds().get(code)
    return kind.label if kind else ""


def _read(rows: csv.DictReader[str]) -> Iterator[Kind]:
    yield from (Kind(**row) for row in rows)
