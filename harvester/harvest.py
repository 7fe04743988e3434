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

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.processes import die_with_parent
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.bounds import over_bounds
from harvester.ending import Broken, after_death, conclude

FULL, SCHEDULED = "--full", "--scheduled"  # said to a run's process; crawl.Circle tells what they mean
_POLL_SECONDS = 0.1
_PROJECT_EVERY_SECONDS = 30.0
_STOP_SECONDS = 10.0
_WATCH_SECONDS = 1.0

Told = Callable[[str, "Ended"], None]
Watch = Callable[[], None]


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

    @classmethod
    def knows(cls, status: int) -> bool:
        """Whether a run's process ended by itself or was asked to; one that was not has died."""
        return status in (*(ended.status for ended in cls), -signal.SIGTERM, -signal.SIGINT)


@dataclass(slots=True)
class Harvest:
    """Several runs at work, at most `settings.jobs` at a time; `full` ones take nothing as known."""

    settings: Settings
    ledger: Ledger
    told: Told
    watch: Watch = lambda: None  # called every second, for a person who watches
    full: bool = False
    ended: dict[str, Ended] = field(default_factory=dict)
    _running: dict[str, _Running] = field(default_factory=dict)
    _watched: float = 0.0
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
            _stop([one.process for one in self._running.values()])
        project(self.settings, self.ledger)
        return self.ended

    def _started(self, slug: str) -> _Running:
        process = self._nursery.Process(target=run_alone, args=(slug, self.full), daemon=True)
        process.start()
        return _Running(process, time.monotonic(), now_utc())

    def _collect(self) -> None:
        for one in self._running.values():
            one.keep_bounds(self.settings)
        done = [slug for slug, one in self._running.items() if one.process.exitcode is not None]
        for slug in done:
            self.ended[slug] = self._ending(slug, self._running.pop(slug))
            self.told(slug, self.ended[slug])
        if time.monotonic() - self._watched > _WATCH_SECONDS:
            self.watch()
            self._watched = time.monotonic()
        if done and time.monotonic() - self._projected > _PROJECT_EVERY_SECONDS:
            project(self.settings, self.ledger)
            self._projected = time.monotonic()

    def _ending(self, slug: str, one: _Running) -> Ended:
        """How a run ended whose process is gone; one that was over its bounds, or keeps dying, is ended here."""
        status = one.process.exitcode or 0
        verdict = None
        if one.over:
            verdict = conclude(self.ledger, slug, self.settings, Broken(reason=one.over, since=one.since))
        elif not Ended.knows(status):
            verdict = after_death(self.ledger, slug, self.settings, since=one.since)
        return Ended[verdict.name] if verdict else Ended.of(status)


@dataclass(slots=True)
class _Running:
    """A run's process, when it began (by two clocks), and why it was killed where it went over its bounds."""

    process: ForkServerProcess
    began: float
    since: str
    over: str = ""

    def keep_bounds(self, settings: Settings) -> None:
        """Kills a process that holds too much or takes too long."""
        if self.over or self.process.pid is None:
            return
        seconds = time.monotonic() - self.began
        self.over = over_bounds(self.process.pid, seconds=seconds, settings=settings)
        if self.over:
            self.process.kill()


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
