"""The filters of a result list: what each value is called, which of them are shown, which boxes stand open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from catalogue.indexes.protocol import FRESHNESS, NOT_STATED, FacetValue
from vocab import fold
from web.pages.glossary import Glossary
from web.reading import UNSAID, Asked
from web.site import Site

Find = Callable[[str, str], str]
"""What a facet's value is called: `find(facet, value)`."""

FACET_LABELS = {
    "publisher": "Publisher",
    "place": "Place",
    "theme": "Theme",
    "format": "Format",
    "openness": "Licence",
    "freshness": "Data last changed",
    "identifier": "Contains identifier",
    "licence": "Licence by name",
    "kind": "Kind of portal",
    "language": "Language",
    "portal": "Portal",
    "concept": "Concept",
}
SCHEME_OF = {
    "place": "place",
    "theme": "theme",
    "format": "file-type",
    "licence": "licence",
    "identifier": "identifier",
    "language": "language",
}
_DEFINED = ("theme", "format", "licence", "identifier")
_WORDS = {
    "openness": {"open": "Open", "not-open": "Not open"},
    "freshness": dict(
        zip(
            FRESHNESS,
            ("Within 30 days", "30 days to 12 months ago", "1 to 3 years ago", "Over 3 years ago"),
            strict=True,
        )
    ),
}
"""Facets whose values are few and ours, in the order in which they are shown."""

_OPEN = frozenset({"publisher", "place", "format", "openness"})
_MOST_SHOWN = 10
_MOST_WITHIN = 30


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
    """The checkboxes of one facet. `within` is what its names are narrowed by; where there are `many` a person may
    narrow them. `rest` more values are not shown."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]
    rest: int
    within: str
    many: bool
    open: bool


def make_box(name: str, values: Iterable[FacetValue], asked: Asked, find: Find) -> FacetBox:
    """A facet as counted: of its names the most frequent, those chosen, and always those that say nothing."""
    chosen, within = asked.values(name), dict(asked.within).get(name, "")
    choices = [_choice(name, each, chosen, find) for each in _in_order(name, values)]
    present = [each for each in choices if each.count or each.chosen or each.value == UNSAID]
    fitting = [each for each in present if each.chosen or _fits(each.label, within)]
    most = _MOST_WITHIN if within else _MOST_SHOWN
    shown = [each for at, each in enumerate(fitting) if at < most or each.chosen or each.value == UNSAID]
    return FacetBox(
        name=name,
        label=FACET_LABELS[name],
        choices=tuple(shown),
        rest=len(fitting) - len(shown),
        within=within,
        many=len(present) > _MOST_SHOWN + 1,
        open=name in _OPEN or bool(chosen or within),
    )


def with_definitions(box: FacetBox, site: Site, glossary: Glossary) -> FacetBox:
    """The same box, its terms with their definitions, where people may need them."""
    if box.name not in _DEFINED or not box.open:
        return box
    return replace(
        box, choices=tuple(_with_definition(each, box.name, site, glossary) for each in box.choices)
    )


def label_finder(site: Site) -> Find:
    """What a facet's value is called: `find(facet, value)`."""
    table = site.names.table()
    names = _WORDS | {"publisher": table.publishers, "portal": table.portals}

    def find(facet: str, value: str) -> str:
        if value in (NOT_STATED, UNSAID):
            return "Not stated, or not known" if facet in _DEFINED else "Not stated"
        if facet in names:
            return names[facet].get(value) or value
        if facet == "concept":
            return concept_label(site, value)
        concept = site.vocabulary.find(SCHEME_OF[facet], value) if facet in SCHEME_OF else None
        return concept.label() if concept else value.replace("_", " ")

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


def _in_order(name: str, values: Iterable[FacetValue]) -> list[FacetValue]:
    """The values by how many they have, but those of ours in their own order."""
    if name == "place":
        return _widest_last(list(values))
    if name not in _WORDS:
        return list(values)
    counts = {each.value: each for each in values}
    order = dict.fromkeys((*_WORDS[name], *counts))
    return [counts.get(value, FacetValue(value=value, count=0)) for value in order]


def _widest_last(values: list[FacetValue]) -> list[FacetValue]:
    """Areas with those around all the others last: what is in a county is in the kingdom, which narrows nothing."""
    widest = max((each.count for each in values if each.value), default=0)
    return sorted(
        values, key=lambda each: (each.value == NOT_STATED, bool(each.value) and each.count == widest)
    )


def _choice(name: str, value: FacetValue, chosen: tuple[str, ...], find: Find) -> FacetChoice:
    stated = value.value or UNSAID
    return FacetChoice(
        value=stated, label=find(name, value.value), count=value.count, chosen=stated in chosen
    )


def _fits(label: str, within: str) -> bool:
    """Whether each word that a person typed begins a word of the label."""
    if not within:
        return True
    words = fold(label).split()
    return all(any(word.startswith(part) for word in words) for part in fold(within).split())


def _with_definition(choice: FacetChoice, facet: str, site: Site, glossary: Glossary) -> FacetChoice:
    concept = site.vocabulary.find(SCHEME_OF[facet], choice.value)
    return replace(choice, define=glossary.define(concept)) if concept else choice
