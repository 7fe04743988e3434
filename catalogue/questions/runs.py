"""The words of a text, and the runs of them that are names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from catalogue.indexes.reading import MOST_WORDS, plain_spans
from catalogue.indexes.words import STOP, WORD, fold

Named = TypeVar("Named")

Key = tuple[str, ...]
"""A name as it is looked up: its words in the form of the table, without stop words after the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bare word of a text: as typed, folded, and from which to which character it stands.

    Words of one `block` stand side by side; a quoted phrase or an operator between two begins another.
    """

    typed: str
    folded: str
    start: int
    end: int
    block: int

    @property
    def content(self) -> bool:
        """Whether anybody searches for it."""
        return self.folded not in STOP


def read_tokens(text: str) -> tuple[Token, ...]:
    """The bare words of a text, MOST_WORDS at most."""
    tokens: list[Token] = []
    block = 0
    for span in plain_spans(text):
        if span is None:
            block += 1
            continue
        for found in WORD.finditer(text, *span):
            tokens.append(
                Token(
                    typed=found.group(),
                    folded=fold(found.group()),
                    start=found.start(),
                    end=found.end(),
                    block=block,
                )
            )
    return tuple(tokens[:MOST_WORDS])


def key_of(words: Sequence[str], form: Callable[[str], str]) -> Key:
    """The key of a name that is these folded words."""
    return tuple(form(word) for place, word in enumerate(words) if not place or word not in STOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Generic[Named]):
    """Names by their keys, made of words in a `form`; `longest` is the words of the longest key."""

    by_key: Mapping[Key, Named]
    form: Callable[[str], str]
    longest: int


def named(tokens: Sequence[Token], names: Names[Named]) -> Iterator[tuple[int, int, Named]]:
    """Every run of words that is a name: its first place, the place after its last, and what is named."""
    for first in range(len(tokens)):
        key: Key = ()
        for last in range(first, len(tokens)):
            if tokens[last].block != tokens[first].block or len(key) == names.longest:
                break
            if key and not tokens[last].content:
                continue
            key = (*key, names.form(tokens[last].folded))
            found = names.by_key.get(key)
            if found is not None and tokens[last].content:
                yield first, last + 1, found


def spoken(tokens: Sequence[Token], phrases: Collection[Key]) -> Iterator[tuple[int, int]]:
    """Every run of words that is one of the phrases, word for word: its first place and the place after its last."""
    folded = tuple(token.folded for token in tokens)
    for size in sorted({len(phrase) for phrase in phrases}):
        for first in range(len(tokens) - size + 1):
            if folded[first : first + size] in phrases and _beside(tokens[first : first + size]):
                yield first, first + size


def standing(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The places of the words between two characters; None where there are none, or something else among them."""
    places = [place for place, token in enumerate(tokens) if start <= token.start and token.end <= end]
    if not places or not _beside(tokens[places[0] : places[-1] + 1]):
        return None
    return places[0], places[-1] + 1


def taken(tokens: Sequence[Token], runs: Collection[str]) -> frozenset[int]:
    """The places of the words that stand in one of the runs, which are folded texts."""
    wanted = [words for run in runs if (words := WORD.findall(fold(run)))]
    folded = [token.folded for token in tokens]
    return frozenset(
        place
        for words in wanted
        for first in range(len(folded) - len(words) + 1)
        if folded[first : first + len(words)] == words
        for place in range(first, first + len(words))
    )


def typed(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    """The text from the word at `first` to the one before `last`, as it stands."""
    return text[tokens[first].start : tokens[last - 1].end]


def _beside(tokens: Sequence[Token]) -> bool:
    return tokens[0].block == tokens[-1].block
