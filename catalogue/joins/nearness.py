"""How near the area of one dataset is to that of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from catalogue.document import around
from vocab import Vocabulary

# England, Great Britain and the like are around nearly everything, so that two areas in them are not near each other.
_NATIONS = re.compile(r"[ENSW]92\d{6}|K0\d{7}", re.ASCII)


class Nearness(IntEnum):
    """The nearest first. Where nobody says what a dataset is about, it may be anywhere, and stands before what is
    known to be elsewhere."""

    SAME = 0
    AROUND = 1
    INSIDE = 2
    NEAR = 3
    UNKNOWN = 4
    ELSEWHERE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Codes of a dataset's own areas, of those around them, of those inside them, and of those that share a county, a
    combined authority or a region with them (each with the code of what is shared)."""

    own: tuple[str, ...]
    around: frozenset[str]
    inside: frozenset[str]
    near: Mapping[str, str]

    def look(self, areas: Sequence[str]) -> tuple[Nearness, str]:
        """How near the nearest of some areas is, and the code by which it is: its own, or that of what is shared."""
        if not areas or not self.own:
            return Nearness.UNKNOWN, ""
        found, code = min((self._of(code), code) for code in areas)
        if found is Nearness.NEAR:
            return found, self.near[code]
        return found, "" if found is Nearness.ELSEWHERE else code

    def _of(self, code: str) -> Nearness:
        if code in self.own:
            return Nearness.SAME
        if code in self.around:
            return Nearness.AROUND
        if code in self.inside:
            return Nearness.INSIDE
        return Nearness.NEAR if code in self.near else Nearness.ELSEWHERE


def surroundings_of(areas: Iterable[str], vocabulary: Vocabulary) -> Surroundings:
    """What is around, inside and near some areas."""
    own = tuple(dict.fromkeys(areas))
    wider = tuple(code for code in around(own, vocabulary) if code not in own)
    below = _children(vocabulary)
    near: dict[str, str] = {}
    for shared in (code for code in wider if not _NATIONS.fullmatch(code)):
        for code in below.get(shared, ()):
            near.setdefault(code, shared)
    return Surroundings(
        own=own,
        around=frozenset(wider),
        inside=frozenset(_all_below(own, below)),
        near={code: shared for code, shared in near.items() if code not in own and code not in wider},
    )


def _all_below(areas: Iterable[str], below: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(areas)
    for code in waiting:
        fresh = [one for one in below.get(code, ()) if one not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _children(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The places directly below each, by code; made once for the vocabulary that is in use."""
    held = _made.get(id(vocabulary))
    if held is None or held[0] is not vocabulary:
        _made.clear()
        held = _made.setdefault(id(vocabulary), (vocabulary, _find_children(vocabulary)))
    return held[1]


# By identity: a vocabulary is too large to be compared, and a program has one.
_made: dict[int, tuple[Vocabulary, Mapping[str, tuple[str, ...]]]] = {}


def _find_children(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    scheme = vocabulary.schemes.get("place")
    found: dict[str, list[str]] = {}
    for place in scheme.concepts if scheme else ():
        for iri in place.broader:
            wider = vocabulary.concept(iri)
            if wider:
                found.setdefault(wider.code, []).append(place.code)
    return {code: tuple(codes) for code, codes in found.items()}
