"""Places in a text: areas by the names of the vocabularies, by their codes, and by what people call them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.indexes.protocol import Meaning
from catalogue.indexes.words import WORD, fold
from catalogue.questions.question import Kind, Sense
from catalogue.questions.runs import Key, Names, Token, key_of
from vocab import Concept, How, Scheme, Vocabulary
from vocab.folding import is_address
from vocab.index import index_labels

ITSELF, SUCCESSOR, AROUND = 1.0, 0.9, 0.5
"""What a document counts for that is about the place, about one that took over from it, about what lies around it."""

WORDS_FILE = Path(__file__).with_name("place-words.csv")

_CODE = re.compile(r"[eknsw]\d{8}", re.ASCII)
_EVERYWHERE = frozenset({"K02000001", "K03000001"})  # what all datasets of a British catalogue are about
_NEAR = frozenset({"near", "around", "close to", "next to", "in and around", "surrounding", "neighbouring"})
_STYLES = frozenset(
    {"city of", "county of", "borough of", "district of", "royal borough of", "london borough of"}
)
_STANDING = frozenset({"in", "near", "around", "across", "within", "for", "yn", "ym", "yng"})
_LONGEST_BEFORE = 3  # words of the longest of these
_SHORT = 3  # letters: names in capitals that are no longer are codes, and may be words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a name means: one area or several.

    A `word` means a place only where it stands as one; a `short` name must be typed in capitals.
    """

    label: str
    areas: tuple[Concept, ...]
    word: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A run of words that names a place: from `first` to before `last`, with the words before it that belong to it."""

    first: int
    last: int
    place: Place
    near: bool
    sure: bool


def prepare_places(vocabulary: Vocabulary) -> Names[Place]:
    """Every place by its names; none where the vocabulary has no such scheme."""
    scheme = vocabulary.schemes.get("place")
    places = _by_name(scheme) if scheme else {}
    return Names(by_key=places, form=owner, longest=max(map(len, places), default=0))


def _by_name(scheme: Scheme) -> Mapping[Key, Place]:
    rows = list(_rows())
    words = {name for name, _, word in rows if word}
    places: dict[Key, Place] = {}
    for folded, entry in index_labels(scheme.concepts).items():
        if entry.how in (How.IRI, How.NOTATION) or is_address(folded):
            continue
        label = entry.concept.label().partition(" (")[0]
        short = entry.label.isupper() and len(entry.label) <= _SHORT and folded != "uk"
        place = Place(label=label, areas=(entry.concept,), word=folded in words, short=short)
        for name in (folded, fold(entry.label)):
            for key in _name_keys(name):
                places.setdefault(key, place)
    for name, codes, word in rows:
        areas = tuple(found for code in codes.split() if (found := scheme.find(code)))
        if areas:
            label = areas[0].label().partition(" (")[0] if len(areas) == 1 else name.title()
            for key in _name_keys(name):
                places[key] = Place(label=label, areas=areas, word=bool(word))
    return places


def _name_keys(name: str) -> tuple[Key, ...]:
    """What a place is looked up by; a name of several words also as if each "s" were a mark of possession."""
    key = key_of(WORD.findall(name), owner)
    return (key, tuple(word.removesuffix("s") for word in key)) if len(key) > 1 else (key,)


def owner(word: str) -> str:
    """A folded word without the mark of possession: "london's" → "london"."""
    return word.replace("’", "'").removesuffix("'s").replace("'", "")


def coded(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Place]]:
    """The words that are codes of areas."""
    scheme = vocabulary.schemes.get("place")
    for place, token in enumerate(tokens):
        area = scheme.find(token.folded.upper()) if scheme and _CODE.fullmatch(token.folded) else None
        if area:
            yield place, place + 1, Place(label=area.label().partition(" (")[0], areas=(area,))


def stand(tokens: Sequence[Token], runs: Iterable[tuple[int, int, Place]]) -> Iterator[Found]:
    """The runs that can mean a place where they stand; `sure` where there is no doubt of it."""
    for first, last, place in runs:
        if place.short and not tokens[first].typed.isupper():
            continue
        near, begin = _before(tokens, first, _NEAR)
        if not near:
            _, begin = _before(tokens, first, _STYLES)
        sure = not place.word or begin < first or _stands(tokens, first)
        yield Found(first=begin, last=last, place=place, near=near, sure=sure)


def place_sense(typed: str, place: Place, *, near: bool, vocabulary: Vocabulary) -> Sense:
    """The sense of a run of words that names a place, or says that it is near one."""
    around = tuple(_around(place.areas, vocabulary))[: len(place.areas)] if near else ()
    successors = _successors(place.areas, vocabulary)
    weighed = ((place.areas, ITSELF), (successors, SUCCESSOR), (around, AROUND))
    everywhere = all(area.code in _EVERYWHERE for area in place.areas)
    values = (
        () if everywhere else tuple(("place", one.code, weight) for many, weight in weighed for one in many)
    )
    return Sense(
        kind=Kind.PLACE,
        typed=typed,
        label=f"near {place.label}" if near else place.label,
        code=place.areas[0].code if len(place.areas) == 1 else "",
        also=tuple(one.label().partition(" (")[0] for many, _ in weighed[1:] for one in many),
        meaning=Meaning(typed=typed, values=values, needed=not everywhere),
    )


def wider(areas: Iterable[Concept], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The codes of the places around these, the nearest first, but for those that are around everything."""
    named = tuple(areas)
    around = _around((*named, *_successors(named, vocabulary)), vocabulary)
    return tuple(one.code for one in around if not one.code.startswith("K"))


def _successors(areas: Iterable[Concept], vocabulary: Vocabulary) -> tuple[Concept, ...]:
    return tuple(found for area in areas for iri in area.replaced_by if (found := vocabulary.concept(iri)))


def _around(areas: Iterable[Concept], vocabulary: Vocabulary) -> Iterator[Concept]:
    pending = [iri for area in areas for iri in area.broader]
    seen: set[str] = set()
    while pending:
        iri = pending.pop(0)
        concept = None if iri in seen else vocabulary.concept(iri)
        seen.add(iri)
        if concept:
            yield concept
            pending.extend(concept.broader)


def _before(tokens: Sequence[Token], first: int, phrases: frozenset[str]) -> tuple[bool, int]:
    """Whether one of the phrases stands right before a place, and where the longest of them begins."""
    for begin in range(max(0, first - _LONGEST_BEFORE), first):
        words = tokens[begin:first]
        if words[0].block == tokens[first].block and " ".join(word.folded for word in words) in phrases:
            return True, begin
    return False, first


def _stands(tokens: Sequence[Token], first: int) -> bool:
    """Whether a word stands as a name: after a word of place, or with a capital that others do not have."""
    token = tokens[first]
    if first and tokens[first - 1].folded in _STANDING:
        return True
    others = [other for place, other in enumerate(tokens) if place != first and other.content]
    capital = token.typed[:1].isupper() and (first > 0 or not others)
    return capital and all(other.typed[:1].islower() for other in others)


def _rows() -> Iterator[list[str]]:
    lines = WORDS_FILE.read_text("utf-8").splitlines()
    yield from csv.reader(line for line in lines if not line.startswith(("#", "name,")))
