"""From a text to a question: which runs of its words are topics, places and periods, and which words say nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from catalogue.indexes.words import WORD, fold
from catalogue.questions.periods import period_sense, read_periods
from catalogue.questions.places import (
    Place,
    coded,
    either,
    is_everywhere,
    place_sense,
    prepare_places,
    stand,
    wider,
)
from catalogue.questions.question import Question, Sense
from catalogue.questions.runs import Names, Token, named, read_tokens, spoken, standing, taken, typed
from catalogue.questions.silence import silent_phrases, silent_words
from catalogue.questions.topics import Topics, names_of, topic_sense, topics_of
from vocab import Concept, Vocabulary

MOST_SENSES = 8

_SPELT_IN = ("topic", "service", "function", "theme")

_FEW = 2  # words with a meaning of their own: of so few none is silent


class Rank(enum.IntEnum):
    """Which of two that cover the same words is meant: the later."""

    SAYS_NOTHING = 0
    DOUBTFUL = 1  # a place whose name is also a word
    TOPIC = 2
    PLACE = 3
    PERIOD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words, from `first` to before `last`, that can be taken for one thing, or says nothing (`make` None).

    `areas` are those of a place.
    """

    first: int
    last: int
    rank: Rank
    make: Callable[[], Sense] | None = None
    areas: tuple[Concept, ...] = ()


def understand(text: str, vocabulary: Vocabulary, *, today: str, without: Collection[str] = ()) -> Question:
    """What a text asks for, on the day `today` (ISO 8601).

    `without` are runs of words, folded, that are to be taken as they stand.
    """
    tokens = read_tokens(text)
    kept = taken(tokens, without)
    pieces = [
        piece
        for piece in _pieces(text, tokens, vocabulary, today)
        if kept.isdisjoint(range(piece.first, piece.last))
    ]
    chosen = _settle(tokens, pieces)
    meant = [piece for piece in chosen if piece.make][:MOST_SENSES]
    senses = either([piece.make() for piece in meant if piece.make], vocabulary)
    return Question(
        text=text,
        senses=senses,
        silent=_silent(tokens, chosen, senses),
        spelt=tuple(token.folded for token in tokens if token.folded in _spelt(vocabulary)),
        wider=wider([area for piece in meant for area in piece.areas], vocabulary),
    )


def places_named(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The codes of the places that a text, such as a title, names beyond doubt."""
    tokens = read_tokens(text)
    found = _places(text, tokens, _lexicon(vocabulary).places, vocabulary)
    chosen = _best([piece for piece in found if piece.rank is not Rank.DOUBTFUL], len(tokens))
    return tuple(
        dict.fromkeys(area.code for piece in chosen for area in piece.areas if not is_everywhere(area))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    topics: Topics
    places: Names[Place]


@lru_cache(maxsize=4)
def _lexicon(vocabulary: Vocabulary) -> _Lexicon:
    return _Lexicon(topics=topics_of(vocabulary), places=prepare_places(vocabulary))


def _pieces(text: str, tokens: Sequence[Token], vocabulary: Vocabulary, today: str) -> Iterator[Piece]:
    """All that the words can be taken for; pieces may overlap."""
    lexicon = _lexicon(vocabulary)
    for first, last in spoken(tokens, silent_phrases()):
        yield Piece(first=first, last=last, rank=Rank.SAYS_NOTHING)
    yield from _topics(text, tokens, lexicon.topics)
    yield from _places(text, tokens, lexicon.places, vocabulary)
    yield from _periods(text, tokens, today)


def _topics(text: str, tokens: Sequence[Token], topics: Topics) -> Iterator[Piece]:
    for first, last, topic in _joined(tokens, list(named(tokens, topics.names))):
        make = partial(topic_sense, typed(text, tokens, first, last), topic, topics)
        yield Piece(first=first, last=last, rank=Rank.TOPIC, make=make)


def _joined(
    tokens: Sequence[Token], runs: Sequence[tuple[int, int, Concept]]
) -> Iterator[tuple[int, int, Concept]]:
    """The runs, and each two side by side that name one topic as one: "council meetings minutes"."""
    yield from runs
    for first, middle, topic in runs:
        for start, last, other in runs:
            if middle == start and topic is other and tokens[first].block == tokens[start].block:
                yield first, last, topic


def _places(
    text: str, tokens: Sequence[Token], places: Names[Place], vocabulary: Vocabulary
) -> Iterator[Piece]:
    runs = (*named(tokens, places), *coded(tokens, vocabulary))
    for found in stand(tokens, runs):
        words = typed(text, tokens, found.first, found.last)
        make = partial(place_sense, words, found.place, near=found.near, vocabulary=vocabulary)
        yield Piece(
            first=found.first,
            last=found.last,
            rank=Rank.PLACE if found.sure else Rank.DOUBTFUL,
            make=make,
            areas=found.place.areas,
        )


def _periods(text: str, tokens: Sequence[Token], today: str) -> Iterator[Piece]:
    for period in read_periods(text, today):
        run = standing(tokens, period.start, period.end)
        if run:
            make = partial(period_sense, typed(text, tokens, *run), period)
            yield Piece(first=run[0], last=run[1], rank=Rank.PERIOD, make=make)


def _settle(tokens: Sequence[Token], pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces meant. A doubtful place is meant where something is asked about it, and nothing else is left open."""
    every = _best(pieces, len(tokens))
    covered = {place for piece in every for place in range(piece.first, piece.last)}
    open_ = any(place not in covered and _says_something(token) for place, token in enumerate(tokens))
    about = any(piece.rank > Rank.DOUBTFUL for piece in every)
    if any(piece.rank is Rank.DOUBTFUL for piece in every) and (open_ or not about):
        return _best([piece for piece in pieces if piece.rank is not Rank.DOUBTFUL], len(tokens))
    return every


def _best(pieces: Sequence[Piece], size: int) -> list[Piece]:
    """Of the pieces those without overlap that cover most words, with the fewest pieces, in the order of the text."""
    best: list[tuple[tuple[int, int, int], tuple[Piece, ...]]] = [((0, 0, 0), ())]
    for end in range(1, size + 1):
        choices = [best[end - 1]]
        for piece in pieces:
            if piece.last == end:
                (covered, fewer, rank), before = best[piece.first]
                gain = (covered + end - piece.first, fewer - 1, rank + piece.rank)
                choices.append((gain, (*before, piece)))
        best.append(max(choices, key=lambda choice: choice[0]))
    return list(best[size][1])


@lru_cache(maxsize=4)
def _spelt(vocabulary: Vocabulary) -> frozenset[str]:
    """The words, folded, of all that councils do and people call it."""
    held = (vocabulary.schemes[name].concepts for name in _SPELT_IN if name in vocabulary.schemes)
    names = (name for concepts in held for concept in concepts for name in names_of(concept))
    return frozenset(word for name in names for word in WORD.findall(fold(name)))


def _silent(tokens: Sequence[Token], chosen: Sequence[Piece], senses: Sequence[Sense]) -> tuple[str, ...]:
    """The words that carry no weight; none where nothing else was said, or so little that each word counts."""
    spoken_for = {place for piece in chosen for place in range(piece.first, piece.last) if piece.make}
    hushed = {place for piece in chosen for place in range(piece.first, piece.last) if not piece.make}
    meant = {tokens[place].folded for place in spoken_for}
    free = [(place, token) for place, token in enumerate(tokens) if token.content and place not in spoken_for]
    silent = [token.folded for place, token in free if place in hushed or not _says_something(token)]
    asked = any(sense.meaning.needed for sense in senses)
    words = sum(token.content for token in tokens)
    if not asked and (words <= _FEW or len(silent) == len(free)):
        return ()
    return tuple(word for word in dict.fromkeys(silent) if word not in meant)


def _says_something(token: Token) -> bool:
    return token.content and token.folded not in silent_words()
