"""What the datasets that name a thing have in common, counted by the index: one search, whatever is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from catalogue.indexes.filters import Is
from catalogue.indexes.protocol import NOT_STATED, FacetValue, Hit, Search, Sort
from catalogue.meaning import concept_key
from web.linkages.tie import FEW, End, Tie, Wanted, Way, Whole, tie_of, ways
from web.pages.cards import make_card
from web.pages.facets import SCHEME_OF
from web.site import Site

PUBLISHER, PORTAL, IDENTIFIER, CONCEPT = "publisher", "portal", "identifier", "concept"
DATASETS, PUBLISHERS, PORTALS, SHARING = "datasets", "publishers", "portals", "sharing"

_FACETS = (PUBLISHER, PORTAL, IDENTIFIER, CONCEPT)
# A place's own facet also counts what lies within it, and here only what names the place is meant.
_OWN_FACET = {scheme: facet for facet, scheme in SCHEME_OF.items() if facet != "place"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing as the index knows it: the datasets that have `value` in `facet`."""

    facet: str
    value: str

    @property
    def as_filter(self) -> tuple[str, str]:
        """The facet and value by which a search for them is written."""
        scheme, _, code = self.value.partition("/")
        if self.facet == CONCEPT and scheme in _OWN_FACET:
            return _OWN_FACET[scheme], code
        return self.facet, self.value

    def with_also(self, site: Site, facet: str, value: str) -> str:
        """The search for those of them that have another value too; "" where no address can ask for both."""
        if facet == CONCEPT:
            facet, value = Subject(facet=facet, value=value).as_filter
        own, mine = self.as_filter
        return site.links.search(**{own: mine, facet: value}) if facet != own else ""

    def found(self, site: Site) -> str:
        """Where they are listed: the page of a kind of identifier tells the columns as well, else a search."""
        own, mine = self.as_filter
        if own == IDENTIFIER:
            return f"{site.links.identifier(mine)}#datasets"
        return site.links.search(**{own: mine})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The datasets of a subject in figures: `facets` holds values with their counts, the most frequent first, of
    concepts by their scheme; `first` are some of the datasets by title."""

    subject: Subject
    total: int
    first: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    schemes: Mapping[str, tuple[FacetValue, ...]]


def tally(site: Site, subject: Subject) -> Tally:
    """Counts once all that datasets of a subject have."""
    results = site.index.search(
        Search(
            where=Is(column=subject.facet, values=(subject.value,)),
            facets=_FACETS,
            sort=Sort.TITLE,
            limit=FEW,
        )
    )
    facets = {name: _stated(values) for name, values in results.facets.items()}
    schemes: dict[str, list[FacetValue]] = {}
    for each in facets[CONCEPT]:
        scheme, slash, code = each.value.partition("/")
        if slash:
            schemes.setdefault(scheme, []).append(FacetValue(value=code, count=each.count))
    return Tally(
        subject=subject,
        total=results.total,
        first=results.hits,
        facets=facets,
        schemes={name: tuple(values) for name, values in schemes.items()},
    )


def counted_ties(
    site: Site, told: Tally, wanted: Wanted, whole: Whole, *, skip: frozenset[str] = frozenset()
) -> Iterator[Tie | None]:
    """Every tie that the figures tell, but for those that only say what the subject is itself."""
    for code, naming in _namings(site).items():
        if code not in skip:
            to_end = partial(naming.end, site, told.subject)
            yield tie_of(ways()[code], told.facets[naming.facet], wanted, to_end, whole)
    for scheme, values in _schemes(told):
        if scheme in ways() and scheme not in skip:
            to_end = partial(concept_end, site, told.subject, scheme)
            yield tie_of(ways()[scheme], values, wanted, to_end, whole)


def dataset_tie(site: Site, told: Tally, way: Way, wanted: Wanted) -> Tie | None:
    """Some of the datasets by title; all of them are a search."""
    if not told.total or not wanted.shows(way.code):
        return None
    ends = tuple(_dataset_end(site, told.subject, hit) for hit in told.first)
    more = told.subject.found(site) if len(ends) < told.total else ""
    return Tie(way=way, count=told.total, ends=ends, more=more)


def _dataset_end(site: Site, subject: Subject, hit: Hit) -> End:
    """A dataset as the index knows it, with its publisher where that is not the subject itself."""
    card = make_card(hit)
    return End(
        text=card.title,
        iri=site.iris.dataset(card.id),
        address=site.links.dataset(card.id),
        why=card.publisher if subject.facet != PUBLISHER else "",
        lang=card.lang,
    )


def concept_end(site: Site, subject: Subject, scheme: str, each: FacetValue) -> End:
    """A concept that datasets of a subject name, and how many do."""
    concept = site.vocabulary.find(scheme, each.value)
    own = IDENTIFIER if scheme == IDENTIFIER else CONCEPT
    value = each.value if scheme == IDENTIFIER else concept_key(scheme, each.value)
    return End(
        text=concept.label() if concept else each.value,
        iri=concept.iri if concept else "",
        address=page_of(site, scheme, each.value) if concept else "",
        count=each.count,
        found=subject.with_also(site, own, value),
    )


def page_of(site: Site, scheme: str, code: str) -> str:
    """The page of a concept; kinds of identifier have one of their own."""
    return site.links.identifier(code) if scheme == IDENTIFIER else site.links.vocabulary(scheme, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """How the values of a facet are named, and what they name."""

    facet: str
    names: Mapping[str, str]
    iri: Callable[[str], str]
    page: Callable[[str], str]

    def end(self, site: Site, subject: Subject, each: FacetValue) -> End:
        """One of them."""
        return End(
            text=self.names.get(each.value) or each.value,
            iri=self.iri(each.value),
            address=self.page(each.value),
            count=each.count,
            found=subject.with_also(site, self.facet, each.value),
        )


def _namings(site: Site) -> Mapping[str, _Naming]:
    table, iris, links = site.names.table(), site.iris, site.links
    return {
        PUBLISHERS: _Naming(
            facet=PUBLISHER, names=table.publishers, iri=iris.organisation, page=links.organisation
        ),
        PORTALS: _Naming(facet=PORTAL, names=table.portals, iri=iris.portal, page=links.portal),
    }


def _schemes(told: Tally) -> Iterator[tuple[str, tuple[FacetValue, ...]]]:
    """The concepts by their schemes, without the subject itself. Kinds of identifier stand in a facet of their own,
    with those in the columns."""
    own, value = told.subject.facet, told.subject.value
    for scheme, values in {**told.schemes, IDENTIFIER: told.facets[IDENTIFIER]}.items():
        itself = (
            value
            if own == IDENTIFIER == scheme
            else value.removeprefix(f"{scheme}/")
            if own == CONCEPT
            else ""
        )
        yield scheme, tuple(each for each in values if each.value != itself)


def _stated(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(each for each in values if each.value != NOT_STATED and each.count)
