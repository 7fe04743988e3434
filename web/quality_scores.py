"""How the whole catalogue scores, remembered until a score changes: every line is looked at for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.scores import catalogue_scores, score_history, scores_state
from catalogue.quality.scores import GroupScores, ScoreDay

State = tuple[int, ...]


@dataclass(slots=True)
class CatalogueScores:
    """Asks the ledger again only after scores have changed."""

    ledger: Ledger
    _state: State = ()
    _found: tuple[GroupScores | None, tuple[ScoreDay, ...]] = (None, ())
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> tuple[GroupScores | None, tuple[ScoreDay, ...]]:
        """The means of all datasets as they are, and as they were by day."""
        with self.ledger.reading() as connection:
            state = scores_state(connection)
            if state == self._state:
                return self._found
            found = catalogue_scores(connection), score_history(connection, "catalogue")
        with self._lock:
            self._state, self._found = state, found
        return found
