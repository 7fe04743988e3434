"""How many datasets hold each kind of identifier, remembered for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock

from sqlalchemy import Connection

from catalogue.clock import shifted
from catalogue.ledger.holders import Holders, count_holders
from catalogue.ledger.news import last_news
from catalogue.ledger.status import last_change

_KEPT = timedelta(minutes=1)
_FEW = 20_000
"""Identifiers of all datasets together, up to which counting anew takes a few milliseconds."""


@dataclass(slots=True)
class HolderCounts:
    """Counts again after the ledger has moved; where there is much to count, once a minute at most, so that a harvest
    that commits every second costs no page more than that."""

    now: Callable[[], str]
    _state: tuple[int, int] = (-1, -1)
    _until: str = ""
    _held: Holders = field(default_factory=Holders)
    _lock: Lock = field(default_factory=Lock)

    def holders(self, connection: Connection) -> Holders:
        """The counts as they are now, or were within the last minute."""
        state = (last_change(connection), last_news(connection))
        if state == self._state or self.now() < self._until:
            return self._held
        held = count_holders(connection)
        many = sum(held.datasets.values()) > _FEW
        with self._lock:
            self._state, self._held = state, held
            self._until = shifted(self.now(), _KEPT) if many else ""
        return held
