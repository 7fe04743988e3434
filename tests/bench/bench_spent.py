"""Runs one `stook` command in this process, and says in a last line of standard error what it has used."""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing.forkserver
import os
import resource
import sys

from bench_line import cpu_seconds

from catalogue.cli import main


_PR_SET_CHILD_SUBREAPER = 36


def _adopt() -> None:
    """Makes this process the parent of what its children leave behind, so that none of their time is missed."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _reap() -> None:
    """Waits for every process that is left; only then is its time counted. The one that forks for `stook
    harvest` would wait for this process to end, so it is told first."""
    multiprocessing.forkserver._forkserver._stop()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _run() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    _adopt()
    status = _run()
    _reap()
    spent = {"status": status, "own": cpu_seconds(), "children": cpu_seconds(resource.RUSAGE_CHILDREN)}
    sys.stderr.write(f"\n{json.dumps(spent)}\n")
