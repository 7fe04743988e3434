"""Following what people decide at the site, which commits and cannot project: a worker has store and index catch up."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import last_news
from catalogue.ledger.status import last_change
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.errand import Errand


@dataclass(slots=True)
class Follower:
    """Projects, in a thread of its own, whenever the ledger's last change, or its last news, is another than it was.

    Where somebody else has projected meanwhile there is nothing left to do, which takes milliseconds."""

    settings: Settings
    ledger: Ledger
    errand: Errand = field(default_factory=lambda: Errand("follower"))
    _followed: tuple[int, int] = (-1, -1)

    def look(self) -> None:
        """Begins to follow what is new, unless it is still at it."""
        if self.errand.is_under_way:
            return
        with self.ledger.reading() as connection:
            last = last_change(connection), last_news(connection)
        if last != self._followed:
            self.errand.begin(lambda: self._follow(last))

    def _follow(self, last: tuple[int, int]) -> None:
        project(self.settings, self.ledger)
        self._followed = last
