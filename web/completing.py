"""What a person may be about to ask for: titles, publishers, places and themes that begin as typed, in one list."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from catalogue.indexes.protocol import FacetValue, Index, Search
from catalogue.ledger.held import shown_titles
from catalogue.ledger.ledger import Ledger
from vocab import Concept, Vocabulary, fold
from web.beginnings import Beginnings
from web.names import Names


class Kind(enum.Enum):
    """What is offered, in the order in which a list has them."""

    PLACE = "place"
    PUBLISHER = "publisher"
    THEME = "theme"
    TITLE = "title"


_FIRST = {Kind.PLACE: 2, Kind.PUBLISHER: 2, Kind.THEME: 1}
"""How many of a kind come before the titles; more of them only where there is room behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing to ask for. `code` is a place's or theme's code, a publisher's slug, or the identifier of the one
    dataset of a title, "" where several share it."""

    kind: Kind
    label: str
    code: str
    datasets: int


Table = Mapping[Kind, Beginnings[Offer]]


@dataclass(slots=True)
class Completions:
    """The tables, made once for each state of the index. A state that is past serves until the next is made."""

    ledger: Ledger
    index: Index
    names: Names
    vocabulary: Vocabulary
    _generation: str = ""
    _table: Table | None = None
    _making: Lock = field(default_factory=Lock)

    def offer(self, text: str, limit: int = 10) -> tuple[Offer, ...]:
        """The best few for what has been typed so far."""
        found = {kind: beginnings.find(text, limit) for kind, beginnings in self._held().items()}
        first = [one for kind, most in _FIRST.items() for one in found[kind][:most]]
        behind = [one for kind, most in _FIRST.items() for one in found[kind][most:]]
        return (*first, *found[Kind.TITLE], *behind)[:limit]

    def is_made(self) -> bool:
        """Whether there is a table to look in at once."""
        return self._table is not None

    def refresh(self) -> None:
        """Makes the tables anew where the index has changed: it takes seconds, so for when nobody waits."""
        if self._making.acquire(blocking=False):
            try:
                self._make()
            finally:
                self._making.release()

    def _held(self) -> Table:
        if self._table is None:
            with self._making:
                self._make()
        return self._table or {}

    def _make(self) -> None:
        generation = self.index.generation()
        if self._table is None or generation != self._generation:
            self._table, self._generation = make_table(self), generation


def make_table(source: Completions) -> Table:
    """The names of everything that has datasets now."""
    counted = source.index.search(Search(facets=("publisher", "place", "theme"), limit=0)).facets
    with source.ledger.reading() as connection:
        titles = list(offered_titles(shown_titles(connection)))
    publishers = source.names.table().publishers
    return {
        Kind.PLACE: Beginnings(_concepts(Kind.PLACE, counted["place"], source.vocabulary)),
        Kind.PUBLISHER: Beginnings(_publishers(counted["publisher"], publishers)),
        Kind.THEME: Beginnings(_concepts(Kind.THEME, counted["theme"], source.vocabulary)),
        Kind.TITLE: Beginnings((each, (each.label,)) for each in titles),
    }


def offered_titles(shown: Iterable[tuple[str, str]]) -> list[Offer]:
    """Identifiers and titles as offers: titles that a reader would call the same are one, called as most of them are;
    those that the most datasets bear come first, and of these the shortest."""
    spelt: dict[str, Counter[str]] = {}
    borne: dict[str, str] = {}
    for identifier, title in shown:
        key = fold(title)
        borne[key] = identifier if key not in borne else ""
        spelt.setdefault(key, Counter())[title] += 1
    offers = (
        Offer(kind=Kind.TITLE, label=titles.most_common(1)[0][0], code=borne[key], datasets=titles.total())
        for key, titles in spelt.items()
        if key
    )
    return sorted(offers, key=lambda each: (-each.datasets, len(each.label), each.label))


def _publishers(
    counted: Iterable[FacetValue], names: Mapping[str, str]
) -> Iterator[tuple[Offer, tuple[str, ...]]]:
    for each in counted:
        name = names.get(each.value, "")
        if name:
            yield Offer(kind=Kind.PUBLISHER, label=name, code=each.value, datasets=each.count), (name,)


def _concepts(
    kind: Kind, counted: Iterable[FacetValue], vocabulary: Vocabulary
) -> Iterator[tuple[Offer, tuple[str, ...]]]:
    for each in counted:
        concept = vocabulary.find(kind.value, each.value) if each.value else None
        if concept:
            offer = Offer(kind=kind, label=concept.label(), code=each.value, datasets=each.count)
            yield offer, _names(concept)


def _names(concept: Concept) -> tuple[str, ...]:
    return tuple(label.text for label in (*concept.labels, *concept.alternatives))
