"""The page of search results: how the words were understood, hits as cards, filters with counts, chips of what was
chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from catalogue.indexes.protocol import Results, Sort
from catalogue.indexes.words import WORD, fold
from web.finding import CountedWay, Found
from web.negotiation import ATOM
from web.pages.cards import Card, make_card
from web.pages.facets import FACET_LABELS, FacetBox, Find, label_finder, make_box, with_definitions
from web.pages.glossary import Definition, Glossary
from web.pages.page import Alternate, Page, Paging, make_paging
from web.pages.senses import Understood, make_understood
from web.reading import EXACT, FACETS, PLAIN, Asked
from web.site import Site

SORT_LABELS = {
    Sort.RELEVANCE: "Best match",
    Sort.MODIFIED: "Data changed",
    Sort.ADDED: "Newest here",
    Sort.TITLE: "Title",
    Sort.PUBLISHER: "Publisher",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A part of the search that has no control on the page, so that sending the form keeps it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A chosen filter; `remove` is the search without it."""

    facet: str
    label: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SortChoice:
    """One order of the list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A search that asks for less; `said` is how it differs, `count` how many datasets it finds."""

    said: str
    address: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """A page of results. `suggestion` is another spelling, `suggestion_link` the search for it; `unknown` are words
    that no dataset has. Where the results are already those of another spelling, `typed` is what was typed,
    `typed_link` the search for just that. `ways` lead on from nothing, `wider` from the place that was named; `feed`
    tells what comes later. `copies` are further records of the datasets shown; `copies_link` shows each as a result,
    or, where they are shown so, together."""

    template: ClassVar[str] = "search.html"
    text: str
    understood: Understood
    total: int
    cards: tuple[Card, ...]
    facets: tuple[FacetBox, ...]
    chips: tuple[Chip, ...]
    carried: tuple[Carried, ...]
    clear: str
    sorts: tuple[SortChoice, ...]
    paging: Paging
    relaxed: bool
    unknown: tuple[str, ...]
    suggestion: str
    suggestion_link: str
    typed: str
    typed_link: str
    ways: tuple[WayOut, ...]
    wider: tuple[WayOut, ...]
    feed: str
    copies: int
    apart: bool
    copies_link: str
    definitions: tuple[Definition, ...]


def make_search_page(found: Found, site: Site, alternates: tuple[Alternate, ...]) -> SearchPage:
    """The page for what was asked, understood and found."""
    asked, results, find = found.asked, found.results, label_finder(site)
    glossary = Glossary(links=site.links, schemes=site.vocabulary.schemes)
    suggestion = results.suggestion or ""
    return SearchPage(
        title=f"{asked.text} – search" if asked.text else "Search",
        alternates=alternates,
        text=asked.text,
        understood=make_understood(asked, found.question, site.links),
        total=results.total,
        cards=tuple(make_card(hit, find) for hit in results.hits),
        facets=make_boxes(asked, results, site, find, glossary),
        chips=tuple(_chips(asked, site, find)),
        carried=tuple(_carried(asked)),
        clear=site.links.results(replace(asked, chosen=()).query()),
        sorts=tuple(
            SortChoice(value=sort.value, label=label, chosen=sort is asked.sort)
            for sort, label in SORT_LABELS.items()
        ),
        paging=make_paging(
            asked.page,
            -(-results.total // asked.limit),
            lambda page: site.links.results(asked.query(page=page)),
        ),
        relaxed=results.relaxed and bool(results.total),
        unknown=tuple(_as_typed(word, asked.text) for word in results.unknown),
        suggestion=suggestion,
        suggestion_link=site.links.results(replace(asked, text=suggestion).query()) if suggestion else "",
        typed=found.typed,
        typed_link=site.links.results(replace(asked, text=found.typed, exact=True).query()),
        ways=tuple(_way(each, site) for each in found.ways),
        wider=tuple(_way(each, site) for each in found.wider),
        feed=site.links.results(asked.query(), ATOM.suffix),
        copies=results.copies,
        apart=asked.apart,
        copies_link=site.links.results(replace(asked, apart=not asked.apart).query()),
        definitions=glossary.definitions(),
    )


def _way(one: CountedWay, site: Site) -> WayOut:
    return WayOut(said=one.way.said, address=site.links.results(one.way.asked.query()), count=one.count)


def make_boxes(
    asked: Asked, results: Results, site: Site, find: Find, glossary: Glossary
) -> tuple[FacetBox, ...]:
    """The filters that were counted."""
    return tuple(
        with_definitions(make_box(name, results.facets[name], asked, find), site, glossary)
        for name in FACETS
        if name in results.facets
    )


def _as_typed(word: str, text: str) -> str:
    """A folded word as it stands in the text: "Leeds" for "leeds"."""
    return next((typed for typed in WORD.findall(text) if fold(typed) == word), word)


def _carried(asked: Asked) -> Iterator[Carried]:
    if asked.exact:
        yield Carried(name=EXACT, value="1")
    for words in asked.plain:
        yield Carried(name=PLAIN, value=words)
    for name, value in asked.chosen:
        if name not in FACETS:
            yield Carried(name=name, value=value)


def _chips(asked: Asked, site: Site, find: Find) -> Iterator[Chip]:
    for facet, value in asked.chosen:
        remove = site.links.results(asked.without(facet, value).query())
        if facet == "concept":
            yield Chip(facet=_list_title(site, value), label=_in_its_list(site, value), remove=remove)
        else:
            yield Chip(facet=FACET_LABELS[facet], label=find(facet, value), remove=remove)


def _list_title(site: Site, key: str) -> str:
    """The list of a concept's key, which its chip names as those of the filters name theirs."""
    scheme = site.vocabulary.schemes.get(key.partition("/")[0])
    return scheme.title if scheme else FACET_LABELS["concept"]


def _in_its_list(site: Site, key: str) -> str:
    """What a concept's key is called below the title of its list; a bare list is "any"."""
    name, slash, code = key.partition("/")
    scheme = site.vocabulary.schemes.get(name)
    concept = scheme.find(code) if scheme else None
    if concept:
        return concept.label()
    return key if slash or not scheme else "any"
