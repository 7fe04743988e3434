"""Following what people decide at the site, which commits and cannot project: a worker has store and index catch up."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import structlog

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import last_news
from catalogue.ledger.status import last_change
from catalogue.projection import project
from catalogue.settings import Settings

log = structlog.get_logger()

_PATIENCE_SECONDS = 5.0


@dataclass(slots=True)
class Follower:
    """Projects, in a thread of its own, whenever the ledger's last change, or its last news, is another than it was.

    Where somebody else has projected meanwhile there is nothing left to do, which takes milliseconds."""

    settings: Settings
    ledger: Ledger
    _followed: tuple[int, int] = (-1, -1)
    _thread: threading.Thread | None = None

    def look(self) -> None:
        """Begins to follow what is new, unless it is still at it."""
        if self._thread and self._thread.is_alive():
            return
        with self.ledger.reading() as connection:
            last = last_change(connection), last_news(connection)
        if last != self._followed:
            self._thread = threading.Thread(target=self._follow, args=(last,), name="follower", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Waits a little; what is cut off is caught up by whoever projects next."""
        if self._thread:
            self._thread.join(_PATIENCE_SECONDS)

    def _follow(self, last: tuple[int, int]) -> None:
        try:
            project(self.settings, self.ledger)
            self._followed = last
        except Exception as error:  # in a thread it would be seen by nobody; the next pulse begins it again
            log.error("following failed", exc_info=error)
