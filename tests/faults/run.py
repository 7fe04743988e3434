"""Plays the whole matrix and prints it: a row a fault, a column a kind; ends with 1 when a cell is red.

.venv/bin/python tests/faults/run.py [--fault NAME] [--kind NAME] [--third N]
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent.parent)]

from fault_cell import Bench, Outcome, days, recordings  # noqa: E402 - found through the line above
from fault_stage import open_stage  # noqa: E402

from harvester.spiders import kinds  # noqa: E402

_AT_ONCE = 8  # most cells wait more than they work


def main(arguments: Sequence[str]) -> int:
    """Plays and prints."""
    asked = _read(arguments)
    chosen, faults = asked.kind or _third(asked.third), asked.fault or list(days())
    begun = time.monotonic()
    logging.getLogger("uvicorn.error").addFilter(lambda _: False)  # it tells of each answer that is cut off
    with tempfile.TemporaryDirectory(prefix="stook-faults-") as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        columns = pool.map(lambda kind: played(kind, faults, Path(folder)), chosen)
        outcomes = {(one.day, one.kind): one for one in chain.from_iterable(columns)}
    sys.stdout.write(to_text(faults, chosen, outcomes))
    sys.stdout.write(f"{len(outcomes)} cells in {time.monotonic() - begun:.0f} s\n")
    return int(any(one.wrong for one in outcomes.values()))


def played(kind: str, faults: Sequence[str], folder: Path) -> list[Outcome]:
    """One column."""
    if kind not in recordings():
        return [Outcome(day=day, kind=kind, wrong=("no portal of this kind is bundled",)) for day in faults]
    with open_stage() as stage:
        bench = Bench(stage, folder)
        return [bench.play(day, kind) for day in faults]


def to_text(faults: Sequence[str], chosen: Sequence[str], outcomes: dict[tuple[str, str], Outcome]) -> str:
    """The matrix with its letters, then each reason for an empty cell, then each red cell."""
    width = max(map(len, faults)) + 2
    rows = [" " * width + "  ".join(chosen)]
    for day in faults:
        cells = (_letter(outcomes[day, kind]).center(len(kind)) for kind in chosen)
        rows.append(f"{day:<{width}}" + "  ".join(cells))
    rows.append("\nC complete  P partial  F failed  I interrupted  - cannot happen  ! red\n")
    empty = dict.fromkeys(f"- {one.day}: {one.reason}" for one in outcomes.values() if one.reason)
    rows += [*empty, ""]
    for one in outcomes.values():
        if one.wrong:
            rows.append(f"! {one.day} at {one.kind}: {'; '.join(one.wrong)}\n  {one.sentence}")
    return "\n".join(rows) + "\n"


def _third(number: int | None) -> list[str]:
    """Every third kind, from one of the first three on; all of them without a number."""
    return list(kinds()) if number is None else list(kinds())[number % 3 :: 3]


def _letter(outcome: Outcome) -> str:
    if outcome.wrong:
        return "!"
    return outcome.ended.name[0] if outcome.ended else "-"


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Play every fault at every kind of portal.")
    parser.add_argument("--fault", action="append", help="one fault; may be given again")
    parser.add_argument("--kind", action="append", help="one kind; may be given again")
    parser.add_argument(
        "--third", type=int, help="every third kind only; any number, such as the day of the year"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
