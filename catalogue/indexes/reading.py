"""What a person typed, read as pieces, demands and refusals; nothing typed is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.indexes.protocol import Meaning, Search
from catalogue.indexes.words import ACRONYM, LONGEST, WORD, fold, stem, terms, title_key, tokens

MOST_CHARACTERS = 500
MOST_WORDS = 32
PART_OF = {"title": "title", "column": "columns", "place": "places"}
"""Operators that ask for words in one part of a document."""

COLUMNS_OF = {
    "publisher": ("publisher", "publisher_label"),
    "format": ("format",),
    "licence": ("licence",),
    "portal": ("portal",),
    "theme": ("theme", "theme_labels"),
    "identifier": ("identifier",),
    "kind": ("kind",),
    "language": ("language",),
}
"""Operators that ask for a value of columns, with the columns in which each looks."""

OPERATORS = frozenset((*PART_OF, *COLUMNS_OF))

_SHORTEST_BEGINNING = 3  # characters; shorter beginnings fit half the dictionary
_CHUNK = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?:(?P<name>[A-Za-z]+):(?=[^\s]))?
        (?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+)|")""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as typed (folded), the term that the index knows it by, and whether it looks like an acronym."""

    typed: str
    term: str
    acronym: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Terms with the distance of each from the first; `part` is the only one in which they may stand, or ""."""

    terms: tuple[tuple[int, str], ...]
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A column's name and the folded words that one of its values must have."""

    name: str
    words: tuple[str, ...]


Demand = Phrase | Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing asked for: a word, or a run of words with what it also means; its words may be none."""

    words: tuple[Word, ...]
    meaning: Meaning | None = None

    @property
    def needed(self) -> bool:
        """Whether a document without it lacks something."""
        return self.meaning is None or self.meaning.needed

    @property
    def subject(self) -> bool:
        """Whether it says what is asked about; a place and a period only say where and when."""
        return self.meaning is None or not (self.meaning.values or self.meaning.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as the index understands it.

    Most of the `pieces` may be enough; `demands` must all be met and `refusals` none. `beginning` is the last
    word when it may stand for any word that begins so. `adjacent` is all words side by side. `title` is the key
    under which a title of just these words is known. `length` is how many words were typed, of any kind.
    """

    pieces: tuple[Piece, ...] = ()
    demands: tuple[Demand, ...] = ()
    refusals: tuple[Demand, ...] = ()
    beginning: Word | None = None
    adjacent: Phrase | None = None
    title: str = ""
    length: int = 0


def read_text(search: Search) -> Reading:
    """Read at most MOST_CHARACTERS characters and MOST_WORDS words of the text of a search."""
    words: list[Word] = []
    demands: list[Demand] = []
    refusals: list[Demand] = []
    searched: list[str] = []
    ends_in_word = False
    for chunk in _CHUNK.finditer(search.text[:MOST_CHARACTERS].replace("\x00", " ")):
        demand = _demand(chunk)
        if chunk["minus"]:
            refusals += [demand or read_phrase(_content(chunk))]
        elif demand:
            demands.append(demand)
        else:
            words += _words(_content(chunk))
        if not chunk["minus"] and not _operator(chunk):
            searched.append(_content(chunk))
        ends_in_word = demand is None and not chunk["minus"]
    words = words[:MOST_WORDS]
    plain = " ".join(searched)
    pieces = _pieces(words, search)
    return Reading(
        pieces=pieces,
        demands=tuple(demand for demand in demands if _says_something(demand))[:MOST_WORDS],
        refusals=tuple(refusal for refusal in refusals if _says_something(refusal))[:MOST_WORDS],
        beginning=_beginning(words, pieces) if ends_in_word else None,
        adjacent=_adjacent(plain) if len(words) > 1 and not demands else None,
        title=title_key(plain),
        length=len(WORD.findall(plain)),
    )


def plain_spans(text: str) -> Iterator[tuple[int, int] | None]:
    """Where the bare words of a text begin and end, in its order; None for each phrase, operator or refusal between."""
    for chunk in _CHUNK.finditer(text[:MOST_CHARACTERS].replace("\x00", " ")):
        yield None if chunk["minus"] or _demand(chunk) else chunk.span()


def _pieces(words: Sequence[Word], search: Search) -> tuple[Piece, ...]:
    """The runs that have a meaning, and every other word once; silent words count only where nothing else is said."""
    silent = frozenset(search.silent)
    pieces: list[Piece] = []
    rest = list(words)
    for meaning in search.meanings:
        run = tuple(stem(word) for word in tokens_of(meaning.typed))
        start = _find(run, rest)
        if start is None:
            continue
        pieces += _singly(rest[:start], silent)
        said = tuple(word for word in rest[start : start + len(run)] if word.typed not in silent)
        pieces.append(Piece(words=said, meaning=meaning))
        rest = rest[start + len(run) :]
    pieces += _singly(rest, silent)
    if not any(piece.needed for piece in pieces):
        pieces += _singly(words, frozenset())
    return tuple({(piece.words, piece.meaning): piece for piece in pieces}.values())


def _find(run: tuple[str, ...], words: Sequence[Word]) -> int | None:
    """Where the terms of `run` first stand side by side in `words`."""
    terms = [word.term for word in words]
    places = range(len(terms) - len(run) + 1) if run else range(0)
    return next((start for start in places if tuple(terms[start : start + len(run)]) == run), None)


def _singly(words: Sequence[Word], silent: frozenset[str]) -> list[Piece]:
    once = {word.term: word for word in words if word.typed not in silent}
    return [Piece(words=(word,)) for word in once.values()]


def _operator(chunk: re.Match[str]) -> str:
    """The name of the operator that the chunk is, or "" when it is plain text."""
    name = (chunk["name"] or "").lower()
    return name if name in OPERATORS and tokens_of(_value(chunk)) else ""


def _demand(chunk: re.Match[str]) -> Demand | None:
    name = _operator(chunk)
    if name in PART_OF:
        return read_phrase(_value(chunk), part=PART_OF[name])
    if name:
        return Operator(name=name, words=tokens_of(_value(chunk)))
    return read_phrase(_content(chunk)) if chunk["quoted"] is not None else None


def _value(chunk: re.Match[str]) -> str:
    return chunk["quoted"] if chunk["quoted"] is not None else chunk["plain"] or ""


def _content(chunk: re.Match[str]) -> str:
    """The chunk's text, with the name before the colon when that is no operator."""
    return f"{chunk['name']} {_value(chunk)}" if chunk["name"] and not _operator(chunk) else _value(chunk)


def tokens_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word for _, word in tokens(text))


def _words(text: str) -> list[Word]:
    capitals = {fold(word) for word in WORD.findall(text) if word.isupper() and len(word) >= ACRONYM[0]}
    return [Word(typed=word, term=stem(word), acronym=word in capitals) for word in tokens_of(text)]


def read_phrase(text: str, *, part: str = "") -> Phrase:
    """The words of a text, to stand side by side as they do there."""
    found = terms(text)[:MOST_WORDS]
    return Phrase(terms=tuple((place - found[0][0], term) for place, term in found), part=part)


def _says_something(demand: Demand) -> bool:
    return bool(demand.terms if isinstance(demand, Phrase) else demand.words)


def _beginning(words: Sequence[Word], pieces: Sequence[Piece]) -> Word | None:
    """The last word, unless it is part of a run that has a meaning, or says nothing."""
    last = words[-1] if words else None
    alone = last is not None and any(piece.words == (last,) and not piece.meaning for piece in pieces)
    return last if last and alone and _SHORTEST_BEGINNING <= len(last.typed) <= LONGEST else None


def _adjacent(text: str) -> Phrase | None:
    phrase = read_phrase(text)
    return phrase if len(phrase.terms) > 1 else None


def matches(value: str, wanted: tuple[str, ...]) -> bool:
    """Whether each wanted word begins a word of a value: "csv" fits CSV, "perth" Perth and Kinross."""
    present = _spaced(value)
    return all(f" {want}" in present for want in wanted)


@lru_cache(maxsize=50_000)
def _spaced(value: str) -> str:
    """The words of a value, each after a space; kept, as an operator asks every value of a column."""
    return " ".join(("", *fold(value).replace("-", " ").replace("_", " ").split()))
