"""What of a dataset decides how likely it is to be joined with another: where, when, what about, under which terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.document import areas_of, licence_of, theme_codes, years_of
from catalogue.document import openness as openness_of
from catalogue.model import Dataset
from vocab import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFacts:
    """Codes of areas and themes, the first and last year that are covered, the code of the licence ("" where none that
    we know is stated), whether it may be used freely, and when it was last modified."""

    publisher: str = ""
    areas: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    themes: frozenset[str] = frozenset()
    licence: str = ""
    openness: str = "not-stated"
    modified: str = ""


def facts_of(dataset: Dataset, vocabulary: Vocabulary) -> JoinFacts:
    """The facts of one dataset."""
    licence = licence_of(dataset)
    concept = vocabulary.concept(licence.iri) if licence and licence.iri else None
    return JoinFacts(
        publisher=dataset.publisher.slug if dataset.publisher else "",
        areas=areas_of(dataset, vocabulary),
        years=years_of(dataset),
        themes=frozenset(theme_codes(dataset, vocabulary)),
        licence=concept.code if concept else "",
        openness=openness_of(licence, concept),
        modified=dataset.modified.value if dataset.modified else "",
    )


def to_columns(facts: JoinFacts) -> dict[str, str]:
    """The facts as the columns in which the ledger keeps them beside a dataset's tables (`publisher` has its own)."""
    return {
        "areas": " ".join(facts.areas),
        "years": "-".join(f"{year:04}" for year in facts.years or ()),
        "themes": " ".join(sorted(facts.themes)),
        "licence": facts.licence,
        "openness": facts.openness,
        "modified": facts.modified[:40],
    }


def from_columns(publisher: str, held: Sequence[str]) -> JoinFacts:
    """The inverse of to_columns, of their values in that order."""
    areas, years, themes, licence, openness, modified = held
    first, _, last = years.partition("-")
    return JoinFacts(
        publisher=publisher,
        areas=tuple(areas.split()),
        years=(int(first), int(last)) if last else None,
        themes=frozenset(themes.split()),
        licence=licence,
        openness=openness or "not-stated",
        modified=modified,
    )
