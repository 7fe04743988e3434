"""One commit at work: the run, where the next change goes, and what has been counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, update

from catalogue.comparison import Step
from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import entries
from catalogue.ledger.sequence import repeat_last
from catalogue.portal import Portal


@dataclass(slots=True, kw_only=True)
class Book:
    """What the steps of a commit share. `knows_absence` says that what the run did not meet is not listed any more:
    only a complete run that asked for everything can tell."""

    connection: Connection
    run: OpenRun
    portal: Portal
    now: str
    knows_absence: bool
    next_change: int
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def mine(self) -> ColumnElement[bool]:
        """The portal's entries."""
        return entries.c.portal_id == self.run.portal_id

    def meet(self, met: ColumnElement[bool]) -> None:
        """Datasets that are there as they were; one that had been missing is simply back."""
        values = {"last_run": self.run.id, "state": "live", "missing_since": "", "missing_runs": 0}
        self.connection.execute(update(entries).where(met).values(**values))

    def repeat(self, identifiers: Sequence[str], step: Step) -> None:
        """Changes that say nothing new of the datasets themselves: they are back unchanged, or gone for good."""
        told = {"run": self.run.number, "mapper": self.run.mapper}
        self.next_change = repeat_last(
            self.connection, identifiers, start=self.next_change, kind=step.value, at=self.now, **told
        )
