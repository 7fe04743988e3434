"""Rounds over many hosts, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["harvester.warm"])
_SECONDS = 60


def begin_round(service: str, environment: Mapping[str, str], log: Path) -> ForkServerProcess:
    """Starts a round of a service, by the name of its module, over what is due; what it says goes into the log."""
    process = _CONTEXT.Process(target=_round, args=(service, dict(environment), str(log)))
    process.start()
    return process


def finish_round(process: ForkServerProcess, log: Path) -> int:
    """Waits for the end of a round; its exit status."""
    process.join(_SECONDS)
    if process.exitcode is None:
        process.kill()
        raise AssertionError(f"the round did not end: {said(log)}")
    return process.exitcode


def said(log: Path) -> str:
    """What the processes said."""
    return log.read_text() if log.exists() else ""


def _round(service: str, environment: Mapping[str, str], log: str) -> None:
    os.environ.update(environment)
    held = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(held, 2)
    sys.exit(import_module(service).main())
