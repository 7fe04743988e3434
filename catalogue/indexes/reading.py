"""What a person typed, read as words, phrases and operators; nothing typed is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.indexes.words import ACRONYM, LONGEST, WORD, fold, stem, terms, title_key, tokens

MOST_CHARACTERS = 500
MOST_WORDS = 32
OPERATORS = frozenset({"title", "publisher", "format", "licence", "portal", "theme"})

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
    """Terms with the distance of each from the first; `title` when they must stand in the title."""

    terms: tuple[tuple[int, str], ...]
    title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A column's name and the folded words that one of its values must have."""

    name: str
    words: tuple[str, ...]


Demand = Phrase | Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as the index understands it.

    Most of the `words` may be enough; `demands` must all be met and `refusals` none. `beginning` is the last
    word when it may stand for any word that begins so. `adjacent` is all words side by side. `title` is the key
    under which a title of just these words is known.
    """

    words: tuple[Word, ...] = ()
    demands: tuple[Demand, ...] = ()
    refusals: tuple[Demand, ...] = ()
    beginning: Word | None = None
    adjacent: Phrase | None = None
    title: str = ""


def read_text(text: str) -> Reading:
    """Read at most MOST_CHARACTERS characters and MOST_WORDS words of `text`."""
    words: list[Word] = []
    demands: list[Demand] = []
    refusals: list[Demand] = []
    searched: list[str] = []
    ends_in_word = False
    for chunk in _CHUNK.finditer(text[:MOST_CHARACTERS].replace("\x00", " ")):
        demand = _demand(chunk)
        if chunk["minus"]:
            refusals += [demand or _phrase(_content(chunk))]
        elif demand:
            demands.append(demand)
        else:
            words += _words(_content(chunk))
        if not chunk["minus"] and not _operator(chunk):
            searched.append(_content(chunk))
        ends_in_word = demand is None and not chunk["minus"]
    words = words[:MOST_WORDS]
    plain = " ".join(searched)
    return Reading(
        words=tuple({word.term: word for word in words}.values()),
        demands=tuple(demand for demand in demands if _says_something(demand))[:MOST_WORDS],
        refusals=tuple(refusal for refusal in refusals if _says_something(refusal))[:MOST_WORDS],
        beginning=_beginning(words) if ends_in_word else None,
        adjacent=_adjacent(plain) if len(words) > 1 and not demands else None,
        title=title_key(plain),
    )


def _operator(chunk: re.Match[str]) -> str:
    """The name of the operator that the chunk is, or "" when it is plain text."""
    name = (chunk["name"] or "").lower()
    return name if name in OPERATORS and tokens_of(_value(chunk)) else ""


def _demand(chunk: re.Match[str]) -> Demand | None:
    name = _operator(chunk)
    if name == "title":
        return _phrase(_value(chunk), title=True)
    if name:
        return Operator(name=name, words=tokens_of(_value(chunk)))
    return _phrase(_content(chunk)) if chunk["quoted"] is not None else None


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


def _phrase(text: str, *, title: bool = False) -> Phrase:
    found = terms(text)[:MOST_WORDS]
    return Phrase(terms=tuple((place - found[0][0], term) for place, term in found), title=title)


def _says_something(demand: Demand) -> bool:
    return bool(demand.terms if isinstance(demand, Phrase) else demand.words)


def _beginning(words: list[Word]) -> Word | None:
    last = words[-1] if words else None
    return last if last and _SHORTEST_BEGINNING <= len(last.typed) <= LONGEST else None


def _adjacent(text: str) -> Phrase | None:
    phrase = _phrase(text)
    return phrase if len(phrase.terms) > 1 else None


def matches(value: str, wanted: tuple[str, ...]) -> bool:
    """Whether each wanted word begins a word of a value: "csv" fits CSV, "perth" Perth and Kinross."""
    present = fold(value).replace("-", " ").replace("_", " ").split()
    return all(any(word.startswith(want) for word in present) for want in wanted)
