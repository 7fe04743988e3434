"""The page of search results: hits as cards, filters with counts, chips for what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from catalogue.indexes.protocol import NOT_STATED, FacetValue, Fragment, Hit, Results, Sort
from web.pages.glossary import Definition, Glossary
from web.pages.page import Alternate, Page, Paging
from web.reading import FACETS, UNSAID, Asked
from web.site import Site

FACET_LABELS = {
    "publisher": "Publisher",
    "theme": "Theme",
    "format": "Format",
    "licence": "Licence",
    "portal": "Portal",
    "concept": "Concept",
}
SCHEME_OF = {"theme": "theme", "format": "file-type", "licence": "licence"}
SORT_LABELS = {
    Sort.RELEVANCE: "Best match",
    Sort.MODIFIED: "Data changed",
    Sort.ADDED: "Newest here",
    Sort.TITLE: "Title",
    Sort.PUBLISHER: "Publisher",
}
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A copy of a dataset at another portal."""

    id: str
    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One dataset in a list. `openness` is open, not-open or not-stated; dates and periods are "" where not stated."""

    id: str
    score: float
    title: str
    lang: str
    publisher: str
    publisher_slug: str
    portal: str
    snippet: tuple[Fragment, ...]
    formats: tuple[str, ...]
    licence: str
    openness: str
    modified: str
    covers: str
    places: tuple[str, ...]
    also: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetChoice:
    """One checkbox; `define` is the block that says what its label means."""

    value: str
    label: str
    count: int
    chosen: bool
    define: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetBox:
    """The checkboxes of one facet; `rest` more values are not shown."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]
    rest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A chosen filter that has no checkbox on the page, so that sending the form keeps it."""

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
class SearchPage(Page):
    """A page of results. `suggestion` is another spelling, `suggestion_link` the search for it. `copies` are further
    records of the datasets shown; `copies_link` shows each as a result, or, where they are shown so, together."""

    template: ClassVar[str] = "search.html"
    text: str
    total: int
    cards: tuple[Card, ...]
    facets: tuple[FacetBox, ...]
    chips: tuple[Chip, ...]
    carried: tuple[Carried, ...]
    clear: str
    sorts: tuple[SortChoice, ...]
    paging: Paging
    relaxed: bool
    suggestion: str
    suggestion_link: str
    copies: int
    apart: bool
    copies_link: str
    definitions: tuple[Definition, ...]


def make_search_page(
    asked: Asked, results: Results, site: Site, alternates: tuple[Alternate, ...]
) -> SearchPage:
    """The page for what was asked and found."""
    labels = label_finder(site)
    glossary = Glossary(links=site.links, schemes=site.vocabulary.schemes)
    suggestion = results.suggestion or ""
    return SearchPage(
        title=f"{asked.text} – search" if asked.text else "Search",
        alternates=alternates,
        text=asked.text,
        total=results.total,
        cards=tuple(make_card(hit, labels) for hit in results.hits),
        facets=tuple(
            _defined(_box(name, results.facets.get(name, ()), asked, labels), site, glossary)
            for name in FACETS
        ),
        chips=tuple(_chips(asked, site, labels)),
        carried=tuple(Carried(name=name, value=value) for name, value in asked.chosen if name not in FACETS),
        clear=site.links.results(replace(asked, chosen=()).query()),
        sorts=tuple(
            SortChoice(value=sort.value, label=label, chosen=sort is asked.sort)
            for sort, label in SORT_LABELS.items()
        ),
        paging=make_paging(asked, results.total, lambda page: site.links.results(asked.query(page=page))),
        relaxed=results.relaxed and bool(results.total),
        suggestion=suggestion,
        suggestion_link=site.links.results(replace(asked, text=suggestion).query()) if suggestion else "",
        copies=results.copies,
        apart=asked.apart,
        copies_link=site.links.results(replace(asked, apart=not asked.apart).query()),
        definitions=glossary.definitions(),
    )


def make_paging(asked: Asked, total: int, address: Callable[[int], str]) -> Paging:
    """Where the page asked for stands among all."""
    last = -(-total // asked.limit)
    return Paging(
        number=asked.page,
        count=last,
        previous=address(min(asked.page - 1, last)) if asked.page > 1 and last else "",
        next=address(asked.page + 1) if asked.page < last else "",
    )


def make_card(hit: Hit, find: Callable[[str, str], str] = lambda _, value: value) -> Card:
    """A hit as a card; an index of an older build may lack a value, which then is not stated. `find` tells what a
    portal is called."""
    card = hit.card
    return Card(
        id=hit.id,
        score=hit.score,
        title=str(card.get("title", "")) or "Without a title",
        lang=str(card.get("lang", "")),
        publisher=str(card.get("publisher_label", "")),
        publisher_slug=str(card.get("publisher", "")),
        portal=str(card.get("portal", "")),
        snippet=hit.snippet,
        formats=_texts(card.get("formats")),
        licence=str(card.get("licence_label", "")),
        openness=str(card.get("openness", "not-stated")),
        modified=str(card.get("modified", "")),
        covers=str(card.get("covers", "")),
        places=_texts(card.get("places")),
        also=tuple(_elsewhere(card.get("also"), find)),
    )


def _elsewhere(said: object, find: Callable[[str, str], str]) -> Iterator[Elsewhere]:
    for one in said if isinstance(said, list) else ():
        yield Elsewhere(id=str(one["id"]), portal=find("portal", str(one["portal"])))


def label_finder(site: Site) -> Callable[[str, str], str]:
    """What a facet's value is called: `find(facet, value)`."""
    table = site.names.table()
    names = {"publisher": table.publishers, "portal": table.portals}

    def find(facet: str, value: str) -> str:
        if value in (NOT_STATED, UNSAID):
            return "Not stated, or not known" if facet in SCHEME_OF else "Not stated"
        if facet in names:
            return names[facet].get(value) or value
        if facet == "concept":
            return concept_label(site, value)
        concept = site.vocabulary.find(SCHEME_OF[facet], value)
        return concept.label() if concept else value

    return find


def concept_label(site: Site, key: str) -> str:
    """What a concept's key is called, with its list: "Leeds City Council (Councils)"; a bare list is "any of it"."""
    name, slash, code = key.partition("/")
    scheme = site.vocabulary.schemes.get(name)
    if scheme is None:
        return key
    concept = scheme.find(code)
    if concept is None:
        return key if slash else f"any of “{scheme.title}”"
    return f"{concept.label()} ({scheme.title})"


def _box(
    name: str, values: tuple[FacetValue, ...], asked: Asked, find: Callable[[str, str], str]
) -> FacetBox:
    chosen = asked.values(name)
    choices = [
        FacetChoice(
            value=each.value or UNSAID,
            label=find(name, each.value),
            count=each.count,
            chosen=_is_in(each, chosen),
        )
        for each in values
    ]
    shown = [
        each
        for place, each in enumerate(choices)
        if each.chosen or (each.count and (place < _MOST_SHOWN or each.value == UNSAID))
    ]
    present = [each for each in choices if each.count or each.chosen]
    return FacetBox(name=name, label=FACET_LABELS[name], choices=tuple(shown), rest=len(present) - len(shown))


def _defined(box: FacetBox, site: Site, glossary: Glossary) -> FacetBox:
    """The same box, its terms with their definitions."""
    if box.name not in SCHEME_OF:
        return box
    return replace(
        box, choices=tuple(_with_definition(each, box.name, site, glossary) for each in box.choices)
    )


def _with_definition(choice: FacetChoice, facet: str, site: Site, glossary: Glossary) -> FacetChoice:
    concept = site.vocabulary.find(SCHEME_OF[facet], choice.value)
    return replace(choice, define=glossary.define(concept)) if concept else choice


def _is_in(value: FacetValue, chosen: tuple[str, ...]) -> bool:
    return (value.value or UNSAID) in chosen


def _chips(asked: Asked, site: Site, find: Callable[[str, str], str]) -> Iterator[Chip]:
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


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
