"""The harvest of several portals: a process for each, a few at a time, and the projections after them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing.context import ForkServerContext, ForkServerProcess

from catalogue.ledger.ledger import Ledger
from catalogue.processes import die_with_parent
from catalogue.projection import project
from catalogue.settings import Settings

_POLL_SECONDS = 0.1
_PROJECT_EVERY_SECONDS = 30.0
_STOP_SECONDS = 10.0

Told = Callable[[str, "Ended"], None]


class Ended(Enum):
    """How one portal's run ended; the value is the exit status of a command over it."""

    COMPLETE = 0
    PARTIAL = 1
    FAILED = 2
    INTERRUPTED = 3

    @property
    def status(self) -> int:
        """The exit status of the run's own process: never 1, with which Python ends after a trace."""
        return self.value + 10 if self.value else 0

    @classmethod
    def of(cls, status: int) -> Ended:
        """The ending of a run's process; one that was killed or broke was interrupted, and its run can be taken up."""
        return next((ended for ended in cls if ended.status == status), cls.INTERRUPTED)


@dataclass(slots=True)
class Harvest:
    """Several runs at work, at most `settings.jobs` at a time; `full` ones take nothing as known."""

    settings: Settings
    ledger: Ledger
    told: Told
    full: bool = False
    ended: dict[str, Ended] = field(default_factory=dict)
    _running: dict[str, ForkServerProcess] = field(default_factory=dict)
    _nursery: ForkServerContext = field(default_factory=lambda: nursery())
    _projected: float = field(default_factory=time.monotonic)

    def run(self, slugs: Sequence[str]) -> dict[str, Ended]:
        """Harvests each portal and projects what was committed; how each ended, by slug."""
        waiting = deque(slugs)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self.settings.jobs:
                    slug = waiting.popleft()
                    self._running[slug] = self._started(slug)
                time.sleep(_POLL_SECONDS)
                self._collect()
        finally:
            _stop(list(self._running.values()))
        project(self.settings, self.ledger)
        return self.ended

    def _started(self, slug: str) -> ForkServerProcess:
        process = self._nursery.Process(target=run_alone, args=(slug, self.full), daemon=True)
        process.start()
        return process

    def _collect(self) -> None:
        done = [slug for slug, process in self._running.items() if process.exitcode is not None]
        for slug in done:
            self.ended[slug] = Ended.of(self._running.pop(slug).exitcode or 0)
            self.told(slug, self.ended[slug])
        if done and time.monotonic() - self._projected > _PROJECT_EVERY_SECONDS:
            project(self.settings, self.ledger)
            self._projected = time.monotonic()


def nursery() -> ForkServerContext:
    """Where processes for runs come from: one that has loaded Scrapy already and forks for each of them.

    Loading takes two seconds, a fork some milliseconds; with portals by the hundred that is most of an
    unchanged night's work. No reactor and no connection is open in it before it forks.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["harvester.warm"])
    return context


def run_alone(slug: str, full: bool) -> None:
    """One run in the process it was forked for; ends the process with `Ended.status`."""
    from harvester.crawl import main  # that module needs this one's Ended

    die_with_parent()
    _end_with_command()
    sys.exit(main(slug, full=full))


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


def _stop(processes: Sequence[ForkServerProcess]) -> None:
    """Asks each to end, waits a little, and ends those that did not."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_STOP_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()


def worst(ended: Sequence[Ended]) -> Ended:
    """The ending that a command over several portals reports: all complete, some not, or none."""
    if all(one is Ended.COMPLETE for one in ended):
        return Ended.COMPLETE
    return Ended.FAILED if all(one is Ended.FAILED for one in ended) else Ended.PARTIAL


def end_on_term() -> None:
    """SIGTERM as Ctrl-C, so that what was started is stopped on the way out."""

    def raised(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, raised)
