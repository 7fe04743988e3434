"""What publishers and portals are called, remembered until the ledger changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.status import Organisation, last_change, organisations, portal_statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTable:
    """Names by slug, and the publishers by name, as they stood at one change of the ledger."""

    organisations: tuple[Organisation, ...]
    publishers: Mapping[str, str]
    portals: Mapping[str, str]


@dataclass(slots=True)
class Names:
    """Asks the ledger again only after it changed: grouping all entries for each search would be slow."""

    ledger: Ledger
    _change: int = -1
    _table: NameTable = field(default_factory=lambda: NameTable(organisations=(), publishers={}, portals={}))
    _lock: Lock = field(default_factory=Lock)

    def table(self) -> NameTable:
        """The names as they are now."""
        with self.ledger.reading() as connection:
            change = last_change(connection)
            if change == self._change:
                return self._table
            found = organisations(connection)
            table = NameTable(
                organisations=found,
                publishers={one.slug: one.name for one in found},
                portals={one.slug: one.title for one in portal_statuses(connection)},
            )
        with self._lock:
            self._change, self._table = change, table
        return table
