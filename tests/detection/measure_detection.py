"""`make detect-bench`: how rightly and how fast columns that hold identifiers are told, by kind and by half.

    .venv/bin/python tests/detection/measure_detection.py [--wrong HALF] [--kinds]

Precision is the share of what was told that is right, recall the share of what there is that was told; a column for
which another kind is told counts against both. --wrong lists the columns of a half that were told wrongly, --kinds
prints every kind. `make docs` writes the figures of both halves into README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from labelled_columns import HALVES, Labelled, labelled  # noqa: E402 - found through the line above

from catalogue.identifiers.detecting import Seen, detect  # noqa: E402
from vocab import load_vocabulary  # noqa: E402

_ROUNDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled column and the kind that was told of it first, "" for none."""

    column: Labelled
    told: str

    @property
    def right(self) -> bool:
        return self.told == self.column.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many columns hold a kind, of how many it was told, and of how many rightly."""

    held: int
    told: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.held if self.held else 1.0


def judged(half: str) -> list[Judged]:
    """Every column of a half with what was told of it beside its neighbours."""
    vocabulary = load_vocabulary()
    found = []
    for table in labelled(half):
        told = detect([column.seen for column in table], vocabulary)
        found += [
            Judged(column=column, told=kinds[0].kind if kinds else "")
            for column, kinds in zip(table, told, strict=True)
        ]
    return found


def tally(columns: Iterable[Judged]) -> Tally:
    """All kinds together."""
    known = list(columns)
    return Tally(
        held=sum(bool(one.column.kind) for one in known),
        told=sum(bool(one.told) for one in known),
        right=sum(bool(one.told) and one.right for one in known),
    )


def by_kind(columns: Sequence[Judged]) -> Iterator[tuple[str, Tally]]:
    """Each kind that some column holds or that was told of one."""
    held = Counter(one.column.kind for one in columns)
    told = Counter(one.told for one in columns)
    right = Counter(one.told for one in columns if one.right)
    for kind in sorted({*held, *told} - {""}):
        yield kind, Tally(held=held[kind], told=told[kind], right=right[kind])


def milliseconds() -> tuple[float, float]:
    """For one column with its values, and for one table by its names alone: the median of some rounds."""
    tables = [[column.seen for column in table] for half in HALVES for table in labelled(half)]
    named = [
        [Seen(column.name, title=column.title) for column in table] for table in tables if len(table) > 1
    ]
    whole = sum(len(table) for table in tables)
    return _median(tables) / whole, _median(named) / len(named)


def _median(tables: Sequence[Sequence[Seen]]) -> float:
    vocabulary = load_vocabulary()
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        for table in tables:
            detect(table, vocabulary)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2] * 1000


def figures() -> str:
    """How rightly columns of both halves are told, as a table in Markdown."""
    lines = [
        "| columns | in all | that hold an identifier | of how many kinds | precision | recall |",
        "|---|---|---|---|---|---|",
    ]
    for half, called in zip(HALVES, ("tuned on", "held out"), strict=True):
        columns = judged(half)
        sums = tally(columns)
        kinds = len({one.column.kind for one in columns} - {""})
        lines.append(
            f"| {called} | {len(columns)} | {sums.held} | {kinds} | {sums.precision:.3f} | {sums.recall:.3f} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Prints; ends with status 0 whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure the detection of identifiers on labelled columns.")
    parser.add_argument("--wrong", choices=HALVES, help="list what was told wrongly in one half")
    parser.add_argument("--kinds", action="store_true", help="print every kind")
    asked = parser.parse_args(arguments)
    if asked.wrong:
        for one in judged(asked.wrong):
            if not one.right:
                shown = ", ".join(one.column.seen.values[:3])
                sys.stdout.write(
                    f"{one.column.table}: {one.column.seen.name!r} ({shown}) holds {one.column.kind or 'none'}, "
                    f"told {one.told or 'none'}\n"
                )
        return
    if asked.kinds:
        for kind, sums in by_kind([one for half in HALVES for one in judged(half)]):
            sys.stdout.write(
                f"{kind:28} held {sums.held:3}  precision {sums.precision:.3f}  recall {sums.recall:.3f}\n"
            )
    column, table = milliseconds()
    sys.stdout.write(figures())
    sys.stdout.write(
        f"a column with its values: {column:.2f} ms; a table by its names alone: {table:.2f} ms\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
