"""The worker's inspector: it has descriptions looked at with the shapes of DCAT-AP, in a process beside, in rounds.

Apart from harvest and projection, which do not wait for it; the process is bounded and may be killed at any moment.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.scores import scores_state, uninspected
from catalogue.projection import project
from catalogue.settings import Settings, load_settings
from harvester.bounds import attend
from harvester.nursery import begin_beside, stop_runs

log = structlog.get_logger()

_REST_SECONDS = 600.0  # after a round that was killed or failed


@dataclass(slots=True)
class Inspector:
    """Looks after each change of the scores, in a thread of its own, until it is told to stop."""

    settings: Settings
    ledger: Ledger
    _seen: tuple[int, int] = (0, 0)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _round: BaseProcess | None = None

    def start(self) -> None:
        """Begins."""
        self._thread = threading.Thread(target=self._run, name="inspector", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the round that is under way."""
        self._stopped.set()
        if self._round is not None:
            stop_runs([self._round])
        if self._thread:
            self._thread.join()

    def look(self) -> float:
        """A round if scores have changed and there is anything to inspect; the seconds until the next look."""
        with self.ledger.reading() as connection:
            state = scores_state(connection)
            if state == self._seen or not uninspected(connection):
                self._seen = state
                return self.settings.worker_seconds
        self._round = begin_beside(inspect_descriptions, dict(os.environ))
        reason = attend(self._round, self.settings)
        status = self._round.exitcode
        log.info("descriptions inspected", status=status, reason=reason)
        if reason or status:
            return _REST_SECONDS
        project(
            self.settings, self.ledger
        )  # the scores follow what was found; they change, and so it looks again
        self._seen = state
        return self.settings.worker_seconds

    def _run(self) -> None:
        wait = self.settings.worker_seconds
        while not self._stopped.wait(wait):
            try:
                wait = self.look()
            except Exception as error:  # a full disk or a locked ledger must not end the inspector for good
                log.error("descriptions not inspected", exc_info=error)
                wait = _REST_SECONDS


def inspect_descriptions() -> None:
    """One round, in a process of its own."""
    from catalogue.ledger.inspecting import inspect  # pySHACL is loaded where it works
    from vocab import load_vocabulary

    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        inspect(ledger, load_vocabulary(), now_utc)
    finally:
        ledger.close()
