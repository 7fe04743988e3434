"""The pages of the vocabularies: every list in plain words, one list as tree or alphabet, what a search found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from catalogue.meaning import concept_key
from catalogue.questions.topics import SCHEME as TOPICS
from vocab import Concept, Scheme, fold
from web.labels import Kind, Named
from web.pages.page import Page, Paging
from web.site import Site
from web.thesaurus import by_label

GROUPS = (
    ("What data is about", ("theme", "hvd-category", "topic", "function", "service", "dataset-type")),
    ("Who publishes it", ("council", "body")),
    ("Where", ("place", "area-type")),
    ("How it may be used", ("licence", "access-right")),
    ("The form of files", ("file-type", "media-type", "language")),
    ("How often, and how long it stays", ("frequency", "availability", "status")),
    ("Identifiers that data can be joined by", ("identifier",)),
)
"""The lists by what a person would ask; one that nobody sorted stands under OTHERS."""

OTHERS = "More lists"
_MATCHED = {
    Kind.PREFERRED: "",
    Kind.ALTERNATIVE: "also called",
    Kind.CODE: "code",
    Kind.SPELLING: "seen on portals as",
    Kind.DEFINITION: "",
}
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z\"'])")
_MOST_CHILDREN = 40
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRow:
    """One list. `about` is the first sentence that it says of itself, `notes` the others, for those who want to know
    how it was made. `used` of its concepts are used by `datasets`; None while the index cannot be asked, and of the
    topics, which people name and not datasets."""

    scheme: Scheme
    about: str
    notes: str
    used: int | None
    datasets: int | None
    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeGroup:
    """The lists that answer one question."""

    label: str
    rows: tuple[SchemeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A concept that was found. `matched` is the label by which, where that is not its name."""

    concept: Concept
    scheme: Scheme
    matched: str
    matched_as: str
    matched_lang: str
    datasets: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A concept in a tree with those below it; `rest` more are on its own page."""

    concept: Concept
    datasets: int | None
    branches: tuple[Branch, ...] = ()
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the alphabet, and where the names that begin with it are listed."""

    text: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabulariesPage(Page):
    """Every list, or what was found in all of them for `text`."""

    template: ClassVar[str] = "vocabularies.html"
    groups: tuple[SchemeGroup, ...]
    text: str
    total: int
    found: tuple[FoundRow, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePage(Page):
    """One list: `tree` where its concepts have broader ones, else `found`, rows in the order of names."""

    template: ClassVar[str] = "scheme.html"
    row: SchemeRow
    text: str
    total: int
    tree: tuple[Branch, ...]
    found: tuple[FoundRow, ...]
    letters: tuple[Letter, ...]
    former: int
    showing_former: bool
    former_address: str
    paging: Paging


def make_groups(site: Site) -> tuple[SchemeGroup, ...]:
    """Every list in its group; empty groups are left out."""
    schemes = site.vocabulary.schemes
    sorted_names = {name for _, names in GROUPS for name in names}
    others = tuple(name for name in schemes if name not in sorted_names)
    used = used_concepts(site.counts.table())
    grouped = (
        (label, [name for name in names if name in schemes]) for label, names in (*GROUPS, (OTHERS, others))
    )
    return tuple(
        SchemeGroup(label=label, rows=tuple(make_row(schemes[name], site, used) for name in names))
        for label, names in grouped
        if names
    )


def used_concepts(table: Mapping[str, int] | None) -> Mapping[str, int] | None:
    """How many concepts of each scheme are used at all."""
    if table is None:
        return None
    found: dict[str, int] = {}
    for key in table:
        scheme, slash, _ = key.partition("/")
        if slash:
            found[scheme] = found.get(scheme, 0) + 1
    return found


def make_row(scheme: Scheme, site: Site, used: Mapping[str, int] | None) -> SchemeRow:
    """One list with how much it is used."""
    table = None if scheme.name == TOPICS else site.counts.table()
    datasets = table.get(scheme.name, 0) if table is not None else None
    about, _, notes = _SENTENCE.sub("\n", scheme.description, count=1).partition("\n")
    return SchemeRow(
        scheme=scheme,
        about=about,
        notes=notes,
        used=used.get(scheme.name, 0) if used is not None and table is not None else None,
        datasets=datasets,
        search=site.links.search(concept=scheme.name) if datasets else "",
    )


def make_found(named: Named, site: Site) -> FoundRow:
    """A concept with the label that matched."""
    concept = named.concept
    shown = named.kind in (Kind.ALTERNATIVE, Kind.SPELLING) or (
        named.kind is Kind.PREFERRED and named.text != concept.label()
    )
    return FoundRow(
        concept=concept,
        scheme=site.vocabulary.schemes[concept.scheme],
        matched=named.text if shown else "",
        matched_as=_MATCHED[named.kind] or "also",
        matched_lang=named.lang,
        datasets=site.counts.of(concept.scheme, concept.code),
    )


def make_plain(concept: Concept, site: Site) -> FoundRow:
    """A concept of a list that nobody searched."""
    return make_found(Named(concept=concept, text=concept.label(), lang="en", kind=Kind.PREFERRED), site)


def is_tree(scheme: Scheme, site: Site) -> bool:
    """Whether its concepts stand below one another."""
    return any(site.thesaurus.parents(one) for one in scheme.concepts)


def make_branch(concept: Concept, site: Site, depth: int = 1) -> Branch:
    """A concept with those below it, bounded in depth and number; a circle ends at the depth."""
    children = site.thesaurus.children(concept)
    shown = children[:_MOST_CHILDREN] if depth < _DEEPEST else ()
    return Branch(
        concept=concept,
        datasets=site.counts.of(concept.scheme, concept.code),
        branches=tuple(make_branch(one, site, depth + 1) for one in shown),
        rest=len(children) - len(shown),
    )


def size_of(branch: Branch) -> int:
    """How many concepts a branch shows."""
    return 1 + sum(size_of(one) for one in branch.branches)


def pages_of(branches: Iterator[Branch], most: int) -> tuple[tuple[Branch, ...], ...]:
    """Branches dealt to pages that show about `most` concepts each; none is torn apart."""
    pages: list[list[Branch]] = []
    room = 0
    for branch in branches:
        size = size_of(branch)
        if not pages or size > room:
            pages.append([])
            room = most
        pages[-1].append(branch)
        room -= size
    return tuple(tuple(page) for page in pages)


def initial(concept: Concept) -> str:
    """The letter under which a concept stands in the alphabet; "0–9" for all that begins otherwise."""
    return _initial(concept.label())


@lru_cache(maxsize=8192)
def _initial(label: str) -> str:
    first = fold(label)[:1].upper()
    return first if "A" <= first <= "Z" else "0–9"


def make_letters(
    concepts: tuple[Concept, ...], chosen: str, address: Callable[[str], str]
) -> tuple[Letter, ...]:
    """The letters that occur, each with where its names are listed."""
    return tuple(
        Letter(text=text, address=address(text), chosen=text == chosen)
        for text in sorted({initial(one) for one in concepts})
    )


def ordered(scheme: Scheme, *, former: bool) -> tuple[Concept, ...]:
    """The concepts of a list that are in use, or those that are not, by name."""
    return by_label(one for one in scheme.concepts if one.former is former)


def search_of(concepts: tuple[Concept, ...], site: Site) -> str:
    """The search for datasets with any of these concepts."""
    return site.links.search(concept=[concept_key(one.scheme, one.code) for one in concepts])
