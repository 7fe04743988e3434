"""How rightly titles are taken for the same: figures over a labelled set, tested and printed (`make kin-bench`)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import click
from made_up_kin import made

from catalogue.kin.subject import subject_of
from vocab import load_vocabulary

SETS = ("known", "held", "")
"""The titles that the tables of words were mended by, those that were not, and all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A title with its label, and the name of the kin that it was taken for."""

    title: str
    label: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Pairs of titles taken for the same that are (`right`) and are not (`wrong`), and that are and were not taken."""

    right: int
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        """Of the pairs taken for the same, the part that is."""
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, the part that was taken for it."""
        return self.right / (self.right + len(self.missed))


def judged(which: str) -> list[Judged]:
    """The titles of a set, or ("") of both, each of another council."""
    with (Path(__file__).parent / "labelled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [
        Judged(title=row["title"], label=row["label"], name=_name(row["title"]))
        for row in rows
        if which in ("", row["set"])
    ]


def _name(title: str) -> str:
    return subject_of(made(title), load_vocabulary(), today="2026-11-29").name


def figures(titles: Iterable[Judged]) -> Figures:
    """Every two of the titles, compared."""
    right, wrong, missed = 0, [], []
    for one, other in combinations(titles, 2):
        taken, same = one.name == other.name != "", one.label == other.label
        right += taken and same
        if taken and not same:
            wrong.append((one.title, other.title))
        if same and not taken:
            missed.append((one.title, other.title))
    return Figures(right=right, wrong=tuple(wrong), missed=tuple(missed))


def main() -> None:
    """Prints the figures of each set with the titles that were misjudged."""
    for which in SETS:
        found = figures(judged(which))
        click.echo(f"{which or 'all':6} precision {found.precision:.3f}  recall {found.recall:.3f}")
        for kind, pairs in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in pairs if which else ():
                click.echo(f"  {kind}: {one} | {other}")


if __name__ == "__main__":
    main()
