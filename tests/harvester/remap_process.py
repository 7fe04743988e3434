"""`stook remap` in a process of its own, that tests can kill; in small batches, so that there is much to interrupt."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event

_CONTEXT = multiprocessing.get_context("forkserver")
BATCH = 2


def begin_remap(
    arguments: Sequence[str], environment: Mapping[str, str], log: str
) -> tuple[ForkServerProcess, Event]:
    """Starts the command; what it says is added to the file `log`. The event is set when its work begins."""
    ready = _CONTEXT.Event()
    process = _CONTEXT.Process(target=_remap, args=(tuple(arguments), dict(environment), log, ready))
    process.start()
    return process, ready


def _remap(arguments: Sequence[str], environment: dict[str, str], log: str, ready: Event) -> None:
    os.environ.update(environment)
    held = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(held, stream)
    import harvester.remap
    from catalogue.cli import main
    from vocab import load_vocabulary

    harvester.remap._BATCH = BATCH
    load_vocabulary()
    sys.argv = ["stook", "remap", *arguments]
    ready.set()
    main()
