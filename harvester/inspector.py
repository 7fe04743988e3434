"""The worker's inspector: it has descriptions looked at with the shapes of DCAT-AP, in a process beside, in rounds.

Apart from harvest and projection, which do not wait for it; the process is bounded and may be killed at any moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.clock import now_utc
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.scores import scores_state, uninspected
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.patrol import REST_SECONDS, Patrol


@dataclass(slots=True)
class Inspector(Patrol):
    """Looks after each change of the scores."""

    name: ClassVar[str] = "inspector"
    _seen: tuple[int, int] = (0, 0)

    def look(self) -> float:
        """A round if scores have changed and there is anything to inspect; the seconds until the next look."""
        with self.ledger.reading() as connection:
            state = scores_state(connection)
            if state == self._seen or not uninspected(connection):
                self._seen = state
                return self.settings.worker_seconds
        status, killed = self.round(inspect_descriptions)
        if killed or status:
            return REST_SECONDS
        project(
            self.settings, self.ledger
        )  # the scores follow what was found; they change, and so it looks again
        self._seen = state
        return self.settings.worker_seconds


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
