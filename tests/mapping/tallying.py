"""What settling makes of a recorded portal's drafts, in numbers."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson
from recorded import Folder, drafts

from catalogue.counting import Count, count_entry
from catalogue.entry import Entry
from catalogue.errors import RecordError
from catalogue.snapshot import pack_entry
from harvester.settle import settle
from vocab import load_vocabulary

_DATES = ("issued", "modified")


@dataclass(frozen=True, slots=True)
class Reading:
    """A published word and what it was read as: a concept's IRI, or a literal."""

    property: str
    word: str
    concept: str
    how: str


@dataclass(slots=True)
class Told:
    """One portal. `written` counts the words as they stood, also those that say nothing; `readings` how often each
    word was read as what; `words` those that nobody knows; `seconds` is processor time of settling alone."""

    slug: str
    country: str
    datasets: int = 0
    seconds: float = 0.0
    counts: dict[str, Count] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    readings: Counter[Reading] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)


def tally_portal(folder: Folder, most: int) -> Told:
    """A recorded portal, settled and counted as the mapping report counts."""
    vocabulary, told = load_vocabulary(), Told(folder.slug, folder.country)
    for draft, record in drafts(folder, most):
        started = time.process_time()
        try:
            entry, _ = settle(draft, record, folder.portal, vocabulary)
        except RecordError:
            continue
        finally:
            told.seconds += time.process_time() - started
        told.datasets += 1
        told.written.update(_written(Entry(id="", portal="", key="", source="", dataset=draft.dataset)))
        _count(entry, told)
        for name in _DATES:
            said, read = getattr(draft.dataset, name), getattr(entry.dataset, name)
            if said and read:
                told.readings[Reading(name, said.value, read.value, "date")] += 1
    return told


def _count(entry: Entry, told: Told) -> None:
    counted = count_entry(orjson.loads(pack_entry(entry)))
    for name, count in counted.properties.items():
        told.counts.setdefault(name, Count()).add(count)
    told.words.update(counted.words)
    for one in entry.mappings:
        if one.word and one.iri:
            told.readings[Reading(one.property, one.word, one.iri, one.how)] += 1


def _written(draft: Entry) -> Counter[str]:
    """How many values each property of a draft has, whatever they say."""
    found: Counter[str] = Counter()
    packed = orjson.loads(pack_entry(draft))["dataset"]
    _walk(packed, "", found)
    return found


def _walk(thing: dict[str, Any], place: str, found: Counter[str]) -> None:
    for name, value in thing.items():
        path = place + name
        things = isinstance(value, list) and value and isinstance(value[0], dict)
        if things:
            for one in value:
                _walk(one, path + ".", found)
        elif isinstance(value, dict):
            _walk(value, path + ".", found)
        found[path] += len(value) if things or (value and _is_many(value)) else 1


def _is_many(value: Any) -> bool:
    """Whether a packed value is a list of values and not one value of two parts."""
    return isinstance(value, list) and isinstance(value[0], list)
