"""Which requirements a dataset answers, as its title or its service says, and how we know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from catalogue.coverage.requirements import load_requirements, read_table
from catalogue.indexes.words import STOP, WORD, fold
from catalogue.time.months import MONTHS

WORDS_FILE = Path(__file__).with_name("words.csv")
SILENT_FILE = Path(__file__).with_name("silent.csv")

_LONGEST = 300  # characters of a title
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_APOSTROPHE = re.compile("['’]")
_NUMBER = re.compile(r"(?:\d+|q[1-4]|fy\d*|\d+(?:st|nd|rd|th))", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A requirement that a dataset answers. `how` says why we think so; one that is not `sure` may mean other data."""

    requirement: str
    how: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Words that stand for each other: whole ones, and beginnings of others."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings)

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One line of the table of words: each of `groups` must be met, none of `without` may be, and beside them stand
    words of `beside` only, where there are any."""

    requirement: str
    groups: tuple[Group, ...]
    without: Group
    beside: Group
    sure: bool


@lru_cache(maxsize=50_000)
def match_title(title: str, publisher: str = "") -> tuple[Fit, ...]:
    """The requirements that a title answers, each once and as surely as any line of the table tells, in the order of
    the Code. The words of the publisher's name say nothing."""
    words = title_words(title)
    possible = {place for word in dict.fromkeys(words) for place in _lines_with(word)}
    silent = _names(publisher) if possible else frozenset()
    found: dict[str, Fit] = {}
    for wording in (_wordings()[place] for place in sorted(possible)):
        known = found.get(wording.requirement)
        if (known and known.sure) or (known and not wording.sure):
            continue
        if matched := _meets(words, wording, silent):
            found[wording.requirement] = _fit(wording, matched)
    return tuple(sorted(found.values(), key=lambda fit: _order()[fit.requirement]))


def match_services(services: Iterable[str]) -> tuple[Fit, ...]:
    """The requirements that the services of a dataset answer, by their codes in the Local Government Services List."""
    given = tuple(services)
    told = ((one, next((code for code in one.services if code in given), "")) for one in load_requirements())
    return tuple(
        Fit(requirement=one.code, how=f"service {code} of the Local Government Services List", sure=True)
        for one, code in told
        if code
    )


def title_words(title: str) -> tuple[str, ...]:
    """The folded words of a title in their order, without what follows an apostrophe: "Spend > £5,000" is "spend
    5000", "asedau'r cyngor" is "asedau cyngor"."""
    words = WORD.findall(_THOUSANDS.sub("", fold(title[:_LONGEST])))
    return tuple(_APOSTROPHE.split(word, maxsplit=1)[0] for word in words)


@lru_cache(maxsize=1000)
def _names(publisher: str) -> frozenset[str]:
    """The words of a publisher's name, and its initials: "GLA Grants" of the Greater London Authority."""
    words = title_words(publisher)
    return frozenset((*words, "".join(word[0] for word in words if word not in STOP)))


def _meets(words: tuple[str, ...], wording: Wording, silent: frozenset[str]) -> tuple[str, ...]:
    """The words of a title that meet each group of a line; none where it does not fit."""
    matched = tuple(next((w for w in words if w in group), "") for group in wording.groups)
    if not all(matched) or any(word in wording.without for word in words):
        return ()
    if wording.beside:
        rest = (word for word in words if not any(word in group for group in wording.groups))
        if not all(word in wording.beside or _says_nothing(word, silent) for word in rest):
            return ()
    return tuple(dict.fromkeys(matched))


def _says_nothing(word: str, silent: frozenset[str]) -> bool:
    return (
        word in STOP
        or word in silent
        or word in _silent()
        or word in MONTHS
        or _NUMBER.fullmatch(word) is not None
    )


def _fit(wording: Wording, matched: tuple[str, ...]) -> Fit:
    said = " and ".join(f"“{word}”" for word in matched)
    return Fit(requirement=wording.requirement, how=f"its title says {said}", sure=wording.sure)


@cache
def _wordings() -> tuple[Wording, ...]:
    return tuple(_read_wordings())


def _read_wordings() -> Iterator[Wording]:
    for row in read_table(WORDS_FILE):
        yield Wording(
            requirement=row["requirement"],
            groups=tuple(map(to_group, row["words"].split())),
            without=to_group(row["without"]),
            beside=to_group(row["with"]),
            sure=row["sure"] == "yes",
        )


def to_group(cell: str) -> Group:
    """Words as a cell of our tables writes them: a|b is either, spend* any beginning."""
    parts = [part for part in cell.split("|") if part]
    return Group(
        words=frozenset(part for part in parts if part[-1] != "*"),
        beginnings=tuple(part[:-1] for part in parts if part[-1] == "*"),
    )


@lru_cache(maxsize=50_000)
def _lines_with(word: str) -> tuple[int, ...]:
    """The places of the lines that a word may begin: most words of titles begin none, so most lines are never tried."""
    return tuple(place for place, wording in enumerate(_wordings()) if word in wording.groups[0])


@cache
def _silent() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(SILENT_FILE))


@cache
def _order() -> dict[str, int]:
    return {one.code: place for place, one in enumerate(load_requirements())}
