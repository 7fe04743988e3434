"""Councils and other public bodies together: one body by its names, codes, web domains and initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from vocab.concepts import Concept, How, Match
from vocab.folding import fold
from vocab.rules.bodies import ANOTHER_STYLE
from vocab.rules.units import JOINTS, OTHERS, UNITS, WHOLE
from vocab.vocabulary import Vocabulary

SCHEMES: Final = ("council", "body")

_LONGEST = 200  # characters of a name; what is longer is a text that mentions bodies
_WIDE_BREAK = re.compile(r" - |[:;|()/\[\]–—]")
_BREAK = re.compile(r" - |[,:;|()/\[\]–—]")
_CITY_OF = re.compile(r"\s*(?:the )?city of\b", re.IGNORECASE)
_DIRECT = (How.PREFERRED, How.ALTERNATIVE, How.HIDDEN, How.NOTATION, How.IRI)
_COUNTY_TIERS = frozenset({"county council", "unitary authority", "combined authority"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A body that a word means, why we think so, and whether another might have been meant."""

    body: Concept
    how: str
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """Every body of the vocabularies, and the ways to it that are no labels."""

    vocabulary: Vocabulary
    _codes: Mapping[str, Concept] = field(init=False, repr=False)
    _domains: Mapping[str, Concept] = field(init=False, repr=False)
    _joined: Mapping[str, Concept] = field(init=False, repr=False)
    _slugs: Mapping[str, Concept] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        bodies = tuple(_bodies(self.vocabulary))
        # A frozen dataclass sets what follows from its fields in this way only.
        object.__setattr__(self, "_codes", _only((code, body) for body in bodies for code in _codes(body)))
        object.__setattr__(
            self, "_domains", _only((name, body) for body in bodies for name in _domains(body))
        )
        object.__setattr__(self, "_joined", _only((name, body) for body in bodies for name in _joined(body)))
        object.__setattr__(self, "_slugs", {slug_of(body): body for body in bodies})

    def find(self, code: str) -> Concept | None:
        """The body with this notation: a GSS code, a former one, the IRI of the area, or a code of ours."""
        return self._codes.get(code)

    def with_slug(self, slug: str) -> Concept | None:
        """The body whose page has this slug."""
        return self._slugs.get(slug)

    def named(self, word: str, nation: str = "") -> Reading | None:
        """The one body that a name means, whole or with its unit: "Leeds City Council - Planning".

        `nation` is where the word was found: three departments of Northern Ireland share a name with others.
        """
        if not word or len(word) > _LONGEST:
            return None
        match = self._of_nation(word, nation) or self._label(word)
        return _reading(match) if match else self._in_parts(word)

    def named_in_full(self, word: str) -> Reading | None:
        """The body whose whole, official name this is, wherever in the world it was found.

        "City of Westminster" is one in Colorado as well.
        """
        match = self._label(word) if _is_whole(word) or not _CITY_OF.match(word) else None
        whole = (
            match and match.sure and (_preferred(match) or (match.how is How.ALTERNATIVE and _is_whole(word)))
        )
        return _reading(match) if match and whole else None

    def at(self, host: str) -> Concept | None:
        """The body that owns a host name or a name above it: `maps.leeds.gov.uk` is Leeds City Council's."""
        name = host.lower().strip(". ").removeprefix("www.")
        while "." in name:
            if name in self._domains:
                return self._domains[name]
            name = name.partition(".")[2]
        return None

    def joined(self, word: str) -> Concept | None:
        """The body whose name this is when its spaces are taken out: `southayrshire`."""
        return self._joined.get(word.lower())

    def _of_nation(self, word: str, nation: str) -> Match | None:
        match = self._label(f"{word} ({nation})") if nation else None
        return match if match and match.concept.label().endswith(f"({nation})") else None

    def _label(self, word: str) -> Match | None:
        found = [match for name in SCHEMES if (match := self._match(name, word))]
        if len(found) < 2:
            return found[0] if found else None
        # Two schemes know it: the label that was written beats a habit, and a sure reading one that is not.
        ranked = sorted(found, key=lambda match: (match.how not in _DIRECT, not match.sure))
        first, second = ((match.how in _DIRECT, match.sure) for match in ranked[:2])
        return ranked[0] if first != second else None

    def _match(self, scheme: str, word: str) -> Match | None:
        known = self.vocabulary.schemes.get(scheme)
        match = known.match(word) if known else None
        return match if match and _fits(match, word) else None

    def _joined_by_commas(self, word: str) -> str:
        """A word without the commas that belong to a name: "Newry, Mourne and Down District Council - Planning"."""
        for part in _WIDE_BREAK.split(word) if "," in word else ():
            if "," in part and self._label(part.strip()):
                word = word.replace(part, part.replace(",", " "))
        return word

    def _in_parts(self, word: str) -> Reading | None:
        """The body that one part of a name is in full, where no other part is another organisation."""
        parts = [part.strip() for part in _BREAK.split(self._joined_by_commas(word)) if part.strip()]
        if len(parts) < 2:
            return None
        known: dict[str, Concept] = {}
        others: list[str] = []
        whole = False
        for part in parts:
            match = self._label(part)
            if match and match.sure and match.how in _DIRECT:
                known[match.concept.iri] = match.concept
                whole = whole or _preferred(match) or _is_whole(part)
            else:
                others += fold(part).split()
        if len(known) != 1 or looks_like_another(others) or not (whole or UNITS.issuperset(others)):
            return None
        return Reading(body=next(iter(known.values())), how="name: with a unit of it", sure=whole)


def bodies_of(vocabulary: Vocabulary) -> Bodies:
    """The bodies of a vocabulary; made once for each vocabulary that is in use."""
    held = _made.get(id(vocabulary))
    if held is None or held.vocabulary is not vocabulary:
        _made.clear()
        held = _made.setdefault(id(vocabulary), Bodies(vocabulary=vocabulary))
    return held


# By identity: a vocabulary is too large to be compared, and a program has one.
_made: dict[int, Bodies] = {}


def slug_of(body: Concept) -> str:
    """The last part of the address of a body's page."""
    return body.facts.get("slug") or body.code


def names_of(body: Concept) -> tuple[str, ...]:
    """A body's labels, folded, the longest first."""
    labels = (*body.labels, *body.alternatives)
    names = {fold(text) for text in (*(label.text for label in labels), *body.hidden)}
    return tuple(sorted(names - {""}, key=lambda name: (-len(name), name)))


def initials_of(body: Concept) -> frozenset[str]:
    """A body's initials in small letters, stated or made of its whole names. Many bodies share them."""
    whole = (name.split() for name in names_of(body) if not WHOLE.isdisjoint(name.split()))
    made = {"".join(word[0] for word in words if word not in JOINTS) for words in whole}
    stated = {fold(text).replace(" ", "") for text in body.lists.get("initials", ())}
    return frozenset(text for text in made | stated if len(text) > 1)


def looks_like_another(words: Iterable[str]) -> bool:
    """Whether folded words name an organisation of their own: a trust, a company, a university."""
    return not OTHERS.isdisjoint(words)


def _reading(match: Match) -> Reading:
    # The notation of a body of ours is its name with hyphens, which folds to the name.
    why = (
        match.reason if match.how is not How.NOTATION else f"{How.PREFERRED.value} “{match.concept.label()}”"
    )
    return Reading(body=match.concept, how=f"name: {why}", sure=match.sure)


def _preferred(match: Match) -> bool:
    return match.how is How.PREFERRED or (match.how is How.NOTATION and match.concept.scheme == "body")


def _is_whole(word: str) -> bool:
    """Whether a word that only whole names have is in it."""
    return not WHOLE.isdisjoint(fold(word).split())


def _fits(match: Match, word: str) -> bool:
    """Whether a style that is not the council's own fits its tier: "Cambridge County Council" is no city.

    A city's council under a council that never calls itself a city's is a parish's: Lichfield's, Salisbury's.
    """
    if match.rule != ANOTHER_STYLE:
        return True
    folded = fold(word)
    if folded.endswith(" city council") and not any(
        "city" in name.split() for name in names_of(match.concept)
    ):
        return False
    tier = match.concept.facts.get("tier", "")
    return tier in _COUNTY_TIERS if " county " in f" {folded} " else tier != "county council"


def _bodies(vocabulary: Vocabulary) -> Iterator[Concept]:
    for name in SCHEMES:
        if name in vocabulary.schemes:
            yield from vocabulary.schemes[name].concepts


def _codes(body: Concept) -> Iterator[str]:
    yield body.code
    yield body.iri
    yield from body.lists.get("formerCode", ())
    if "area" in body.facts:
        yield body.facts["area"]


def _domains(body: Concept) -> tuple[str, ...]:
    return tuple(name.lower() for name in body.lists.get("domain", ()))


def _joined(body: Concept) -> Iterator[str]:
    return (name.replace(" ", "") for name in names_of(body))


def _only(pairs: Iterable[tuple[str, Concept]]) -> dict[str, Concept]:
    """Keys with the one body each means; a present body before an abolished one, and none where two share it."""
    meant: dict[str, dict[str, Concept]] = {}
    for key, body in pairs:
        meant.setdefault(key, {})[body.iri] = body
    return {key: one for key, bodies in meant.items() if (one := _one(tuple(bodies.values())))}


def _one(bodies: tuple[Concept, ...]) -> Concept | None:
    present = tuple(body for body in bodies if not body.former) or bodies
    return present[0] if len(present) == 1 else None
