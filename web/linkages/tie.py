"""A thing with its ties: each by one property, to so many ends, of which a few are named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

FEW, A_PAGE = 8, 100
"""Ends of each tie beside the others, and on a page of one tie."""

_TABLE = Path(__file__).with_name("ties.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in which things are tied: its heading, its property, what that is called and what it tells."""

    code: str
    title: str
    property: str
    label: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What a thing is tied to. `address` is its page here, "" for none; `count` the datasets that tie the two, None
    where there is nothing to count, and `found` a search for them; `why` how we know, where that is not plain; `brief`
    what tells it from the others where there is little room, "" where its text does."""

    text: str
    iri: str = ""
    address: str = ""
    count: int | None = None
    found: str = ""
    why: str = ""
    lang: str = ""
    brief: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """All ties of a thing in one way: how many ends there are, some of them, and where all are ("" where these are)."""

    way: Way
    count: int
    ends: tuple[End, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The thing itself: `what` it is and its `name` as in the address, its IRI, its page, the search for the datasets
    that name it ("" for none), how many they are, and whether it is `gone`."""

    what: str
    name: str
    title: str
    iri: str
    page: str
    found: str = ""
    datasets: int | None = None
    lang: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkages:
    """A thing and all that it is tied to, in the order of the table of ways."""

    about: About
    ties: tuple[Tie, ...]

    @property
    def count(self) -> int:
        """How many ends there are in all."""
        return sum(tie.count for tie in self.ties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ends a page shows: a few of every tie, or (`tie`) a page of the ends of one."""

    tie: str = ""
    number: int = 1

    @property
    def size(self) -> int:
        """How many ends of a tie are shown."""
        return A_PAGE if self.tie else FEW

    @property
    def first(self) -> int:
        """The place of the first of them, from 0."""
        return (self.number - 1) * A_PAGE if self.tie else 0

    def shows(self, code: str) -> bool:
        """Whether a tie is to be told at all."""
        return self.tie in ("", code)


Raw = TypeVar("Raw")

Whole = Callable[[str], str]
"""Where all the ends of a tie are listed, by its code."""


def tie_of(
    way: Way, raw: Sequence[Raw], wanted: Wanted, to_end: Callable[[Raw], End], whole: Whole
) -> Tie | None:
    """The tie to some ends, of which only those that are shown are made; None where there is none, or it is not
    wanted."""
    if not raw or not wanted.shows(way.code):
        return None
    shown = tuple(to_end(one) for one in raw[wanted.first : wanted.first + wanted.size])
    return Tie(way=way, count=len(raw), ends=shown, more=whole(way.code) if len(shown) < len(raw) else "")


def in_order(ties: Iterable[Tie | None]) -> tuple[Tie, ...]:
    """Those that there are, in the order of the table; what it does not know comes last, as it came."""
    places = {code: place for place, code in enumerate(ways())}
    return tuple(sorted((one for one in ties if one), key=lambda one: places.get(one.way.code, len(places))))


@cache
def ways() -> Mapping[str, Way]:
    """The table of ways by their codes, in its order."""
    lines = (line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row["code"]: Way(**row) for row in csv.DictReader(lines)}
