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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess

from catalogue.portal import Portal
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOrder:
    """What a look is to be: an address whose kind is to be found, or a `portal` that is known; how many records; the
    seconds that it may take, and whether it may make haste. `folder` is there for what is thrown away afterwards."""

    address: str
    folder: str
    environment: Mapping[str, str]
    portal: Portal | None = None
    sample: int = 20
    seconds: float = 60.0
    hasty: bool = True


def begin_run(order: Order) -> ForkServerProcess:
    """Starts a run in a process of its own, which ends with `harvester.ended.Ended.status`."""
    return begin_beside(partial(_run, order), order.environment)


def begin_beside(work: Callable[[], None], environment: Mapping[str, str]) -> ForkServerProcess:
    """Starts some work in a process of its own that ends with whoever began it; it is a function of a module, since it
    is told to the process by its name."""
    process = _context().Process(target=_alone, args=(work, environment), daemon=True)
    process.start()
    return process


def begin_look(order: LookOrder) -> tuple[ForkServerProcess, Connection]:
    """Starts a look at an address in a process of its own; what it tells (catalogue.ledger.checks.Progress) comes
    through the connection, which ends with the process."""
    ours, theirs = _context().Pipe(duplex=False)
    process = begin_beside(partial(_look, order, theirs), order.environment)
    theirs.close()
    return process, ours


def open_nursery() -> None:
    """Starts loading, so that the first who is in a hurry need not wait for it."""
    _context()
    forkserver.ensure_running()


def stop_runs(processes: Sequence[BaseProcess]) -> None:
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


def _alone(work: Callable[[], None], environment: Mapping[str, str]) -> None:
    os.environ.clear()  # the nursery's is that of the moment at which it was opened
    os.environ.update(environment)
    die_with_parent()
    _end_with_command()
    work()


def _run(order: Order) -> None:
    from harvester.crawl import main  # loaded in the nursery, never by those who only give orders

    sys.exit(main(order.slug, full=order.full, scheduled=order.scheduled))


def _look(order: LookOrder, told: Connection) -> None:
    from harvester.checking.look import main

    main(order, told)


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
