"""Places in a text: areas by the names of the vocabularies, by their codes, and by what people call them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.indexes.protocol import Meaning
from catalogue.indexes.words import STOP, WORD, fold
from catalogue.questions.question import Kind, Sense
from catalogue.questions.runs import Key, Names, Token, key_of
from catalogue.questions.welsh import mutated
from vocab import Concept, How, Scheme, Vocabulary
from vocab.folding import is_address
from vocab.index import index_labels

ITSELF, SUCCESSOR, AROUND, WIDER = 1.0, 0.9, 0.5, 0.3
"""What a document counts for that is about the place, about one that took over from it, about a neighbour of a place
that somebody wants to be near, and about a region or nation as a whole, which the place is a part of."""

WORDS_FILE = Path(__file__).with_name("place-words.csv")

_CODE = re.compile(r"[eknsw]\d{8}", re.ASCII)
_EVERYWHERE = frozenset({"K02000001", "K03000001"})  # what all datasets of a British catalogue are about
_NEAR = frozenset({"near", "around", "close to", "next to", "in and around", "surrounding", "neighbouring"})
_STYLES = frozenset(
    {"city of", "county of", "borough of", "district of", "royal borough of", "london borough of"}
)
_STANDING = frozenset({"in", "near", "around", "across", "within", "for", "yn", "ym", "yng"})
_ORGANISED = re.compile(r"council|borough of|authority|corporation|cyngor|comhairle", re.IGNORECASE)
_LONGEST_BEFORE = 3  # words of the longest of these
_SHORT = 3  # letters: names in capitals that are no longer are codes, and may be words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a name means: one area or several.

    `names` are those of the one area. A `word` means a place only where it stands as one; a `short` name must be
    typed in capitals.
    """

    label: str
    areas: tuple[Concept, ...]
    names: tuple[str, ...] = ()
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
    words = {name for name, _, kind in rows if kind == "word"}
    same = [(name, codes) for name, codes, kind in rows if kind == "same"]
    places: dict[Key, Place] = {}
    for folded, entry in index_labels(scheme.concepts).items():
        if entry.how in (How.IRI, How.NOTATION) or is_address(folded):
            continue
        label = entry.concept.label().partition(" (")[0]
        short = entry.label.isupper() and len(entry.label) <= _SHORT and folded != "uk"
        names = (*_names(entry.concept), *(name for name, code in same if code == entry.concept.code))
        place = Place(label=label, areas=(entry.concept,), names=names, word=folded in words, short=short)
        for name in (folded, fold(entry.label)):
            for key in _name_keys(name):
                places.setdefault(key, place)
    for area in scheme.concepts:
        for name, form in _in_sentences(area):
            if (known := places.get(_key(name))) is not None:
                places.setdefault(_key(form), known)
    for name, codes, kind in rows:
        areas = tuple(found for code in codes.split() if (found := scheme.find(code)))
        if areas:
            label = areas[0].label().partition(" (")[0] if len(areas) == 1 else _written(name)
            for key in _name_keys(name):
                names = _names(areas[0]) if kind == "same" else ()
                places[key] = Place(label=label, areas=areas, names=names, word=kind == "word")
    return places


def _written(name: str) -> str:
    """A folded name as it is written: "North of England"."""
    return " ".join(word if word in STOP else word.capitalize() for word in name.split())


def _names(area: Concept) -> tuple[str, ...]:
    """What an area is called in texts, without the names of its council."""
    texts = (label.text.partition(" (")[0] for label in (*area.labels, *area.alternatives))
    return tuple(dict.fromkeys(text for text in texts if not _ORGANISED.search(text)))


def _in_sentences(area: Concept) -> Iterator[tuple[str, str]]:
    """The Welsh names of an area, each with a form that it has after other words."""
    for label in (*area.labels, *area.alternatives):
        if label.lang == "cy" and not _ORGANISED.search(label.text):
            yield from ((label.text, form) for form in mutated(fold(label.text)))


def _key(name: str) -> Key:
    return key_of(WORD.findall(fold(name)), owner)


def _name_keys(name: str) -> tuple[Key, ...]:
    """What a place is looked up by; a name of several words also as if each "s" were a mark of possession."""
    key = _key(name)
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
    names = tuple(_others(typed, place.names))
    around = tuple(_around(place.areas, vocabulary))[: len(place.areas)] if near else ()
    others = (
        *((one, SUCCESSOR) for one in _successors(place.areas, vocabulary)),
        *((one, AROUND) for one in around),
    )
    weighed = (*((one, ITSELF) for one in place.areas), *others)
    shown = (*names, *(one.label().partition(" (")[0] for one, _ in others))
    meaning = Meaning(
        typed=typed,
        phrases=tuple((name, ITSELF) for name in names),
        values=(
            *(("place", one.code, weight) for one, weight in weighed),
            *(("area", code, WIDER) for code in wider(place.areas, vocabulary)),
        ),
    )
    everywhere = all(map(is_everywhere, place.areas))
    return Sense(
        kind=Kind.PLACE,
        typed=typed,
        label=f"near {place.label}" if near else place.label,
        code=place.areas[0].code if len(place.areas) == 1 else "",
        also=() if everywhere else tuple(name for name in shown if name != place.label),
        meaning=Meaning(typed=typed, needed=False) if everywhere else meaning,
    )


def is_everywhere(area: Concept) -> bool:
    """Whether all datasets of a British catalogue are about an area, so that to name it asks for nothing."""
    return area.code in _EVERYWHERE


def _others(typed: str, names: Iterable[str]) -> Iterator[str]:
    """The names that do not hold the words typed, and none that holds a shorter one."""
    found = [f" {' '.join(_key(typed))} "]
    for name in sorted(names, key=lambda each: len(_key(each))):
        padded = f" {' '.join(_key(name))} "
        if not any(shorter in padded for shorter in found):
            found.append(padded)
            yield name


def either(senses: Sequence[Sense], vocabulary: Vocabulary) -> tuple[Sense, ...]:
    """The senses, where several places stand beside each other each met by any of them: "Leeds and Bradford".

    Where one lies within another, "Leeds, West Yorkshire", both are meant.
    """
    places = [sense for sense in senses if sense.kind is Kind.PLACE and sense.meaning.needed]
    codes = {code for place in places for _, code, weight in place.meaning.values if weight == ITSELF}
    if len(places) < 2 or not codes.isdisjoint(_codes_around(codes, vocabulary)):
        return tuple(senses)
    return tuple(_met_by_any(sense, places) if sense in places else sense for sense in senses)


def _met_by_any(sense: Sense, places: Sequence[Sense]) -> Sense:
    values = dict.fromkeys(value for place in places for value in place.meaning.values)
    others = ((place.typed, ITSELF) for place in places if place.typed != sense.typed)
    phrases = dict.fromkeys((*sense.meaning.phrases, *others))
    return replace(sense, meaning=replace(sense.meaning, phrases=tuple(phrases), values=tuple(values)))


def _codes_around(codes: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    return wider([area for code in codes if (area := vocabulary.find("place", code))], vocabulary)


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
