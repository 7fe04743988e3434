"""The worker's inspector: it has descriptions looked at with the shapes of DCAT-AP, in a process beside, in rounds.

Apart from harvest and projection, which do not wait for it; the process is bounded and may be killed at any moment.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from catalogue.clock import now_utc
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.scores import scores_state, uninspected
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.patrol import REST_SECONDS, Patrol


@dataclass(slots=True)
class Inspector(Patrol):
    """Looks after each change of the scores, one worker at a time."""

    name: ClassVar[str] = "inspector"
    pause: ClassVar[float] = (
        30.0  # a process that loads the vocabularies is not begun for each harvest that ends
    )
    _seen: tuple[int, int] = (0, 0)

    def look(self) -> float:
        """A round if scores have changed and there is anything to inspect; the seconds until the next look."""
        with self.ledger.reading() as connection:
            state = scores_state(connection)
            if state == self._seen or not uninspected(connection):
                self._seen = state
                return self.settings.worker_seconds
        with _turn(self.settings.home) as mine:
            status, killed = self.round(inspect_descriptions) if mine else (0, "")
        if killed or status:
            return REST_SECONDS
        if mine:
            project(self.settings, self.ledger)  # the scores follow what was found
            self._seen = state
        return self.settings.worker_seconds


@contextmanager
def _turn(home: Path) -> Iterator[bool]:
    """Whether it is this process's turn; the kernel gives it back if it dies."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "inspection.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


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
