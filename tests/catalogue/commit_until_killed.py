"""Run as a process by test_ledger_crash.py: harvests a made-up portal over and over, until it is killed."""

from __future__ import annotations

import os
import sys

from made_up_ledger import Field, later, read

from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.runs import Staged


def main(url: str, seed: int) -> None:
    """Runs of forty datasets, of which each drops some and changes others; every third gives all of them new keys."""
    field = Field(open_ledger(url))
    for turn in range(seed, seed + 10_000):
        run = field.begin(now=later(turn), owner=f"here:{os.getpid()}", owner_alive=False)
        for page in range(4):
            if not run.resumed or page:
                numbers = [n for n in range(page * 10, page * 10 + 10) if n % 7 != run.number % 7]
                field.stage(run, *(_dataset(n, run.number) for n in numbers), now=later(turn))
        field.end(run, now=later(turn))
        if turn == seed:
            sys.stdout.write("ready\n")
            sys.stdout.flush()


def _dataset(number: int, run: int) -> Staged:
    return read(
        f"scheme-{run // 3}/{number}",
        f"Survey number {number}",
        addresses=(f"https://files.example/{number}.csv",),
        licence=f"Terms {run // 2}",
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
