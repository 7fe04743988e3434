"""Run as a process by test_dumps_crash.py: makes dumps over and over, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.dumps.making import make_dumps
from catalogue.ledger.ledger import open_ledger


def main(ledger: str, home: str, hour: int) -> None:
    """A set a turn, each with an instant of its own; says so after the first."""
    opened = open_ledger(ledger)
    for turn in range(3_600):
        now = f"2026-11-28T{hour:02}:{turn // 60:02}:{turn % 60:02}Z"
        make_dumps(
            opened, Path(home), base="http://a.example", keep=2, now=now, told=lambda *_: None, anew=True
        )
        if turn == 0:
            sys.stdout.write("ready\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
