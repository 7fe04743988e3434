"""The worker's keeper of samples: it looks for files that are due, and has them read in a process beside."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import ClassVar

from catalogue.clock import now_utc
from catalogue.ledger.samples import follow_samples
from catalogue.ledger.sampling import (
    forget_closed,
    has_samples_to_forget,
    has_samples_to_read,
    let_go_of_gone_samplers,
    samples_wanted,
)
from catalogue.projection import project
from harvester.owner import is_alive
from harvester.patrol import REST_SECONDS, Patrol
from vocab import load_vocabulary


@dataclass(slots=True)
class SampleKeeper(Patrol):
    """Keeps the files of a catalogue sampled; what a round that is ended had taken is let go."""

    name: ClassVar[str] = "samples"

    def start(self) -> None:
        """Begins, unless the settings say that no file is sampled."""
        if self.settings.samples:
            Patrol.start(self)

    def look(self) -> float:
        """A round if there is anything to sample; the seconds until the next look."""
        follow_samples(self.ledger)
        with self.ledger.writing() as connection:
            let_go_of_gone_samplers(connection, now=now_utc(), is_alive=is_alive)
        with self.ledger.reading() as connection:
            wanted = samples_wanted(connection, now=now_utc())
            work, forgotten = (
                has_samples_to_read(connection, wanted),
                has_samples_to_forget(connection, wanted),
            )
        if forgotten:
            with self.ledger.writing() as connection:
                forget_closed(connection, wanted, load_vocabulary())
        if not work and not forgotten:
            return self.settings.worker_seconds
        status, killed = self.round(read_samples) if work else (0, "")
        project(self.settings, self.ledger)  # what was found is told of its datasets
        return REST_SECONDS if killed or status else self.settings.worker_seconds


def read_samples() -> None:
    """A round over all that is due, in a process of its own."""
    from harvester.sampling.service import main  # loaded where it works, never by those who only give orders

    sys.exit(main())
