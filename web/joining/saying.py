"""Joins in words: why one comes first, what sampled values have in common, and what a lookup loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.joins.bridges import Fit
from catalogue.joins.kinds import joining_kinds
from catalogue.joins.nearness import Nearness
from catalogue.joins.ranking import Period, Ranked, Shared
from vocab import Vocabulary
from web.wording import begin_large

FITS = {
    Fit.EXACT: "each value has its own there",
    Fit.WITHIN: "each value lies in one area",
    Fit.BEST_FIT: "each value is given to the area that fits best",
    Fit.GEOMETRY: "worked out from borders and points, with tools for maps",
}
"""How well a lookup fits."""

_SURENESS = ((0.95, "Sure"), (0.8, "Nearly sure"), (0.6, "Likely"), (0.0, "Perhaps"))


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWords:
    """Says it with the names of places and identifiers that the vocabulary has."""

    vocabulary: Vocabulary

    def why(self, ranked: Ranked) -> str:
        """Why a dataset stands where it stands, as a sentence."""
        return begin_large("; ".join(self._reasons(ranked))) + "."

    def _reasons(self, ranked: Ranked) -> Iterator[str]:
        place = self.place(ranked.by)
        match ranked.nearness:
            case Nearness.SAME:
                yield f"about the same area, {place}"
            case Nearness.AROUND:
                yield f"about {place}, which is around it"
            case Nearness.INSIDE:
                yield f"about {place}, which is inside it"
            case Nearness.NEAR:
                yield f"about an area that is in {place} as well"
            case Nearness.ELSEWHERE:
                yield "about another area"
            case _ if ranked.shared and ranked.shared.values:
                yield "its area is not known, but values in both show that it is near"
            case _:
                yield "its area is not known"
        if ranked.period is Period.OVERLAPS and ranked.years:
            yield f"the same years, {say_years(ranked.years)}"
        elif ranked.period is Period.APART:
            yield "other years"
        if ranked.other_publisher:
            yield "another publisher"
        if ranked.other_theme:
            yield "another theme"

    def place(self, code: str) -> str:
        """What an area is called; its code where we do not know it."""
        found = self.vocabulary.find("place", code) if code else None
        return found.label() if found else code


def say_years(years: tuple[int, int]) -> str:
    """Years as people write them: "2019", "2019–2021"."""
    first, last = years
    return str(first) if first == last else f"{first}–{last}"


def say_shared(shared: Shared, kind: str) -> str:
    """What two samples have in common, as a sentence; the note that samples are the first rows stands beside it."""
    plural = joining_kinds()[kind].plural if kind in joining_kinds() else "values"
    if not shared.values:
        return f"None of {shared.here:,} sampled {plural} here is among {shared.there:,} sampled there."
    verb = "is" if shared.values == 1 else "are"
    return f"Of {shared.here:,} sampled {plural} here, {shared.values:,} {verb} among {shared.there:,} sampled there."


def say_kind(kind: str) -> str:
    """What a kind of identifier is called within a sentence."""
    known = joining_kinds().get(kind)
    return known.name if known else kind


def say_sureness(confidence: float) -> str:
    """How sure a detection is, in words."""
    return next(words for least, words in _SURENESS if confidence >= least)
