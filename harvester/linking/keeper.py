"""The worker's keeper of links: it looks for what is due, and has it checked in a process beside, a round at a time."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import ClassVar

from catalogue.clock import now_utc
from catalogue.ledger.link_checks import has_work, let_go_of_gone, wanted_now
from catalogue.projection import project
from harvester.owner import is_alive
from harvester.patrol import REST_SECONDS, Patrol

CUT_OFF = 3
"""The exit status of a round that reached no host at all."""


@dataclass(slots=True)
class Keeper(Patrol):
    """Keeps the links of a catalogue checked; what a round that is ended had taken is let go."""

    name: ClassVar[str] = "links"

    def start(self) -> None:
        """Begins, unless the settings say that links are not checked."""
        if self.settings.links:
            Patrol.start(self)

    def look(self) -> float:
        """A round if there is anything to check; the seconds until the next look."""
        with self.ledger.writing() as connection:
            wanted = wanted_now(connection, now=now_utc())
            let_go_of_gone(connection, now=wanted.now, is_alive=is_alive)
            if not has_work(connection, wanted):
                return self.settings.worker_seconds
        status, killed = self.round(check_links)
        project(self.settings, self.ledger)  # the scores follow what was found
        return REST_SECONDS if killed or status == CUT_OFF else self.settings.worker_seconds


def check_links() -> None:
    """A round over all that is due, in a process of its own."""
    from harvester.linking.service import main  # loaded where it works, never by those who only give orders

    sys.exit(main())
