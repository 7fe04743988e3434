"""The lookups that lead from one kind of identifier to another, and the ways that are made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

BRIDGES_FILE = Path(__file__).with_name("bridges.csv")

LONGEST = 3
"""Steps of a way, beyond which more is lost than won."""


class Fit(StrEnum):
    """How well a value fits what it is led to: bridges.csv says what each means. The better come first."""

    EXACT = "exact"
    WITHIN = "within"
    BEST_FIT = "best-fit"
    GEOMETRY = "geometry"


_ORDER = {fit: place for place, fit in enumerate(Fit)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One lookup. `licence` is a code of the scheme `licence`, "" where nothing is asked; `loses` a sentence."""

    source: str
    target: str
    fit: Fit
    lookup: str
    publisher: str
    licence: str
    link: str
    loses: str


Way = tuple[Bridge, ...]
"""Steps in the order in which they are gone."""


@cache
def bridges() -> tuple[Bridge, ...]:
    """Every lookup that we know, in the order of the file."""
    with BRIDGES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return tuple(map(_read, rows))


def _read(row: Mapping[str, str]) -> Bridge:
    return Bridge(
        source=row["source"],
        target=row["target"],
        fit=Fit(row["fit"]),
        lookup=row["lookup"],
        publisher=row["publisher"],
        licence=row["licence"],
        link=row["link"],
        loses=row["loses"],
    )


@cache
def ways_from(kind: str) -> Mapping[str, Way]:
    """The shortest way to every kind that can be reached from one, by its code; of equally short ways the one whose
    steps fit best."""
    found: dict[str, Way] = {kind: ()}
    frontier = [kind]
    for _ in range(LONGEST):
        reached: dict[str, Way] = {}
        for code in frontier:
            for step in _steps_from().get(code, ()):
                way = (*found[code], step)
                if step.target not in found and _is_better(way, reached.get(step.target)):
                    reached[step.target] = way
        found |= reached
        frontier = list(reached)
    return MappingProxyType({code: way for code, way in found.items() if way})


def best_way(sources: Iterable[str], target: str) -> Way:
    """The best way to a kind from any of some; nothing where none leads there."""
    best: Way | None = None
    for source in sources:
        way = ways_from(source).get(target)
        if way and _is_better(way, best):
            best = way
    return best or ()


@cache
def sources() -> frozenset[str]:
    """The kinds from which some lookup leads on."""
    return frozenset(_steps_from())


def leading_to(target: str) -> tuple[Bridge, ...]:
    """The lookups that lead to a kind."""
    return tuple(bridge for bridge in bridges() if bridge.target == target)


def leading_from(source: str) -> tuple[Bridge, ...]:
    """The lookups that lead on from a kind."""
    return _steps_from().get(source, ())


@cache
def _steps_from() -> Mapping[str, tuple[Bridge, ...]]:
    found: dict[str, tuple[Bridge, ...]] = {}
    for bridge in bridges():
        found[bridge.source] = (*found.get(bridge.source, ()), bridge)
    return found


def _is_better(way: Way, than: Way | None) -> bool:
    return than is None or _cost(way) < _cost(than)


def _cost(way: Sequence[Bridge]) -> tuple[int, int]:
    return len(way), sum(_ORDER[step.fit] for step in way)
