"""Quarantine: how much may go or change at once before a person must look. Pure.

| held | when | what goes on meanwhile |
|---|---|---|
| removals | all, or more than ten and a fifth, are gone; or fewer than `min` are listed | the rest is applied |
| changes | licence, publisher or distributions become half as frequent, and five lose them | all other changes are |
| additions | more than `max` are listed | what was here is brought up to date |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from catalogue.model import Dataset

FEW = 10
SHARE = 0.20
_LOSING = 5
_FLOOD = 10
_SMALL = 1000


class Filled(IntFlag):
    """What a dataset says of the things that nobody can do without; kept beside it as a number."""

    LICENCE = 1
    PUBLISHER = 2
    DISTRIBUTION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How many of some datasets have each of the things; `losing` how many would no longer have it."""

    datasets: int
    having: Mapping[Filled, int]
    losing: Mapping[Filled, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How few and how many records a portal may list; None where nothing is known yet."""

    least: int | None = None
    most: int | None = None


def filled_of(dataset: Dataset) -> Filled:
    """What a dataset has; the licence of one of its distributions will do."""
    files = dataset.distribution
    said = {
        Filled.LICENCE: dataset.license or any(one.license for one in files),
        Filled.PUBLISHER: dataset.publisher,
        Filled.DISTRIBUTION: files,
    }
    return Filled(sum(flag for flag, value in said.items() if value))


def too_many_gone(*, gone: int, shown: int) -> bool:
    """Whether so much vanished that a person must look first: all of it, or more than ten and a fifth."""
    return gone > 0 and (gone >= shown or gone > max(FEW, shown * SHARE))


def halved(held: Fill, listed: Fill) -> tuple[Filled, ...]:
    """What would be at most half as frequent as it was, and lost by so many that it is no correction."""
    return tuple(
        flag
        for flag in Filled
        if listed.losing[flag] >= _LOSING
        and 2 * listed.having[flag] * held.datasets <= held.having[flag] * listed.datasets
    )


def bounds_of(settings: Mapping[str, Any], earlier: Sequence[int]) -> Bounds:
    """The portal's `min` and `max`; where it has none, half of the fewest and ten times the most that its last
    complete runs (`earlier`) listed, but at least a thousand: additions harm nobody until they are a flood."""
    learned = Bounds(
        least=min(earlier) // 2 if earlier else None,
        most=max(_SMALL, _FLOOD * max(earlier)) if earlier else None,
    )
    return Bounds(least=_number(settings, "min", learned.least), most=_number(settings, "max", learned.most))


def words_for(flags: Iterable[Filled]) -> str:
    """What is lost, for a sentence: "licence and publisher"."""
    return " and ".join(flag.name.lower() for flag in flags if flag.name)


def _number(settings: Mapping[str, Any], name: str, learned: int | None) -> int | None:
    """A setting that is a number; what was learned where it is none."""
    value = settings.get(name)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else learned
