"""All vocabularies together: the one object that the other rooms ask what a word means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from vocab.concepts import Concept, Match
from vocab.errors import VocabularyError
from vocab.places import AREA, with_areas
from vocab.scheme import Scheme
from vocab.turtle import read_scheme

SCHEMES_FOLDER = Path(__file__).parent / "schemes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The schemes by name, such as `licence` or `file-type`. A name that is no scheme raises KeyError."""

    schemes: Mapping[str, Scheme]
    _concepts: Mapping[str, Concept] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        concepts = {concept.iri: concept for scheme in self.schemes.values() for concept in scheme.concepts}
        object.__setattr__(self, "_concepts", concepts)

    def match(self, scheme_name: str, word: str) -> Match | None:
        """The concept of a scheme that a portal's word means, or None; see Scheme.match."""
        return self.schemes[scheme_name].match(word)

    def concept(self, iri: str) -> Concept | None:
        """The concept with exactly this IRI, whatever its scheme."""
        known = self._concepts.get(iri)
        return self._unlisted_area(iri) if known is None and iri.startswith(AREA) else known

    def find(self, scheme_name: str, code: str) -> Concept | None:
        """The concept of a scheme with exactly this notation."""
        return self.schemes[scheme_name].find(code)

    def label(self, iri: str, lang: str = "en") -> str | None:
        """What to show for a concept's IRI, or None if no scheme has it."""
        concept = self.concept(iri)
        return concept.label(lang) if concept else None

    def _unlisted_area(self, iri: str) -> Concept | None:
        place = self.schemes.get("place")
        return place.find(iri.removeprefix(AREA)) if place else None


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabularies of a folder, one scheme per `*.ttl`; without a folder our own, which are read once.

    Raises VocabularyError, naming file and concept, if a file cannot be used.
    """
    return _read_folder(folder) if folder else _our_vocabulary()


@cache
def _our_vocabulary() -> Vocabulary:
    return _read_folder(SCHEMES_FOLDER)


def _read_folder(folder: Path) -> Vocabulary:
    schemes = {path.stem: read_scheme(path) for path in sorted(folder.glob("*.ttl"))}
    if not schemes:
        raise VocabularyError(f"{folder}: no vocabularies, expected at least one *.ttl file")
    return Vocabulary(schemes=with_areas(schemes))
