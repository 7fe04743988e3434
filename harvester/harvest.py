"""The harvest of several portals: a process for each, a few at a time, and the projections after them."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.bounds import over_bounds
from harvester.ended import Ended
from harvester.ending import Broken, after_death, conclude
from harvester.nursery import Order, begin_run, stop_runs

_POLL_SECONDS = 0.1
_PROJECT_EVERY_SECONDS = 30.0
_WATCH_SECONDS = 1.0

Told = Callable[[str, Ended], None]
Watch = Callable[[], None]


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
            stop_runs([one.process for one in self._running.values()])
        project(self.settings, self.ledger)
        return self.ended

    def _started(self, slug: str) -> _Running:
        process = begin_run(Order(slug=slug, environment=dict(os.environ), full=self.full))
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


def end_on_term() -> None:
    """SIGTERM as Ctrl-C, so that what was started is stopped on the way out."""

    def raised(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, raised)
