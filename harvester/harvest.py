"""The harvest of several portals: a process for each, a few at a time, and the projections after them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from catalogue.ledger.ledger import Ledger
from catalogue.processes import start, stop
from catalogue.projection import project
from catalogue.settings import Settings

_POLL_SECONDS = 0.1
_PROJECT_EVERY_SECONDS = 15.0

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
    """Several runs at work, at most `settings.jobs` at a time."""

    settings: Settings
    ledger: Ledger
    told: Told
    ended: dict[str, Ended] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _projected: float = 0.0

    def run(self, slugs: Sequence[str]) -> dict[str, Ended]:
        """Harvests each portal and projects what was committed; how each ended, by slug."""
        waiting = deque(slugs)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self.settings.jobs:
                    slug = waiting.popleft()
                    self._running[slug] = start(["-m", "harvester.crawl", slug], environment=os.environ)
                time.sleep(_POLL_SECONDS)
                self._collect()
        finally:
            stop(list(self._running.values()))
        project(self.settings, self.ledger)
        return self.ended

    def _collect(self) -> None:
        done = [slug for slug, process in self._running.items() if process.poll() is not None]
        for slug in done:
            self.ended[slug] = Ended.of(self._running.pop(slug).returncode)
            self.told(slug, self.ended[slug])
        if done and time.monotonic() - self._projected > _PROJECT_EVERY_SECONDS:
            project(self.settings, self.ledger)
            self._projected = time.monotonic()


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
