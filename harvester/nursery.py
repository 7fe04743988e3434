"""Where the processes of runs come from: one that has loaded Scrapy already, and forks for each of them.

Loading takes two seconds, a fork some milliseconds; with portals by the hundred that is most of an unchanged night's
work. No reactor and no connection is open in it before it forks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess

from catalogue.processes import die_with_parent

_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is to be: `full` where nothing is to be taken as known, `scheduled` where it keeps the portal's
    quiet hours; `environment` is that of its process."""

    slug: str
    environment: Mapping[str, str]
    full: bool = False
    scheduled: bool = False


def begin_run(order: Order) -> ForkServerProcess:
    """Starts a run in a process of its own, which ends with `harvester.ended.Ended.status`."""
    process = _context().Process(target=_run_alone, args=(order,), daemon=True)
    process.start()
    return process


def stop_runs(processes: Sequence[ForkServerProcess]) -> None:
    """Asks each to end, waits a little, and ends those that did not."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_STOP_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["harvester.warm"])
    return context


def _run_alone(order: Order) -> None:
    os.environ.clear()  # the nursery's is that of the moment at which it was opened
    os.environ.update(order.environment)
    from harvester.crawl import main  # loaded in the nursery, never by those who only give orders

    die_with_parent()
    _end_with_command()
    sys.exit(main(order.slug, full=order.full, scheduled=order.scheduled))


def _end_with_command() -> None:
    """Ends this run when the command that wanted it is gone, however it went.

    The kernel's word is about the nursery, our parent, which lives on as long as one of its children does.
    """
    command = multiprocessing.parent_process()

    def watch() -> None:
        if command:
            command.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
