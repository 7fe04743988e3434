"""From what datasets have in common to clusters: which are copies for sure, which may be, and which comes first.

Pure. Nothing is merged: each dataset stays, under its own name; a cluster only says that they are one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from catalogue.clusters.evidence import Kind, title_words

MOST_TOGETHER = 12
"""Datasets that share a key; what more of them share is a site's page or an interface, and says nothing."""

_ALIKE = 0.5  # of two titles' words, from which on they say the same
_HALF = 0.5  # of the files of the dataset with fewer, from which on two are about the same files
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What of a dataset decides. `says_copy` that it names another host as its origin; `crowd` how many publishers
    its portal has, since a collector of others' datasets has many; `size` how much it says."""

    id: str
    portal: str
    title: str
    evidence: Mapping[str, Kind]
    says_copy: bool = False
    crowd: int = 1
    first_seen: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two datasets of different portals (`a` before `b` in the alphabet) that are one (`sure`) or may be, and why."""

    a: str
    b: str
    sure: bool
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The clusters, each with its members in the order in which they stand, and every pair that has a reason."""

    clusters: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]


Decisions = Mapping[tuple[str, str], bool]
"""What people said of two datasets (`a` before `b`): that they are one (True), or two."""


def judge(members: Iterable[Member], decisions: Decisions) -> Judgement:
    """The clusters of datasets that have anything in common.

    A cluster holds a portal once: where two datasets of a portal would come together, the weaker reason stays a
    proposal. What a person said goes before all evidence.
    """
    known = {member.id: member for member in members}
    pairs = [_pair(known[a], known[b]) for a, b in _meetings(known)]
    decided = {key: same for key, same in decisions.items() if key[0] in known and key[1] in known}
    return _joined(known, [pair for pair in pairs if pair], decided)


def alike(one: str, other: str) -> float:
    """How much of two titles' words is common to both, from 0 to 1."""
    words, others = title_words(one), title_words(other)
    return len(words & others) / len(words | others) if words and others else 0.0


def _meetings(known: Mapping[str, Member]) -> list[tuple[str, str]]:
    """The pairs that share a key which is one dataset's alone at each of their portals."""
    bearers: dict[str, list[Member]] = defaultdict(list)
    for member in known.values():
        for key in member.evidence:
            bearers[key].append(member)
    met: set[tuple[str, str]] = set()
    for group in bearers.values():
        if 1 < len(group) <= MOST_TOGETHER:
            at: dict[str, list[str]] = defaultdict(list)
            for member in group:
                at[member.portal].append(member.id)
            alone = sorted(ids[0] for ids in at.values() if len(ids) == 1)
            met.update(combinations(alone, 2))
    return sorted(met)


def _pair(one: Member, other: Member) -> Pair | None:
    shared = {key: (kind, other.evidence[key]) for key, kind in one.evidence.items() if key in other.evidence}
    kinds = {min(both, key=_ORDER.__getitem__) for both in shared.values()}
    if not kinds:
        return None
    return Pair(
        a=one.id,
        b=other.id,
        sure=_is_sure(kinds, one, other, files=sum(Kind.FILE in both for both in shared.values())),
        kinds=tuple(sorted(kinds, key=_ORDER.__getitem__)),
    )


def _is_sure(kinds: set[Kind], one: Member, other: Member, *, files: int) -> bool:
    """Whether that proves a copy. One reason alone, under titles without a common word, is left to a person."""
    likeness = alike(one.title, other.title)
    if {Kind.FILE, Kind.TITLE} <= kinds or (len(kinds - {Kind.TITLE}) > 1 and likeness >= _ALIKE):
        return True
    if likeness == 0:
        return False
    if kinds & {Kind.IDENTIFIER, Kind.NAME}:
        return True
    fewer = min(_count(one, Kind.FILE), _count(other, Kind.FILE))
    if Kind.FILE in kinds:
        return likeness >= _ALIKE and files >= _HALF * fewer
    return Kind.PAGE in kinds and likeness >= _ALIKE


def _count(member: Member, kind: Kind) -> int:
    return sum(one is kind for one in member.evidence.values())


def _joined(known: Mapping[str, Member], pairs: list[Pair], decided: Decisions) -> Judgement:
    """Joins what is sure, the surest first; what may not be joined stays as a pair that is not sure."""
    home = {identifier: frozenset((identifier,)) for identifier in known}
    parted = {key for key, same in decided.items() if not same}

    def join(a: str, b: str, *, by_person: bool) -> bool:
        both = home[a] | home[b]
        if any(pair in parted for pair in combinations(sorted(both), 2)):
            return False
        portals = [known[one].portal for one in both]
        if not by_person and len(set(portals)) < len(portals):
            return False
        home.update(dict.fromkeys(both, both))
        return True

    for a, b in (key for key, same in decided.items() if same):
        join(a, b, by_person=True)
    kept = []
    for pair in sorted(pairs, key=lambda one: (_ORDER[one.kinds[0]], -len(one.kinds), one.a, one.b)):
        if (pair.a, pair.b) in parted:
            continue
        sure = pair.sure and join(pair.a, pair.b, by_person=False)
        kept.append(Pair(a=pair.a, b=pair.b, sure=sure, kinds=pair.kinds))
    sets = {tuple(sorted(one, key=lambda i: _standing(known[i]))) for one in home.values() if len(one) > 1}
    return Judgement(
        clusters=tuple(sorted(sets)),
        pairs=tuple(pair for pair in kept if pair.sure or home[pair.a] != home[pair.b]),
    )


def _standing(member: Member) -> tuple[bool, int, str, int, str]:
    """Its place in a cluster: what names no origin first, then what is with its publisher, older, and fuller."""
    return (member.says_copy, member.crowd, member.first_seen, -member.size, member.id)
