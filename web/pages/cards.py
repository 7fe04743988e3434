"""A dataset as a card in a list, with the facts that decide whether to open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.indexes.protocol import FACETS, Fragment, Hit
from web.wording import say_size

_PARTS = {
    "keywords": "Keywords",
    "distributions": "Files",
    "columns": "Columns",
    "alternatives": "Also called",
}
_OPEN = "Open: free to use, change and share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A copy of a dataset at another portal."""

    id: str
    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of one format; `size` is that of all of them in words, "" where it is not stated of each."""

    format: str
    size: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One dataset in a list.

    `openness` is open, not-open or not-stated, `terms` says it in a sentence; dates and periods are "" where not
    stated. `themes` are codes, and so are `identifiers`, of what its columns hold. `why` says what it was found by,
    where that is not the words typed; `part` where the words of the snippet stand, "" for the description. `kin` names
    what so many `others` publish of the same, "" where nobody does or that is not told here.
    """

    id: str
    score: float
    title: str
    lang: str
    publisher: str
    publisher_slug: str
    portal: str
    part: str
    snippet: tuple[Fragment, ...]
    formats: tuple[str, ...]
    files: tuple[Files, ...]
    themes: tuple[str, ...]
    identifiers: tuple[str, ...]
    licence: str
    openness: str
    terms: str
    modified: str
    covers: str
    places: tuple[str, ...]
    why: tuple[str, ...] = ()
    also: tuple[Elsewhere, ...] = ()
    kin: str = ""
    others: int = 0


def make_card(hit: Hit, find: Callable[[str, str], str] = lambda _, value: value) -> Card:
    """A hit as a card; an index of an older build may lack a value, which then is not stated. `find` tells what a
    portal and the value of a facet are called."""
    card = hit.card
    licence, openness = str(card.get("licence_label", "")), str(card.get("openness", "not-stated"))
    formats = _texts(card.get("formats"))
    return Card(
        id=hit.id,
        score=hit.score,
        title=str(card.get("title", "")) or "Without a title",
        lang=str(card.get("lang", "")),
        publisher=str(card.get("publisher_label", "")),
        publisher_slug=str(card.get("publisher", "")),
        portal=str(card.get("portal", "")),
        part=_PARTS.get(hit.part, "") if any(each.matched for each in hit.snippet) else "",
        snippet=hit.snippet,
        formats=formats,
        files=tuple(_files(card, formats, find)),
        themes=_texts(card.get("themes")),
        identifiers=_texts(card.get("identifiers")),
        licence=licence,
        openness=openness,
        terms=say_terms(openness, licence),
        modified=str(card.get("modified", "")),
        covers=str(card.get("covers", "")),
        places=_texts(card.get("places")),
        why=tuple(say_why(one, find) for one in hit.why),
        also=tuple(_elsewhere(card.get("also"), find)),
    )


def say_terms(openness: str, licence: str) -> str:
    """The licence as a sentence; "" where nothing is stated."""
    if openness == "open":
        return f"{_OPEN} ({licence})" if licence else _OPEN
    return f"Read the terms first: {licence}" if licence else ""


def say_why(reason: str, find: Callable[[str, str], str]) -> str:
    """A reason of the index in words: another word, a value of a facet, or the period covered."""
    if reason == "covers":
        return "the years it covers"
    facet, colon, value = reason.partition(":")
    return f"its {facet} ({find(facet, value)})" if colon and facet in FACETS else f"“{reason}”"


def _elsewhere(said: object, find: Callable[[str, str], str]) -> Iterator[Elsewhere]:
    for one in said if isinstance(said, list) else ():
        yield Elsewhere(id=str(one["id"]), portal=find("portal", str(one["portal"])))


def _files(
    card: Mapping[str, object], formats: Iterable[str], find: Callable[[str, str], str]
) -> Iterator[Files]:
    """The files of each format as an index of today counts them; else the formats alone."""
    said = card.get("files")
    if not isinstance(said, list):
        yield from (Files(format=find("format", each)) for each in formats)
        return
    for one in said:
        size = say_size(str(one["bytes"] or ""))
        yield Files(format=find("format", str(one["format"])), size=size, count=int(one["count"]))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
