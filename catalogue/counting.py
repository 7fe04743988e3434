"""How the words of one entry were read, in numbers: pure, and quick enough for every dataset of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Final, TypeAlias

from catalogue.model import Dataset, DatasetSeries, Location, PeriodOfTime, Thing
from catalogue.property import Form, Line, lines
from vocab.namespaces import DCAT, DCT

REPORTED: Final = (
    "title", "description", "keyword", "theme", "publisher", "contact_point", "issued", "modified",
    "accrual_periodicity", "license", "access_rights", "language", "spatial", "temporal", "landing_page",
    "distribution", "distribution.access_url", "distribution.download_url", "distribution.format",
    "distribution.media_type", "distribution.byte_size", "distribution.license",
)  # fmt: skip
"""What DCAT-AP asks for or recommends (https://semiceu.github.io/DCAT-AP/releases/3.0.0/), by the model's names. Of
the rest only what a vocabulary or a calendar reads is counted."""

WHOLE: Final = ""
"""The name under which datasets themselves are counted."""

LONGEST_WORD: Final = 300
"""Characters of a word that are kept; as many as the mappings of an entry keep."""

_DATES = frozenset((DCT.issued, DCT.modified, DCAT.startDate, DCAT.endDate))
_AREAS = (Location, PeriodOfTime)
_AREA_PATHS = frozenset(("spatial", "temporal"))
_NAMING = frozenset(("label", "key", "extra"))
_NODES = frozenset(REPORTED) - {"publisher"}  # a publisher's name is a word, and counted with the words
_KINDS = {kind.__name__: kind for kind in (Dataset, DatasetSeries)}


@dataclass(slots=True)
class Count:
    """One property of some entries. `datasets` is how many say it, `published` how many values they give,
    `mapped` how many of these were read as a concept, a date or a place (or need no reading), `unmatched` how many
    nobody could read, and `custom` how many of those mapped are terms of the portal's own."""

    datasets: int = 0
    published: int = 0
    mapped: int = 0
    unmatched: int = 0
    custom: int = 0

    def add(self, other: Count, sign: int = 1) -> None:
        """Adds, or with a sign of -1 takes away, what was counted elsewhere."""
        self.datasets += sign * other.datasets
        self.published += sign * other.published
        self.mapped += sign * other.mapped
        self.unmatched += sign * other.unmatched
        self.custom += sign * other.custom


@dataclass(slots=True)
class EntryCount:
    """One entry: its portal, its properties, and the words in it that nobody knows, each with its number."""

    portal: str
    properties: dict[str, Count] = field(default_factory=dict)
    words: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, name: str) -> Count:
        """The count of a property, begun when it is first asked for."""
        found = self.properties.get(name)
        if found is None:
            found = self.properties[name] = Count()
        return found


def count_entry(packed: Mapping[str, Any]) -> EntryCount:
    """What a packed entry (`catalogue.snapshot`, its JSON read) comes to.

    A word counts as often as it stands in the dataset. What a portal's default filled in counts nowhere, since the
    portal did not publish it.
    """
    told = EntryCount(packed["portal"])
    told.of(WHOLE)
    counting = _Counting(told)
    counting.walk(packed["dataset"], _plan(_KINDS[packed["kind"]], ""))
    counting.read(packed["mappings"])
    for count in told.properties.values():
        count.datasets = 1
    return told


def is_custom(iri: str) -> bool:
    """Whether a concept stands for a portal's own terms, of which nothing is known but their address."""
    return iri.startswith("urn:stook:") and iri.endswith(":custom")


@lru_cache(maxsize=256)
def is_plain(name: str) -> bool:
    """Whether the values of a property (`distribution.format`) need no reading: words for people, addresses."""
    plan = _plan(DatasetSeries, "")
    *places, last = name.split(".")
    for place in places:
        plan = plan[place].inner if place in plan else {}
    read = plan[last].read if last in plan else None
    return name != "publisher" and read in (_Read.PLAIN, _Read.NODE)


class _Read(Enum):
    """How the values of a property are read."""

    TERM = "as a concept"
    DATE = "as a date"
    AREA = "as a place or a period"
    NODE = "as a thing of several properties"
    PLAIN = "as it stands"


_PLAIN, _TERM, _DATE = _Read.PLAIN, _Read.TERM, _Read.DATE  # at hand: they are asked for at every value


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be counted under one name of a packed thing."""

    path: str
    read: _Read
    many: bool
    inner: Mapping[str, _Step]


_Plan: TypeAlias = Mapping[str, _Step]


@lru_cache(maxsize=256)
def _plan(kind: type[Thing], place: str) -> _Plan:
    """What is counted in a thing of some class, by the field's name."""
    steps: dict[str, _Step] = {}
    for line in lines(kind):
        path = place + line.name
        read = _read_of(line)
        inner = _plan(line.node, path + ".") if line.node else {}  # type: ignore[arg-type] # as in property.py
        if inner or read not in (_Read.PLAIN, _Read.NODE) or path in REPORTED:
            steps[line.name] = _Step(path, read, line.many, inner)
    return steps


def _read_of(line: Line) -> _Read:
    if line.property.form is Form.TERM and line.property.scheme:
        return _Read.TERM
    if line.property.iri in _DATES:
        return _Read.DATE
    if line.node in _AREAS:
        return _Read.AREA
    return _Read.NODE if line.node else _Read.PLAIN


@dataclass(slots=True)
class _Counting:
    """One entry at hand. `said` counts values that need no reading, `dates` those read as dates, `times` how often
    each word of a vocabulary stands in the dataset; `names` are places and periods of which no more is known."""

    told: EntryCount
    said: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[tuple[str, str], None] = field(default_factory=dict)

    def walk(self, thing: Mapping[str, Any], plan: _Plan) -> None:
        """Counts what stands in a thing. One loop for all forms of value: files come by the hundred."""
        said, times = self.said, self.times
        for name, value in thing.items():
            if name not in plan:
                continue
            step = plan[name]
            path, read = step.path, step.read
            if read is _PLAIN:
                said[path] = said.get(path, 0) + (len(value) if step.many else 1)
            elif read is _TERM:
                for term in value if step.many else (value,):
                    key = (path, term[0][:LONGEST_WORD])
                    times[key] = times.get(key, 0) + 1
            elif read is _DATE:
                self.dates[path] = self.dates.get(path, 0) + (len(value) if step.many else 1)
            else:
                self._walk_things(value if step.many else (value,), step)

    def read(self, rows: Sequence[Sequence[str]]) -> None:
        """Adds up, with how each word was read. Names that stand in no row are words that nobody read either."""
        for path, times in (*self.said.items(), *self.dates.items()):
            self._mapped(path, times)
        for path, word, iri, how in rows:
            if word and not iri:
                self.names.pop((path, word), None)
                self._unmatched(path, word, self.times.get((path, word), 1), listed=not how)
            elif (
                word and path not in _AREA_PATHS and path not in self.dates
            ):  # those were counted where they stand
                self._mapped(path, self.times.get((path, word), 1), custom=is_custom(iri))
        for path, word in self.names:
            self._unmatched(path, word, 1)

    def _walk_things(self, items: Sequence[Any], step: _Step) -> None:
        if step.read is _Read.AREA:
            self._walk_areas(items, step.path)
        elif step.path in _NODES:
            self.said[step.path] = self.said.get(step.path, 0) + len(items)
        if step.inner:
            for item in items:
                self.walk(item, step.inner)

    def _walk_areas(self, items: Sequence[Any], path: str) -> None:
        """A place or a period is read where more than its name is known: a concept, a geometry, a day."""
        for item in items:
            if item.keys() - _NAMING:
                self._mapped(path, 1)
            else:
                self.names.update(((path, text[:LONGEST_WORD]), None) for text, _ in item.get("label", ()))

    def _mapped(self, path: str, times: int, *, custom: bool = False) -> None:
        count = self.told.of(path)
        count.published += times
        count.mapped += times
        if custom:
            count.custom += times

    def _unmatched(self, path: str, word: str, times: int, *, listed: bool = True) -> None:
        """A word that nobody knows. One that is kept as it stands for a reason, as a publisher of another country,
        is no work for anybody and not listed."""
        count = self.told.of(path)
        count.published += times
        count.unmatched += times
        if listed:
            self.told.words[path, word] = self.told.words.get((path, word), 0) + times
