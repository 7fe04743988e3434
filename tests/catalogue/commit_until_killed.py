"""Run as a process by test_ledger_crash.py: harvests a made-up portal over and over, until it is killed."""

from __future__ import annotations

import os
import sys

from made_up_ledger import Field, later, read

from catalogue.ledger.ledger import open_ledger


def main(url: str, seed: int) -> None:
    """Runs of forty datasets, of which each run drops some and changes others."""
    field = Field(open_ledger(url))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for turn in range(seed, seed + 10_000):
        run = field.begin(now=later(turn), owner=f"here:{os.getpid()}", owner_alive=False)
        for page in range(4):
            if not run.resumed or page:
                keys = [f"d{n}" for n in range(page * 10, page * 10 + 10) if n % 7 != turn % 7]
                field.stage(run, *(read(key, f"{key} in turn {turn // 2}") for key in keys), now=later(turn))
        field.end(run, now=later(turn))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
