"""How many datasets use each concept, counted once for each state of the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from catalogue.errors import IndexUnavailable
from catalogue.indexes.protocol import Index, Search
from catalogue.meaning import concept_key

FACET = "concept"
"""The facet of the index that holds every concept, and the filter of a search."""


@dataclass(slots=True)
class Counts:
    """Datasets by `scheme/code`, and by the bare name of a scheme those that use any of it."""

    index: Index
    _generation: str = ""
    _table: Mapping[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def table(self) -> Mapping[str, int] | None:
        """The counts as they are now, or None while the index cannot be asked: a definition is worth showing alone."""
        try:
            generation = self.index.generation()
            if generation == self._generation:
                return self._table
            facets = self.index.search(Search(facets=(FACET,), limit=0)).facets
        except IndexUnavailable:
            return None
        table = {each.value: each.count for each in facets[FACET] if each.value}
        with self._lock:
            self._generation, self._table = generation, table
        return table

    def of(self, scheme: str, code: str) -> int | None:
        """Datasets that use one concept."""
        table = self.table()
        return table.get(concept_key(scheme, code), 0) if table is not None else None
