"""The page of one concept: what it means, what it stands beside, how it is written, and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from catalogue.indexes.protocol import Search, Sort
from catalogue.meaning import concept_key
from catalogue.questions.topics import SCHEME as TOPICS
from catalogue.reuses.story import What
from vocab import Concept, Label, Scheme
from vocab.bodies import SCHEMES, slug_of
from web.counts import FACET
from web.named import NamedAs, find_named
from web.pages.cards import Card, make_card
from web.pages.facets import label_finder
from web.pages.facts import Value, link_value
from web.pages.page import Alternate, Page, Paging, make_paging
from web.pages.reuse import StoriesPart
from web.pages.vocabulary import search_of
from web.related_concepts import relations_of
from web.site import Site
from web.stories.beside import stories_part

FACT_LABELS = {
    "homepage": "Home page",
    "interval": "Interval",
    "machineReadable": "Machine-readable",
    "mediaType": "Media type",
    "nation": "Nation",
    "nonProprietary": "Free of a vendor's rights",
    "open": "Meets the Open Definition",
    "tier": "Kind of council",
    "owner": "Kept by",
    "pattern": "What it looks like (pattern)",
    "example": "For example",
    "area": "Its area",
    "within": "Within",
    "checksum": "Check digit",
    "uriTemplate": "Address of one (template)",
    "weak": "Other numbers can look the same",
    "former": "No longer in use",
    "columnName": "Names of columns that hold it",
    "domain": "Web addresses",
    "formerCode": "Former codes",
    "initials": "Initials",
    "attribution": "You must credit the source",
    "shareAlike": "What you make of it needs the same licence",
    "commercialUse": "Commercial use allowed",
}
"""What facts and lists are called, in the order of the page; one without a line here goes by its own name."""

IDENTIFIERS = "identifier"
"""The scheme of the kinds of identifier by which data is joined."""

_HIDDEN = frozenset(("slug",))
_CODES = frozenset(("uriTemplate", "checksum", "pattern", "example", "columnName", "formerCode", "interval"))
_SAID = {"true": "yes", "false": "no"}
_NARROWER_A_PAGE = 100
_MOST_LISTED = 60
_NEWEST = 5
_MOST_IN_ADDRESS = 30
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact about a concept, with one value or several; `code` says that they are written, not read."""

    label: str
    values: tuple[Value, ...]
    code: bool = False
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A concept beside this one; `scheme` is the title of its list where that is another."""

    value: Value
    scheme: str = ""
    datasets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The concepts that stand in one relation to this one; `rest` more are not shown."""

    label: str
    relatives: tuple[Relative, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptPage(Page):
    """One concept. `total` datasets use it, `total_below` it or anything narrower; None where that is not known.

    `asked` is the search for what people call it, of a topic, which no dataset names.
    """

    template: ClassVar[str] = "concept.html"
    scheme: Scheme
    concept: Concept
    facts: tuple[FactRow, ...]
    relations: tuple[Relation, ...]
    named: tuple[NamedAs, ...]
    narrower: tuple[Relative, ...]
    narrower_total: int
    paging: Paging
    matches: tuple[Value, ...]
    other_labels: tuple[Label, ...]
    organisation: str
    total: int | None
    search: str
    total_below: int | None
    search_below: str
    asked: str
    cards: tuple[Card, ...]
    linkages: str
    stories: StoriesPart | None


def make_concept_page(
    site: Site, scheme: Scheme, concept: Concept, alternates: tuple[Alternate, ...], *, number: int = 1
) -> ConceptPage:
    """The page of a concept; `number` counts the pages of those directly below it."""
    topic = concept.scheme == TOPICS
    total = None if topic else site.counts.of(concept.scheme, concept.code)
    below = site.thesaurus.below(concept)
    family = (concept, *below)
    narrower = site.thesaurus.narrower.get(concept.iri, ())
    start = (number - 1) * _NARROWER_A_PAGE
    slug = slug_of(concept) if concept.scheme in SCHEMES else ""
    return ConceptPage(
        title=concept.label(),
        alternates=alternates,
        scheme=scheme,
        concept=concept,
        facts=tuple(concept_facts(site, concept)),
        relations=tuple(_relations(site, concept)),
        named=find_named(site, concept.iri),
        narrower=tuple(_relative(site, concept, one) for one in narrower[start : start + _NARROWER_A_PAGE]),
        narrower_total=len(narrower),
        paging=_paging(site, concept, number, len(narrower)),
        matches=tuple(link_value(iri) for iri in concept.exact_matches if not site.vocabulary.concept(iri)),
        other_labels=tuple(label for label in concept.labels if label.text != concept.label()),
        organisation=site.links.organisation(slug) if slug in site.names.table().publishers else "",
        total=total,
        search=search_of((concept,), site) if total else "",
        total_below=_count_any(site, family) if below and total is not None else None,
        search_below=search_of(family, site) if below and len(family) <= _MOST_IN_ADDRESS else "",
        asked=site.links.search(q=concept.label()) if topic else "",
        cards=_newest(site, concept) if total else (),
        linkages=site.links.linkages_of(concept.scheme, concept.code),
        stories=stories_part(site, What.IDENTIFIER, concept.code) if concept.scheme == IDENTIFIERS else None,
    )


def concept_facts(site: Site, concept: Concept) -> Iterator[FactRow]:
    """Every fact and list that is known, those with a label of ours first."""
    held = {name: (_SAID.get(text, text),) for name, text in concept.facts.items()} | dict(concept.lists)
    for name in dict.fromkeys((*FACT_LABELS, *held)):
        if name in held and name not in _HIDDEN:
            texts = held[name]
            yield FactRow(
                label=FACT_LABELS.get(name) or _HUMP.sub(" ", name).capitalize(),
                values=tuple(_fact_value(site, text) for text in texts[:_MOST_LISTED]),
                code=name in _CODES,
                rest=max(0, len(texts) - _MOST_LISTED),
            )


def _fact_value(site: Site, text: str) -> Value:
    """A fact's value; one that names a concept by that concept's name."""
    named = site.vocabulary.concept(text) if ":" in text else None
    return _relative(site, named, named).value if named else link_value(text)


def _relations(site: Site, concept: Concept) -> Iterator[Relation]:
    """What it stands beside, as far as it has room; what is below it in its own page of rows is not among them."""
    for one in relations_of(site, concept):
        shown = tuple(_relative(site, concept, end) for end in one.ends[:_MOST_LISTED])
        yield Relation(label=one.label, relatives=shown, rest=len(one.ends) - len(shown))


def _relative(site: Site, concept: Concept, other: Concept | str) -> Relative:
    if isinstance(other, str):
        return Relative(value=link_value(other))
    scheme = "" if other.scheme == concept.scheme else site.vocabulary.schemes[other.scheme].title
    return Relative(
        value=Value(text=other.label(), address=site.links.vocabulary(other.scheme, other.code)),
        scheme=scheme,
        datasets=site.counts.of(other.scheme, other.code),
    )


def _paging(site: Site, concept: Concept, number: int, total: int) -> Paging:
    address = site.links.vocabulary(concept.scheme, concept.code)
    count = -(-total // _NARROWER_A_PAGE)
    return make_paging(number, count, lambda page: site.links.paged(address, page))


def _count_any(site: Site, family: tuple[Concept, ...]) -> int:
    keys = tuple(concept_key(one.scheme, one.code) for one in family)
    return site.index.search(Search(filters={FACET: keys}, limit=0)).total


def _newest(site: Site, concept: Concept) -> tuple[Card, ...]:
    key = concept_key(concept.scheme, concept.code)
    results = site.index.search(Search(filters={FACET: (key,)}, sort=Sort.ADDED, limit=_NEWEST))
    find = label_finder(site)
    return tuple(make_card(hit, find) for hit in results.hits)
