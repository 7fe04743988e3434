"""What of the requirements a body's datasets cover: the best of what was found for each, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.coverage.currency import Currency, Standing, judge_currency
from catalogue.coverage.matching import Fit
from catalogue.coverage.requirements import Requirement

_RANK = {Standing.CURRENT: 2, Standing.UNDATED: 1, Standing.OLD: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A dataset that may answer requirements. `covers` is the last year that it says to cover, `modified` the data's
    own date, each "" where it is not stated."""

    id: str
    title: str
    covers: str
    modified: str
    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A dataset that answers a requirement, why we think so, and how recent it is."""

    id: str
    title: str
    fit: Fit
    currency: Currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A requirement with all that was found for it, the best first.

    `state` is "current", "old", "undated" or "not-found".
    """

    requirement: Requirement
    found: tuple[Found, ...]

    @property
    def best(self) -> Found | None:
        """The dataset that stands for all of them; None where nothing was found."""
        return self.found[0] if self.found else None

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        return self.best.currency.standing.value if self.best else "not-found"


def cover(
    requirements: Iterable[Requirement], candidates: Sequence[Candidate], today: date
) -> tuple[Covered, ...]:
    """Each requirement with what answers it, in the order given."""
    by_code: dict[str, list[tuple[Candidate, Fit]]] = {}
    for candidate in candidates:
        for fit in candidate.fits:
            by_code.setdefault(fit.requirement, []).append((candidate, fit))
    return tuple(_covered(one, by_code.get(one.code, ()), today) for one in requirements)


def not_here(mine: Mapping[str, int], peers: Sequence[Mapping[str, int]], *, least: int) -> dict[str, int]:
    """What at least so many of the peers publish and one does not, by how many of them do, the most first."""
    counted: dict[str, int] = {}
    for subject in (subject for peer in peers for subject in peer if subject not in mine):
        counted[subject] = counted.get(subject, 0) + 1
    shared = [(subject, number) for subject, number in counted.items() if number >= least]
    return dict(sorted(shared, key=lambda each: (-each[1], each[0])))


def _covered(requirement: Requirement, found: Sequence[tuple[Candidate, Fit]], today: date) -> Covered:
    judged = (_found(candidate, fit, requirement, today) for candidate, fit in found)
    return Covered(requirement=requirement, found=tuple(sorted(judged, key=_worth, reverse=True)))


def _found(candidate: Candidate, fit: Fit, requirement: Requirement, today: date) -> Found:
    currency = judge_currency(
        requirement.every,
        title=candidate.title,
        covers=candidate.covers,
        modified=candidate.modified,
        today=today,
    )
    return Found(id=candidate.id, title=candidate.title, fit=fit, currency=currency)


def _worth(found: Found) -> tuple[bool, int, date, str]:
    """What is sure before what is likely, then what stands best, then what is latest."""
    currency = found.currency
    return found.fit.sure, _RANK[currency.standing], currency.day or date.min, found.id
