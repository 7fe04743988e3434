"""The piece of a document's text that shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import normalize

from catalogue.indexes.protocol import Fragment
from catalogue.indexes.words import fold, stem

LENGTH = 240
"""Characters of a snippet, about."""

_BEFORE = 60  # characters shown before the first word that matched


def snippet(texts: Sequence[str], marked: frozenset[str]) -> tuple[int, tuple[Fragment, ...]]:
    """The piece with the most different words of `marked`, of the first text where that is so, and which text it is."""
    normal = [normalize("NFC", text) for text in texts]
    best: tuple[int, int, int] | None = None
    spans = _spans_of_each(normal, marked)
    for number, found in enumerate(spans):
        for first in range(len(found)):
            kinds = _kinds(found, first)
            if best is None or kinds > best[0]:
                best = kinds, number, first
    if best is None:
        number = next((number for number, text in enumerate(normal) if text), 0)
        return number, _plain(normal[number]) if normal else ()
    _, number, first = best
    return number, _cut(normal[number], spans[number], spans[number][first][0])


def _spans_of_each(texts: Sequence[str], marked: frozenset[str]) -> list[list[tuple[int, int, str]]]:
    """The spans of each text. They are looked through as one, with a line's end between, which no word goes over."""
    spans: list[list[tuple[int, int, str]]] = [[] for _ in texts]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for start, end, term in _spans("\n".join(texts), marked):
        number = bisect_right(starts, start) - 1
        spans[number].append((start - starts[number], end - starts[number], term))
    return spans


def _spans(text: str, marked: frozenset[str]) -> list[tuple[int, int, str]]:
    """Start, end and term of each word of `marked`.

    A term begins as its word does, and looking at no other words takes a quarter of the time; but folding may turn a
    letter beyond ASCII into any.
    """
    letters = {term[0] for term in marked if term and term[0].isascii()}
    found = [each for letter in letters for each in _beginning_with(letter).finditer(text)]
    if marked and not text.isascii():
        found += _beginning_with("").finditer(text)
    terms = [(each, _term(each[0])) for each in found]
    return sorted((*each.span(), term) for each, term in terms if term in marked)


@cache
def _beginning_with(letter: str) -> re.Pattern[str]:
    """Words that begin with an ASCII letter or digit, or with "" those that begin with any other."""
    first = re.escape(letter + letter.upper()) if letter else "\x80-\U0010ffff"
    return re.compile(rf"[{first}](?<=[^\W_])(?<![^\W_].)(?<![^\W_]['’].)[^\W_]*(?:['’][^\W_]+)*", re.DOTALL)


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    return stem(fold(word))


def _kinds(spans: list[tuple[int, int, str]], first: int) -> int:
    """How many different words stand within a snippet that begins with the first."""
    end = bisect_left(spans, (spans[first][0] + LENGTH - _BEFORE,))
    return len({term for _, _, term in spans[first:end]})


def _cut(text: str, spans: list[tuple[int, int, str]], match: int) -> tuple[Fragment, ...]:
    start = _word_start(text, max(0, match - _BEFORE))
    end = _word_end(text, start + LENGTH)
    pieces: list[Fragment] = [Fragment(text="… ", matched=False)] if start else []
    for left, right, _ in spans:
        if start <= left and right <= end:
            pieces.append(Fragment(text=text[start:left], matched=False))
            pieces.append(Fragment(text=text[left:right], matched=True))
            start = right
    pieces.append(Fragment(text=text[start:end] + (" …" if end < len(text) else ""), matched=False))
    return tuple(piece for piece in pieces if piece.text)


def _plain(text: str) -> tuple[Fragment, ...]:
    return _cut(text, [], 0) if text else ()


def _word_start(text: str, at: int) -> int:
    """The start of the first whole word at or after `at`, when one is near."""
    space = re.compile(r"\s").search(text, at - 1, at + 30) if at else None
    return space.end() if space else at


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 30), at) if at < len(text) else -1
    return space if space > 0 else min(at, len(text))
