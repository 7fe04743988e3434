"""Matching: what a portal no longer lists against what it newly lists, one to one. Pure.

Clues that a pair shares are weighed. The heaviest pairs are taken first; where one of them has a rival of the same
weight, the order on the portal's list decides if the rivals are alike in everything, and else a person must. Nothing
depends on the order in which traces are given.

| shared | weight | | shared | weight |
|---|---|---|---|---|
| an item with its layer | 5 | | title | 3 |
| a name; an item, save of another layer | 4 | | all addresses of one side | 3 |
| landing page | 3 | | some address | 2 |
| day of issue | 1; 2 beside an address | | a title of three words or more | 1 more |

What a dataset that stayed on the list has too says nothing of these, save its title, which then weighs 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, product

from catalogue.identity.traces import Clue, Trace, kind_of

CERTAIN = 4
LIKELY = 3
TWINS = 6
_CROWD = 64  # pairs that one clue may propose: what so many share tells nobody apart
_NAMED = {
    Clue.NAME: "name written otherwise",
    Clue.LAYER: "layer of an item",
    Clue.ITEM: "item",
    Clue.PAGE: "landing page",
    Clue.ADDRESS: "address",
    Clue.TITLE: "title",
    Clue.ISSUED: "day of issue",
}
# What is doubtful and has not even title, item or page in common is not proposed: the record would wait, unseen, for
# the sake of a dataset that calls itself something else.
_BESIDE = {Clue.ADDRESS, Clue.ISSUED}
_ORDER = (Clue.TITLE, Clue.NAME, Clue.LAYER, Clue.ITEM, Clue.PAGE, Clue.ISSUED)
_WEIGHTS = {
    Clue.NAME: 4,
    Clue.LAYER: 5,
    Clue.ITEM: 4,
    Clue.PAGE: 3,
    Clue.TITLE: 3,
    Clue.ISSUED: 1,
    Clue.TELLING: 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two keys that name one dataset. `evidence` and `doubt` are words for people; a certain pair has no doubt."""

    gone: str
    come: str
    weight: int
    evidence: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    gone: Trace
    come: Trace
    shared: frozenset[int]
    weight: int


def match_traces(
    gone: Iterable[Trace],
    come: Iterable[Trace],
    *,
    staying: Set[int] = frozenset(),
    never: Set[tuple[str, str]] = frozenset(),
) -> tuple[Pair, ...]:
    """The pairs, heaviest first, each key in one at most. `staying` are clues of datasets that stayed on the list,
    `never` pairs (gone, come) that a person has refused.

    Who has no partner is in no pair: it is gone, or it is new.
    """
    likely = _candidates(list(gone), list(come), staying)
    candidates = [one for one in likely if (one.gone.key, one.come.key) not in never]
    taken: set[tuple[str, str]] = set()
    pairs: list[Pair] = []
    for _, level in groupby(candidates, key=lambda one: one.weight):
        free = [one for one in level if not taken & set(_ends(one))]
        for found in _settle(free):
            taken |= {("gone", found.gone), ("come", found.come)}
            pairs.append(found)
    return tuple(pairs)


def _candidates(gone: Sequence[Trace], come: Sequence[Trace], staying: Set[int]) -> list[_Candidate]:
    """Every pair that could be one dataset, heaviest first."""
    met = {(g, c) for ones in _meetings(gone, come, staying) for g, c in ones}
    made = (_candidate(gone[g], come[c], staying) for g, c in met)
    likely = (one for one in made if one.weight >= LIKELY)
    return sorted(likely, key=lambda one: (-one.weight, _place(one.gone), _place(one.come)))


def _meetings(
    gone: Sequence[Trace], come: Sequence[Trace], staying: Set[int]
) -> Iterator[Iterable[tuple[int, int]]]:
    """Places of those that share a clue which tells them apart from most others."""
    left, right = _by_clue(gone), _by_clue(come)
    for clue in left.keys() & right.keys():
        useful = clue not in staying or kind_of(clue) is Clue.TITLE
        if (
            useful
            and kind_of(clue) not in (Clue.ISSUED, Clue.TELLING)
            and len(left[clue]) * len(right[clue]) <= _CROWD
        ):
            yield product(left[clue], right[clue])


def _by_clue(traces: Sequence[Trace]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, trace in enumerate(traces):
        for clue in trace.clues:
            found[clue].append(place)
    return found


def _candidate(gone: Trace, come: Trace, staying: Set[int]) -> _Candidate:
    both = frozenset(gone.clues) & frozenset(come.clues)
    shared = frozenset(
        clue for clue in both if clue not in staying or kind_of(clue) in (Clue.TITLE, Clue.ISSUED)
    )
    kinds = _kinds(shared)
    if Clue.LAYER not in kinds and _of(Clue.LAYER, gone.clues) and _of(Clue.LAYER, come.clues):
        shared -= _of(Clue.ITEM, shared)
        kinds.discard(Clue.ITEM)
    weight = sum(_WEIGHTS.get(kind, 0) for kind in kinds)
    if Clue.TITLE in kinds and not _of(Clue.TITLE, shared) - staying:
        weight -= 1
    if Clue.ADDRESS in kinds:
        weight += (3 if _all_of_one_side(gone, come, shared) else 2) + (Clue.ISSUED in kinds)
    return _Candidate(gone, come, shared, weight)


def _kinds(shared: Set[int]) -> set[Clue]:
    """What is shared; an item with its layer is not counted as an item once more."""
    kinds = {kind_of(clue) for clue in shared}
    return kinds - {Clue.ITEM} if Clue.LAYER in kinds else kinds


def _all_of_one_side(gone: Trace, come: Trace, shared: Set[int]) -> bool:
    both = _of(Clue.ADDRESS, shared)
    return both in (_of(Clue.ADDRESS, gone.clues), _of(Clue.ADDRESS, come.clues))


def _of(kind: Clue, clues: Iterable[int]) -> set[int]:
    return {clue for clue in clues if kind_of(clue) is kind}


def _settle(level: Sequence[_Candidate]) -> Iterator[Pair]:
    """The pairs among candidates of one weight: those without a rival, and by the order of the list the others."""
    for knot in _knots(level):
        judged = [(knot[0], _doubt(knot[0]))] if len(knot) == 1 else _in_order(knot)
        for one, doubt in judged:
            if not doubt or not _kinds(one.shared) <= _BESIDE:
                yield _pair(one, doubt=doubt, extra="place on the list" if len(knot) > 1 else "")


def _knots(level: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Candidates that have a side in common, directly or through others, together."""
    touching: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(level):
        for end in _ends(one):
            touching[end].append(place)
    seen: set[int] = set()
    for start in range(len(level)):
        if start in seen:
            continue
        knot, waiting = {start}, [start]
        while waiting:
            near = {place for end in _ends(level[waiting.pop()]) for place in touching[end]} - knot
            knot |= near
            waiting.extend(near)
        seen |= knot
        yield [level[place] for place in sorted(knot)]


def _in_order(knot: Sequence[_Candidate]) -> Iterator[tuple[_Candidate, str]]:
    """The first of one side with the first of the other, with the doubt. There is none where each matches each, and
    in much: then the portal lists one dataset several times, and which of them is which makes no difference."""
    sides = len({one.gone.key for one in knot}) * len({one.come.key for one in knot})
    doubt = "" if len(knot) == sides and knot[0].weight >= TWINS else "others match as well"
    taken: set[tuple[str, str]] = set()
    for one in knot:
        if not taken & set(_ends(one)):
            taken |= set(_ends(one))
            yield one, doubt


def _ends(one: _Candidate) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("gone", one.gone.key), ("come", one.come.key)


def _doubt(one: _Candidate) -> str:
    """Why a pair without a rival is not certain: "" where it is."""
    if one.weight >= CERTAIN:
        return ""
    against = [_NAMED[kind] for kind in (Clue.ITEM, Clue.ADDRESS, Clue.ISSUED) if _contradicts(kind, one)]
    alone = _kinds(one.shared)
    if (alone == {Clue.TITLE} and len(against) < 2) or (alone == {Clue.ADDRESS} and not against):
        return ""
    return f"another {' and another '.join(against)}" if against else "little to go by"


def _contradicts(kind: Clue, one: _Candidate) -> bool:
    return bool(_of(kind, one.gone.clues) and _of(kind, one.come.clues) and not _of(kind, one.shared))


def _pair(one: _Candidate, *, doubt: str, extra: str) -> Pair:
    return Pair(
        gone=one.gone.key, come=one.come.key, weight=one.weight, evidence=_evidence(one, extra), doubt=doubt
    )


def _evidence(one: _Candidate, extra: str) -> str:
    """What both say, in words: "the same title, 3 of 4 addresses"."""
    kinds = _kinds(one.shared)
    said = [_NAMED[kind] for kind in _ORDER if kind in kinds]
    if Clue.ADDRESS in kinds:
        both = len(_of(Clue.ADDRESS, one.shared))
        said.append(f"{both} of {max(both, len(_of(Clue.ADDRESS, one.gone.clues)))} addresses")
    return "the same " + ", ".join([*said, *([extra] if extra else [])])


def _place(trace: Trace) -> tuple[int, str]:
    return trace.position, trace.key
