"""The labelled columns: what each holds as people see it, in tables, so that neighbours count."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from catalogue.identifiers.detecting import Seen

HERE = Path(__file__).parent
HALVES = ("tuned_on", "held_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One column, the table that it is of, and the kind that it holds, "" for none."""

    table: str
    kind: str
    seen: Seen


def labelled(half: str) -> list[list[Labelled]]:
    """The tables of one half, each the list of its columns."""
    return [list(group) for _, group in groupby(_columns(HERE / f"{half}.csv"), key=lambda one: one.table)]


def _columns(path: Path) -> Iterator[Labelled]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        values = tuple(value for value in row["values"].split("|") if value.strip())
        yield Labelled(
            table=row["table"], kind=row["kind"], seen=Seen(row["name"], title=row["title"], values=values)
        )
