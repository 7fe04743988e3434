"""From what a description claims, how its links stand and whether it conforms, to the metrics that pass: pure.

The links and the shapes are asked of the description as it is held here, and count for both scores: an address is the
portal's own, and a portal that publishes no RDF has no graph of its own to check (catalogue/quality/README.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.linkage.standing import State
from catalogue.model import Dataset, Distribution
from catalogue.quality.claims import Claims, best_of

_ASKED: Final = {"access-url-works": "access_url", "download-url-works": "download_url"}
_NOT_KNOWN: Final = (State.NEVER_ASKED, State.UNKNOWN)
CONFORMS: Final = "conforms"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is known beside the description: how each address stands, and whether the graph conforms (None: nobody
    has looked yet)."""

    links: Mapping[str, State]
    conforms: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """The metrics that pass, and those of the others of which nobody knows yet whether they do."""

    codes: frozenset[str]
    unknown: frozenset[str]


def score(dataset: Dataset, claims: Claims, world: World) -> Passed:
    """What passes with the distribution that brings most points; `claims.files` are in the order of the dataset's."""
    conforms = (
        world.conforms and not claims.misread
    )  # what nobody could read is no longer there to be checked
    of_all = frozenset(claims.dataset) | ({CONFORMS} if conforms else frozenset[str]())
    asked = [_asked(file, world.links) for file in dataset.distribution]
    files = tuple(frozenset(said) | found.codes for said, found in zip(claims.files, asked, strict=True))
    codes = best_of(of_all, files)
    unknown = frozenset[str]().union(*(found.unknown for found in asked))
    return Passed(codes=codes, unknown=(unknown | _unlooked(world)) - codes)


def addresses(dataset: Dataset) -> frozenset[str]:
    """Every address whose standing counts."""
    return frozenset(
        url for file in dataset.distribution for name in _ASKED.values() for url in getattr(file, name)
    )


def _asked(file: Distribution, links: Mapping[str, State]) -> Passed:
    """What a distribution's links pass: one address that works is enough; what could not be checked is not known."""
    codes, unknown = set[str](), set[str]()
    for code, name in _ASKED.items():
        states = [links.get(url, State.NEVER_ASKED) for url in getattr(file, name)]
        if State.WORKS in states:
            codes.add(code)
        elif any(state in _NOT_KNOWN for state in states):
            unknown.add(code)
    return Passed(codes=frozenset(codes), unknown=frozenset(unknown))


def _unlooked(world: World) -> frozenset[str]:
    return frozenset({CONFORMS}) if world.conforms is None else frozenset()
