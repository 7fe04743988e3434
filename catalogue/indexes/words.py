"""How text becomes words: accents folded, English endings cut off, words without meaning left out."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from whoosh.lang.porter2 import stem as _porter2

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word as people write it; `site_name` is two."""

LONGEST = 64
"""Characters of a word that count; longer ones are never words."""

_STEMS_FILE = Path(__file__).with_name("stems.csv")

ACRONYM = (3, 5)
"""The least and the most letters of an acronym."""

_STOP = (
    "a an and are as at be by for from has have in is of on or that the this to was were with "
    "any can could did do does give how i me much many my please show there what when where which who you your "
    "y yr yn"
)
STOP = frozenset(_STOP.split())
"""Words that nobody searches for, English and Welsh. "it" and "us" stay: councils write of IT."""


def fold(text: str) -> str:
    """Without case, accents and typographic variants: "Tŷ" and "ty" are one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The term under which a folded word is indexed: "libraries" and "library's" → "librari"."""
    bare = word.replace("’", "'").removesuffix("'s").replace("'", "")[:LONGEST]
    if bare in _exceptions():
        return _exceptions()[bare]
    return str(_porter2(bare)) if bare.isascii() and bare.isalpha() else bare


@cache
def _exceptions() -> Mapping[str, str]:
    lines = _STEMS_FILE.read_text("utf-8").splitlines()
    return dict(csv.reader(line for line in lines if not line.startswith(("#", "word,"))))


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """The position and folded form of each word; stop words are left out but keep their place."""
    for position, word in enumerate(WORD.findall(fold(text))):
        if word not in STOP:
            yield position, word


def terms(text: str) -> list[tuple[int, str]]:
    """The position and term of each word."""
    return [(position, stem(word)) for position, word in tokens(text)]


def acronyms(text: str) -> set[str]:
    """The first letters of 3 to 5 words that follow one another: "Tree Preservation Orders" → "tpo"."""
    letters = "".join(word[0] for _, word in tokens(text) if word[0].isalpha())
    sizes = range(ACRONYM[0], ACRONYM[1] + 1)
    return {letters[start : start + size] for size in sizes for start in range(len(letters) - size + 1)}


def title_key(text: str) -> str:
    """What two titles share when a reader would call them the same."""
    return " ".join(term for _, term in terms(text))


def sort_key(text: str) -> str:
    """What a list in alphabetical order is sorted by."""
    return " ".join(WORD.findall(fold(text)))


def keyword_name(text: str) -> str:
    """A keyword of letters, digits, spaces, hyphens, underscores and dots, at most 100 of them.

    What catalogues take as the name of a tag (https://docs.ckan.org/en/2.11/api/#ckan.logic.action.create.tag_create).
    """
    return " ".join(_UNNAMED.sub(" ", text).split())[:100].strip()


_UNNAMED = re.compile(r"[^\w\s.-]+")
