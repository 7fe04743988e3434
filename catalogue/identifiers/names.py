"""What the name of a column tells: the kinds of identifier that it may hold, and how far the name alone is believed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from catalogue.identifiers.kinds import SCHEME
from vocab import Concept, Vocabulary, fold

NAMES_FILE = Path(__file__).with_name("names.csv")
PARTS_FILE = Path(__file__).with_name("parts.csv")

LONGEST = 120
"""Characters: what is longer is a sentence and no name."""

_WORD = re.compile(r"[A-Z]{2,}(?=s\b|s_)|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WIDEST = "gss"


class Told(StrEnum):
    """How far a name is believed; names.csv says what each means."""

    ALONE = "alone"
    WHOLE = "whole"
    FIRST = "first"
    ENDING = "ending"
    VALUES = "values"
    CONTEXT = "context"
    NEVER = "never"


class Source(StrEnum):
    """Where a hint was found."""

    NAME = "name"
    TITLE = "title"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A kind that a name speaks of. `whole` is whether nothing else stands in the name."""

    kind: str
    told: Told
    whole: bool = True
    source: Source = Source.NAME


def hints(name: str, vocabulary: Vocabulary) -> tuple[Hint, ...]:
    """The kinds that a name speaks of, mostly none or one; several where it is shared, as "x" is."""
    return _remembered(name, vocabulary) if len(name) <= LONGEST else ()  # nothing long is remembered


@lru_cache(maxsize=16384)
def _remembered(name: str, vocabulary: Vocabulary) -> tuple[Hint, ...]:
    found = _hints(words_of(name), vocabulary)
    if any(hint.whole or hint.told is Told.ALONE for hint in found) or not _ASIDE.search(name):
        return found
    return _hints(words_of(_ASIDE.sub(" ", name)), vocabulary) or found


def _hints(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Hint, ...]:
    known, parts = _known(vocabulary), _parts()
    head = _before_cut(words, parts)
    first, last, meant = _longest(head, known, parts) or _at_an_end(head) or (0, 0, ())
    before, after = head[:first], head[last:]
    if any(parts.get(word) == "never" for word in (*before, *after)):
        return ()
    whole = not before and not after
    meant = _narrowed(meant, before, known)
    return tuple(_hint(kind, told, whole=whole) for kind, told in meant if told is not Told.NEVER)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, taken apart where case or figures change: LSOA21CD is lsoa, 21, cd."""
    return _words_of(name[:LONGEST])


@lru_cache(maxsize=16384)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name) if word != "s")


def forbidden(name: str, kind: str) -> bool:
    """Whether a word of a name says that the column is not of a kind, whatever its values look like."""
    return any(kind in _forbidding().get(word, ()) for word in words_of(name))


def speaks_of(names: Iterable[str], words: Sequence[str]) -> bool:
    """Whether any of the names has one of the words."""
    sought = frozenset(words)
    return any(sought.intersection(words_of(name)) for name in names)


_Meant = tuple[tuple[str, Told], ...]


def _hint(kind: str, told: Told, *, whole: bool) -> Hint:
    if told is Told.WHOLE:
        told = Told.ALONE if whole else Told.VALUES
    return Hint(kind=kind, told=told, whole=whole)


def _before_cut(words: tuple[str, ...], parts: Mapping[str, str]) -> tuple[str, ...]:
    for place, word in enumerate(words):
        if place and parts.get(word) == "cut":
            return words[:place]
    return words


def _longest(
    words: tuple[str, ...], known: Mapping[str, _Meant], parts: Mapping[str, str]
) -> tuple[int, int, _Meant] | None:
    """The place and meaning of the longest known run of words with which the name ends, bar words that may follow."""
    for last in range(len(words), 0, -1):
        for first in range(last):
            meant = _meant(words[first:last], known)
            if meant and not (first and all(parts.get(word) == "after" for word in words[first:last])):
                return first, last, meant
        if not words[last - 1].isdigit() and parts.get(words[last - 1]) != "after":
            return None
    return None


def _at_an_end(words: tuple[str, ...]) -> tuple[int, int, _Meant] | None:
    """What a name begins with, as "date received" does; or what its last word ends with, as "siteuprn" does."""
    if not words:
        return None
    if words[0] in _ends(Told.FIRST):
        return 0, 1, ((_ends(Told.FIRST)[words[0]], Told.ALONE),)
    for ending, kind in _ends(Told.ENDING).items():
        if words[-1].endswith(ending):
            return len(words) - 1, len(words), ((kind, Told.ALONE),)
    return None


def _meant(words: tuple[str, ...], known: Mapping[str, _Meant]) -> _Meant:
    joined = "".join(words)
    if joined in known:
        return known[joined]
    same = _joined(words)
    if same in known:
        return known[same]
    bare = "".join(word for word in words if not word.isdigit())
    return (
        known.get(bare, ()) if bare != joined and not words[-1].isdigit() and not words[0].isdigit() else ()
    )


def _joined(words: tuple[str, ...]) -> str:
    """Words as one, each as the one that it stands for: "number" as "no"."""
    return "".join(_same().get(word, word) for word in words)


def _narrowed(meant: _Meant, before: tuple[str, ...], known: Mapping[str, _Meant]) -> _Meant:
    """The code of an area whose kind stands before it: the "ward gss code" is the code of a ward."""
    if [kind for kind, _ in meant] != [_WIDEST]:
        return meant
    for word in before:
        narrower = [kind for kind, _ in known.get(f"{word}code", ()) if kind.startswith(f"{_WIDEST}-")]
        if narrower:
            return ((narrower[0], meant[0][1]),)
    return meant


@lru_cache(maxsize=4)
def _known(vocabulary: Vocabulary) -> Mapping[str, _Meant]:
    """Every name that tells kinds, as its words joined."""
    told: dict[str, dict[str, Told]] = {}
    for joined, kind in _of_scheme(vocabulary.schemes[SCHEME].concepts):
        told.setdefault(joined, {})[kind] = Told.ALONE
    shared = {joined: dict.fromkeys(meant, Told.VALUES) for joined, meant in told.items() if len(meant) > 1}
    told |= shared
    for joined, rows in _listed().items():
        kept = told.get(joined, {}) if Told.ALONE not in rows.values() else {}
        told[joined] = {**kept, **rows}
    return {joined: tuple(meant.items()) for joined, meant in told.items() if meant}


def _of_scheme(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    for concept in concepts:
        labels = (label.text for label in (*concept.labels, *concept.alternatives))
        for name in (*concept.lists.get("columnName", ()), *labels, *concept.hidden):
            words = tuple(fold(name).split())
            yield from {("".join(words), concept.code), (_joined(words), concept.code)}


@cache
def _listed() -> Mapping[str, Mapping[str, Told]]:
    found: dict[str, dict[str, Told]] = {}
    for row in _rows(NAMES_FILE):
        if row["told"] not in (Told.FIRST, Told.ENDING):
            words = tuple(row["words"].split())
            for joined in ("".join(words), _joined(words)):
                found.setdefault(joined, {})[row["kind"]] = Told(row["told"])
    return found


@cache
def _ends(told: Told) -> Mapping[str, str]:
    """The kinds of words that tell them where a name begins or where a word ends."""
    return {row["words"]: row["kind"] for row in _rows(NAMES_FILE) if row["told"] == told}


@cache
def _forbidding() -> Mapping[str, frozenset[str]]:
    found = {
        joined: frozenset(kind for kind, told in rows.items() if told is Told.NEVER)
        for joined, rows in _listed().items()
    }
    return {joined: kinds for joined, kinds in found.items() if kinds}


@cache
def _parts() -> Mapping[str, str]:
    return {row["word"]: row["role"] for row in _rows(PARTS_FILE)}


@cache
def _same() -> Mapping[str, str]:
    return {row["word"]: row["same_as"] for row in _rows(PARTS_FILE) if row["same_as"]}


def _rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
