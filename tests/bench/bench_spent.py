"""Runs one `stook` command in this process, and says in a last line of standard error what it has used."""

from __future__ import annotations

import json
import multiprocessing.forkserver
import resource
import sys

from bench_line import cpu_seconds

from catalogue.cli import main


def _reap() -> None:
    """Ends the process that forks for `stook harvest`; only when it has ended are its children's times counted."""
    multiprocessing.forkserver._forkserver._stop()


def _run() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    status = _run()
    _reap()
    spent = {"status": status, "own": cpu_seconds(), "children": cpu_seconds(resource.RUSAGE_CHILDREN)}
    sys.stderr.write(f"\n{json.dumps(spent)}\n")
