"""`make timeseries`: every series of dated captures replayed in order, and what became of its datasets.

Reads the folder `timeseries` of STOOK_CORPUS. Ends with status 1 where a dataset was withdrawn wrongly or is shown
twice.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from captures import Series, find_series
from replaying import Outcome, replay

from vocab import Vocabulary, load_vocabulary

_COLUMNS = (
    "captures", "records", "recognised", "confirmed", "withdrawn", "restored", "held_runs", "empty_held", "wrong",
    "double", "lost", "doubtful",
)  # fmt: skip


def main() -> int:
    """Replays what the arguments name, prints a line a series and one a family; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*", help="only these series")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--names", type=int, default=10, help="how many cases of a kind to name for a series")
    told = parser.parse_args()
    folder = Path(os.environ["STOOK_CORPUS"]) / "timeseries"
    chosen = [one for one in find_series(folder) if not told.slugs or one.slug in told.slugs]
    outcomes = []
    with Pool(told.jobs) as pool:
        for outcome in pool.imap_unordered(
            replay_alone, sorted(chosen, key=lambda one: -one.path.stat().st_size)
        ):
            outcomes.append(outcome)
            _print_line(outcome, told.names)
    _print_families(outcomes)
    return 1 if any(one.wrong or one.double for one in outcomes) else 0


def replay_alone(series: Series) -> Outcome:
    """One series, in a ledger of its own that is then thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return replay(series, Path(folder) / "ledger.db", _vocabulary())


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def _numbers(outcome: Outcome) -> Counter[str]:
    listed = {name: len(getattr(outcome, name)) for name in ("wrong", "double", "lost", "doubtful")}
    return outcome.counts + Counter(listed)


def _print_line(outcome: Outcome, names: int) -> None:
    numbers = _numbers(outcome)
    _say(
        f"{outcome.slug} ({outcome.family}): "
        + ", ".join(f"{name} {numbers[name]:,}" for name in sorted(numbers))
    )
    for kind in ("wrong", "double", "lost", "doubtful"):
        for case in getattr(outcome, kind)[:names]:
            _say(f"    {kind}: {case}")


def _print_families(outcomes: list[Outcome]) -> None:
    families: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        families.setdefault(outcome.family, Counter())["series"] += 1
        families[outcome.family].update(_numbers(outcome))
    _say(f"{'':12}" + "".join(f"{name:>12}" for name in ("series", *_COLUMNS)))
    for family, numbers in sorted(families.items()):
        _say(f"{family:12}" + "".join(f"{numbers[name]:>12,}" for name in ("series", *_COLUMNS)))
    every = sum(families.values(), Counter())
    kept, renamed = every["kept"] + every["kept_strong"], every["renamed"] + every["renamed_strong"]
    _say(f"Titles that stand once before and once after, under another identifier: {renamed:,}.")
    _say(f"Of these the dataset is the same here: {kept:,}.")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
