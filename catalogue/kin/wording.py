"""The tables of words: what titles call the same thing, and which of their words tell nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from catalogue.indexes.words import STOP, WORD
from catalogue.questions.topics import SCHEME
from vocab import Vocabulary, fold

SAME_FILE = Path(__file__).with_name("same.csv")
WORDS_FILE = Path(__file__).with_name("words.csv")

_SHORT = 4  # letters of a word whose "s" is its own: "gas", "bus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Runs of words that tell nothing (`asides`), words that tell nothing alone (`weak`), those of them that tell
    nothing beside what goes by several names either (`beside`), and words by another."""

    asides: frozenset[tuple[str, ...]]
    weak: frozenset[str]
    beside: frozenset[str]
    stands_for: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rings:
    """The name of what is called the same, by the words, in the singular, that it is called, in their order (`longest`
    counts them) and in none."""

    by_words: Mapping[tuple[str, ...], str]
    by_set: Mapping[frozenset[str], str]
    longest: int


@cache
def load_words() -> Words:
    """The table of words."""
    rows = list(_rows(WORDS_FILE))
    asides = (tuple(row["word"].split()) for row in rows if row["role"] == "aside")
    return Words(
        asides=frozenset(asides),
        weak=frozenset(row["word"] for row in rows if row["role"] in ("weak", "beside")),
        beside=frozenset(row["word"] for row in rows if row["role"] == "beside"),
        stands_for={row["word"]: row["as"] for row in rows if row["role"] == "as"},
    )


@lru_cache(maxsize=4)
def rings_of(vocabulary: Vocabulary) -> Rings:
    """What the table and the preferred labels of the topics call the same; the table goes before the labels."""
    asides = load_words().asides
    by_words = {
        words: name
        for name, called in _called(vocabulary)
        if (words := singulars(called)) and words not in asides
    }
    return Rings(
        by_words=by_words,
        by_set={frozenset(words): name for words, name in by_words.items()},
        longest=max(map(len, by_words), default=0),
    )


def singulars(text: str) -> tuple[str, ...]:
    """The words of a text, folded and in the singular, without those that nobody searches for."""
    return tuple(singular(word) for word in WORD.findall(fold(text)) if word not in STOP)


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """A folded word as one of the things that it names: "libraries" is "library". Unlike a stem it keeps "parking"
    apart from "parks"; that a few come out as no words ("gase") harms nothing, since all of them do."""
    if word in load_words().stands_for:
        return load_words().stands_for[word]
    if len(word) < _SHORT or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORT:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def _called(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    scheme = vocabulary.schemes.get(SCHEME)
    for topic in scheme.concepts if scheme else ():
        for label in topic.labels:
            yield topic.code, label.text
    for row in _rows(SAME_FILE):
        for called in (row["name"].replace("-", " "), *row["called"].split("|")):
            yield row["name"], called


def _rows(file: Path) -> Iterator[dict[str, str]]:
    lines = file.read_text("utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))
