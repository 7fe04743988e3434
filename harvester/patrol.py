"""A patrol of the worker: it looks for work again and again, and has it done in a process beside, a round at a time."""

from __future__ import annotations

import os
import threading
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import ClassVar

import structlog

from catalogue.ledger.ledger import Ledger
from catalogue.settings import Settings
from harvester.bounds import attend
from harvester.nursery import begin_beside, stop_runs

log = structlog.get_logger()

REST_SECONDS = 600.0
"""How long it rests after a round that failed or was killed."""


@dataclass(slots=True)
class Patrol:
    """Looks, in a thread of its own, until it is told to stop. The process is bounded, and may be killed any moment.

    `pause` is the least time between two looks, in seconds.
    """

    name: ClassVar[str] = ""
    pause: ClassVar[float] = 0.0
    settings: Settings
    ledger: Ledger
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _round: BaseProcess | None = None

    @abstractmethod
    def look(self) -> float:
        """One look, and a round if there is anything to do; the seconds until the next look."""

    def start(self) -> None:
        """Begins."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the round that is under way."""
        self._stopped.set()
        if self._round is not None:
            stop_runs([self._round])
        if self._thread and self._thread.is_alive():  # a signal may come before it is started
            self._thread.join()

    def round(self, work: Callable[[], None]) -> tuple[int | None, str]:
        """Has a round done by a function of a module; its exit status, and why it was killed, if it was."""
        self._round = begin_beside(work, dict(os.environ))
        if self._stopped.is_set():  # while it was begun
            stop_runs([self._round])
        reason = attend(self._round, self.settings)
        log.info("round ended", patrol=self.name, status=self._round.exitcode, reason=reason)
        return self._round.exitcode, reason

    def _run(self) -> None:
        wait = self.settings.worker_seconds
        while not self._stopped.wait(max(wait, self.pause)):
            try:
                wait = self.look()
            except Exception as error:  # a full disk or a locked ledger must not end the patrol for good
                log.error("patrol failed", patrol=self.name, exc_info=error)
                wait = REST_SECONDS
