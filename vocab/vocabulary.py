"""All vocabularies together: the one object that the other rooms ask what a word means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from vocab.concepts import Concept, How, Match
from vocab.errors import VocabularyError
from vocab.places import AREA, is_area, with_areas
from vocab.rules import JOINED
from vocab.scheme import LONGEST_WORD, Scheme
from vocab.turtle import read_scheme

SCHEMES_FOLDER = Path(__file__).parent / "schemes"

_BY_NAME = frozenset({How.IRI, How.PREFERRED, How.ALTERNATIVE, How.HIDDEN})
"""By what a concept of a narrower scheme must have been met: a bare number or a habit is too weak to cross over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The schemes by name, such as `licence` or `file-type`. A name that is no scheme raises KeyError.

    Two are equal only if they are one object, so that what is prepared from one can be kept by it.
    """

    schemes: Mapping[str, Scheme]
    _concepts: Mapping[str, Concept] = field(init=False, repr=False, compare=False)
    _narrower: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        concepts = {concept.iri: concept for scheme in self.schemes.values() for concept in scheme.concepts}
        object.__setattr__(self, "_concepts", concepts)
        object.__setattr__(self, "_narrower", _narrower_schemes(concepts))

    def match(self, scheme_name: str, word: str) -> Match | None:
        """The concept of a scheme that a portal's word means, or None; see Scheme.match.

        A word that the scheme does not know may name a concept of a narrower scheme, as a council service has
        its theme: the word then means the wider concept. Or it joins words that all mean the same concept.
        """
        return self._match_one(scheme_name, word) or self._match_joined(scheme_name, word)

    def prepare(self) -> None:
        """Folds the labels of every scheme now, which otherwise waits for the first word: before a process forks."""
        for scheme in self.schemes.values():
            scheme.match("")

    def concept(self, iri: str) -> Concept | None:
        """The concept with exactly this IRI, whatever its scheme."""
        known = self._concepts.get(iri)
        return self._unlisted_area(iri) if known is None and is_area(iri) else known

    def find(self, scheme_name: str, code: str) -> Concept | None:
        """The concept of a scheme with exactly this notation."""
        return self.schemes[scheme_name].find(code)

    def label(self, iri: str, lang: str = "en") -> str | None:
        """What to show for a concept's IRI, or None if no scheme has it."""
        concept = self.concept(iri)
        return concept.label(lang) if concept else None

    def _match_one(self, scheme_name: str, word: str) -> Match | None:
        return self.schemes[scheme_name].match(word) or self._match_narrower(scheme_name, word)

    def _match_joined(self, scheme_name: str, word: str) -> Match | None:
        """What "Roads & Parking" means: the concept that every part means, None where one part is unknown."""
        parts = JOINED[scheme_name](word) if scheme_name in JOINED and len(word) <= LONGEST_WORD else ()
        found = [self._match_one(scheme_name, part) for part in parts]
        met = [match for match in found if match]
        if not met or len(met) < len(parts) or len({match.concept.iri for match in met}) > 1:
            return None
        label, sure = ", ".join(match.label for match in met), all(match.sure for match in met)
        rule = "words of one meaning, joined"
        return Match(concept=met[0].concept, word=word, how=How.RULE, label=label, rule=rule, sure=sure)

    def _match_narrower(self, scheme_name: str, word: str) -> Match | None:
        """What a concept of a narrower scheme belongs to; the first of several, without being sure."""
        for name in self._narrower.get(scheme_name, ()):
            met = self.schemes[name].match(word)
            if met is None or met.how not in _BY_NAME:
                continue
            wider = [found for iri in met.concept.broad_matches if (found := self._in(scheme_name, iri))]
            if wider:
                rule = f"one of the {self.schemes[name].title.lower()}, which belongs to this"
                sure = met.sure and len(wider) == 1
                return Match(concept=wider[0], word=word, how=How.RULE, label=met.label, rule=rule, sure=sure)
        return None

    def _unlisted_area(self, iri: str) -> Concept | None:
        place = self.schemes.get("place")
        return place.find(iri.removeprefix(AREA)) if place else None

    def _in(self, scheme_name: str, iri: str) -> Concept | None:
        concept = self._concepts.get(iri)
        return concept if concept and concept.scheme == scheme_name else None


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabularies of a folder, one scheme per `*.ttl`; without a folder our own, which are read once.

    Raises VocabularyError, naming file and concept, if a file cannot be used.
    """
    return _read_folder(folder) if folder else _our_vocabulary()


def _narrower_schemes(concepts: Mapping[str, Concept]) -> Mapping[str, tuple[str, ...]]:
    """For each scheme the others whose concepts have a broader match in it, in the order of their names."""
    pairs = {
        (concepts[iri].scheme, concept.scheme)
        for concept in concepts.values()
        for iri in concept.broad_matches
        if iri in concepts and not is_area(iri)  # a region is around a council, and not what it means
    }
    return {wide: tuple(sorted(narrow for other, narrow in pairs if other == wide)) for wide, _ in pairs}


@cache
def _our_vocabulary() -> Vocabulary:
    return _read_folder(SCHEMES_FOLDER)


def _read_folder(folder: Path) -> Vocabulary:
    schemes = {path.stem: read_scheme(path) for path in sorted(folder.glob("*.ttl"))}
    if not schemes:
        raise VocabularyError(f"{folder}: no vocabularies, expected at least one *.ttl file")
    return Vocabulary(schemes=with_areas(schemes))
