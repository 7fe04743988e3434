"""Which language a text is in, by the words that hold its sentences together; "" unless it is sure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

LEAST_LETTERS = 40
"""Letters that a text must have for its language to be told from it alone."""

_FILE = Path(__file__).with_name("grammar.toml")
_READ = 400
_TITLE = 150
_FEWEST = 3
_SHARE = 0.12
_FOREIGN = 0.2
_RIVAL = 0.75
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_CELTIC = ("cy", "gd", "ga")
# How Welsh words begin and end and English ones seldom do.
_LOOKS_WELSH = re.compile(
    r"[ŵŷŴŶ]|\b(?:ll|ngh|mh|ysg|cyng|gw[aey]|rh[aeiouwy])|(?:dd|wy|wyd|iau|iadau|aid|aethau|fannau)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\s[/|]\s")  # of a title in two languages
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,64}@\S{1,255}")


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language (BCP 47) of a text of at least forty letters, from its first few hundred characters.

    It must hold three different words of the language's grammar, one word in eight must be of it, and the
    words of no other language may come near: a text in two languages is in neither.
    """
    if len(text) < _TITLE and _PAIR.search(text):
        return ""
    words = _words(text[:_READ].lower())
    if sum(map(len, words)) < LEAST_LETTERS:
        return ""
    return _judged(words, _grammar())


def _words(text: str) -> list[str]:
    """The words of a text in small letters, without addresses. ASCII, as nearly all is, goes a quicker way."""
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    return text.translate(_LETTERS).split() if text.isascii() else _WORD.findall(text)


def may_be(text: str, tag: str) -> bool:
    """Whether a text too short to tell may be in the language of what stands beside it.

    Not when it holds words of another, nor a bilingual pair. A Welsh, Irish or Gaelic description often has an
    English title, and an English one a Welsh title: there the title must show that it is what it is taken for.
    """
    if _PAIR.search(text):
        return False
    grammar = _grammar()
    known = [grammar[word] for word in _words(text.lower()) if word in grammar]
    if any(tag not in holders for holders in known):
        return False
    welsh = bool(_LOOKS_WELSH.search(text))
    shown = any(holders == {tag} for holders in known) or (welsh and tag == "cy")
    return shown or not (welsh or tag in _CELTIC)


def _judged(words: list[str], grammar: Mapping[str, frozenset[str]]) -> str:
    """The language of most of the words that any grammar knows, if it is far enough before the next."""
    found = Counter([word for word in words if word in grammar])
    hits: dict[str, int] = dict.fromkeys(_tags(), 0)
    for word, times in found.items():
        for tag in grammar[word]:
            hits[tag] += times
    best = max(hits, key=hits.__getitem__)
    most = hits.pop(best)
    sure = (
        most >= _SHARE * len(words)
        and found.total() - most <= _FOREIGN * most
        and max(hits.values()) <= _RIVAL * most
        and sum(best in grammar[word] for word in found) >= _FEWEST
    )
    return best if sure else ""


@cache
def _tags() -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*_grammar().values())))


@cache
def _grammar() -> dict[str, frozenset[str]]:
    """Each word with the languages whose grammar it is of."""
    listed = tomllib.loads(_FILE.read_text(encoding="utf-8"))["words"]
    return {word: frozenset(_holders(word, listed)) for words in listed.values() for word in _split(words)}


def _holders(word: str, listed: Mapping[str, str]) -> Iterable[str]:
    return (tag for tag, words in listed.items() if word in _split(words))


@cache
def _split(words: str) -> frozenset[str]:
    return frozenset(_WORD.findall(words))
