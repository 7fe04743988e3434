"""The worker's keeper of links: it looks for what is due, and has it checked in a process beside, a round at a time."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.link_checks import Wanted, has_work, let_go_of_gone, wanted_now
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.bounds import attend
from harvester.nursery import begin_beside, stop_runs
from harvester.owner import is_alive

log = structlog.get_logger()

CUT_OFF = 3
"""The exit status of a round that reached no host at all."""

_REST_SECONDS = 600.0  # after such a round, or one that was killed


@dataclass(slots=True)
class Keeper:
    """Keeps the links of a catalogue checked, in a thread of its own, until it is told to stop."""

    settings: Settings
    ledger: Ledger
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _round: BaseProcess | None = None

    def start(self) -> None:
        """Begins, unless the settings say that links are not checked."""
        if self.settings.links:
            self._thread = threading.Thread(target=self._run, name="links", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends the round that is under way; what it had taken is let go."""
        self._stopped.set()
        if self._round is not None:
            stop_runs([self._round])
        if self._thread:
            self._thread.join()

    def look(self) -> float:
        """One look, and a round if there is anything to check; the seconds until the next look."""
        with self.ledger.writing() as connection:
            wanted: Wanted = wanted_now(connection, now=now_utc())
            let_go_of_gone(connection, now=wanted.now, is_alive=is_alive)
            if not has_work(connection, wanted):
                return self.settings.worker_seconds
        self._round = begin_beside(check_links, dict(os.environ))
        reason = attend(self._round, self.settings)
        status = self._round.exitcode
        log.info("links checked", status=status, reason=reason)
        project(self.settings, self.ledger)  # the scores follow what was found
        return _REST_SECONDS if reason or status == CUT_OFF else self.settings.worker_seconds

    def _run(self) -> None:
        wait = self.settings.worker_seconds
        while not self._stopped.wait(wait):
            try:
                wait = self.look()
            except Exception as error:  # a full disk or a locked ledger must not end the keeper for good
                log.error("links not looked at", exc_info=error)
                wait = _REST_SECONDS


def check_links() -> None:
    """A round over all that is due, in a process of its own."""
    from harvester.linking.service import main  # loaded where it works, never by those who only give orders

    sys.exit(main())
