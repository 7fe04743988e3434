"""Which of many datasets that can be joined with one come first: those that are most likely of use with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from catalogue.joins.facts import JoinFacts
from catalogue.joins.nearness import Nearness, Surroundings

_FEW = 5
"""So many values are counted with each sample beside its own: all of four are then worth less than seven of ten."""

_OPENNESS = ("open", "not-open", "not-stated")


class Period(IntEnum):
    """How the years of two datasets lie; what is not stated may well overlap."""

    OVERLAPS = 0
    UNKNOWN = 1
    APART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another dataset with a column of the kind. `confidence` is that of its column, from 0 to 1, `cautious` says that
    its columns call for caution."""

    id: str
    title: str
    portal: str
    column: str
    file: str
    confidence: float
    facts: JoinFacts
    cautious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How many of the sampled values of two datasets are the same: of so many here and so many there."""

    values: int
    here: int
    there: int

    @property
    def weight(self) -> float:
        """The part of the smaller sample that is in the other, from 0 to 1; less where that sample is of few values, of
        which all may be there by chance, and little comes of joining them."""
        return self.values / (min(self.here, self.there) + _FEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate with what decides its place. `by` is the code of the area by which it is near, "" where it is not;
    `years` those that both cover; `shared` is None where not both were sampled."""

    candidate: Candidate
    nearness: Nearness
    by: str
    period: Period
    years: tuple[int, int] | None
    other_publisher: bool
    other_theme: bool
    shared: Shared | None = None


def rank(subject: JoinFacts, places: Surroundings, candidates: Sequence[Candidate]) -> tuple[Ranked, ...]:
    """The candidates by where, when, who and what, before anybody looks at sampled values."""
    return tuple(sorted((_looked_at(subject, places, one) for one in candidates), key=_order))


def rank_again(ranked: Sequence[Ranked], shared: Mapping[str, Shared]) -> tuple[Ranked, ...]:
    """The same with what sampled values have in common, by the identifiers of the candidates."""
    told = (replace(one, shared=shared.get(one.candidate.id)) for one in ranked)
    return tuple(sorted(told, key=_order))


def years_in_common(
    ours: tuple[int, int] | None, theirs: tuple[int, int] | None
) -> tuple[Period, tuple[int, int] | None]:
    """How two periods lie, and what they share."""
    if ours is None or theirs is None:
        return Period.UNKNOWN, None
    first, last = max(ours[0], theirs[0]), min(ours[1], theirs[1])
    return (Period.OVERLAPS, (first, last)) if first <= last else (Period.APART, None)


def _looked_at(subject: JoinFacts, places: Surroundings, one: Candidate) -> Ranked:
    period, years = years_in_common(subject.years, one.facts.years)
    near, by = places.look(one.facts.areas)
    return Ranked(
        candidate=one,
        nearness=near,
        by=by,
        period=period,
        years=years,
        other_publisher=one.facts.publisher != subject.publisher,
        other_theme=bool(one.facts.themes) and subject.themes.isdisjoint(one.facts.themes),
    )


def _order(one: Ranked) -> tuple[object, ...]:
    """The same area first, then the same years, values that are known to be in both, what others or another field
    bring in, what may be used freely, what is fresh, and what we are surest of.

    Where nobody says what a dataset is about, values that are in both show that it is about the same.
    """
    facts = one.candidate.facts
    proven = one.nearness is Nearness.UNKNOWN and one.shared is not None and one.shared.values > 0
    freedom = _OPENNESS.index(facts.openness) if facts.openness in _OPENNESS else len(_OPENNESS)
    return (
        Nearness.SAME if proven else one.nearness,
        one.period,
        -one.shared.weight if one.shared else 0.0,
        -(one.other_publisher + one.other_theme),
        freedom,
        _backwards(facts.modified),
        -one.candidate.confidence,
        one.candidate.id,
    )


def _backwards(instant: str) -> int:
    """Sorts later days before earlier ones, and what states none last."""
    figures = instant[:10].replace("-", "")
    return -int(figures.ljust(8, "0")) if figures.isascii() and figures.isdigit() else 0
