"""What the vocabularies and the portals say of an organisation, made ready for its page and its other forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalogue.iri import read_iri
from catalogue.ledger.aliases import Alias
from catalogue.ledger.measures import last_harvests
from catalogue.ledger.scores import latest_means
from catalogue.ledger.status import Organisation
from catalogue.ledger.status import organisation as get_organisation
from catalogue.portal import SLUG
from catalogue.quality.metrics import band_of
from catalogue.quality.scores import ScoreDay
from vocab import Concept, fold
from vocab.bodies import bodies_of, slug_of
from web.pages.organisation import BodyFacts, Linked, ListedPublisher, PortalLink, PublishedName
from web.portal_json import CARDS_SCHEMA, ORGANISATION_SCHEMA
from web.schema import COUNT, STRING, TEXT_OR_NULL, every, joined, record
from web.site import Site

PUBLISHER_SCHEMA = joined(
    "Organisation",
    ORGANISATION_SCHEMA,
    record(
        published_as=every(record(name=STRING, datasets=COUNT, portals=every(STRING))),
        list=CARDS_SCHEMA,
        next=TEXT_OR_NULL,
    ),
)
"""What every publisher says; one that a vocabulary knows says more (`body_json`)."""


def find_organisation(site: Site, slug: str) -> Organisation | None:
    """The publisher; also a body that we know and whose datasets have all gone, or that only took part in some."""
    if not SLUG.fullmatch(slug):
        return None
    with site.ledger.reading() as connection:
        found = get_organisation(connection, slug)
    body = bodies_of(site.vocabulary).with_slug(slug) if found is None else None
    return Organisation(slug=slug, name=body.label(), datasets=0) if body else found


def published_as(
    aliases: Iterable[Alias], official: str, titles: Mapping[str, str]
) -> tuple[PublishedName, ...]:
    """The names as published that are not just the official one, with the titles of their portals."""
    return tuple(
        PublishedName(
            name=one.name,
            datasets=one.datasets,
            portals=tuple(titles.get(slug, slug) for slug in one.portals),
        )
        for one in aliases
        if fold(one.name) != fold(official)
    )


def portal_links(found: Organisation, site: Site) -> tuple[PortalLink, ...]:
    """The portals that carry a publisher's datasets, in the order of their names in addresses."""
    titles = site.names.table().portals
    with site.ledger.reading() as connection:
        harvested = last_harvests(connection, found.portals)
    return tuple(
        PortalLink(
            title=titles.get(slug, slug), address=site.links.portal(slug), harvested=harvested.get(slug, "")
        )
        for slug in found.portals
    )


def listed(site: Site, found: Iterable[Organisation]) -> tuple[ListedPublisher, ...]:
    """Publishers as the list shows them."""
    bodies, here = bodies_of(site.vocabulary), tuple(found)
    with site.ledger.reading() as connection:
        means = latest_means(connection, "organisation", [one.slug for one in here])
    known = ((one, bodies.with_slug(one.slug)) for one in here)
    return tuple(
        ListedPublisher(
            slug=one.slug,
            name=one.name or one.slug,
            datasets=one.datasets,
            kind=body.facts.get("tier", "") if body else "",
            band=_band(means.get(one.slug)),
        )
        for one, body in known
    )


def _band(mean: ScoreDay | None) -> str:
    """The band of a mean as published; "" where that is not known."""
    return band_of(mean.published).title if mean and mean.published is not None else ""


def body_facts(body: Concept, site: Site) -> BodyFacts:
    """The facts of a body's page."""
    shown = {fold(body.label())}
    names = tuple((label.text, label.lang) for label in body.labels if label.text != body.label())
    also = {fold(label.text): label.text for label in body.alternatives if fold(label.text) not in shown}
    return BodyFacts(
        names=names,
        also=tuple(also.values()),
        former_codes=body.lists.get("formerCode", ()),
        kind=body.facts.get("tier", ""),
        nation=body.facts.get("nation", ""),
        homepage=read_iri(body.facts.get("homepage", "")) or "",
        area=_place(body.facts.get("area", ""), site),
        within=_place(body.facts.get("within", ""), site),
        successors=tuple(
            _successor(other, site) for iri in body.replaced_by if (other := site.vocabulary.concept(iri))
        ),
    )


def body_json(body: Concept) -> dict[str, object]:
    """The facts of a body for programs."""
    return {
        "concept": body.iri,
        "code": body.code,
        "names": {label.lang: label.text for label in body.labels},
        "also_known_as": [label.text for label in body.alternatives],
        "former_codes": list(body.lists.get("formerCode", ())),
        "kind": body.facts.get("tier"),
        "nation": body.facts.get("nation"),
        "area": body.facts.get("area"),
        "within": body.facts.get("within"),
        "homepage": body.facts.get("homepage"),
        "former": body.former,
        "replaced_by": list(body.replaced_by),
        "same_as": list(body.exact_matches),
    }


def aliases_json(aliases: Iterable[PublishedName]) -> list[dict[str, object]]:
    """Names as published, for programs."""
    return [{"name": one.name, "datasets": one.datasets, "portals": list(one.portals)} for one in aliases]


def _successor(body: Concept, site: Site) -> Linked:
    """A body by its page as a publisher, or, where it has no datasets here, by that of the vocabulary."""
    slug = slug_of(body)
    publishes = slug in site.names.table().publishers
    address = site.links.organisation(slug) if publishes else site.links.vocabulary(body.scheme, body.code)
    return Linked(text=body.label(), address=address)


def _place(iri: str, site: Site) -> Linked | None:
    """A place by its IRI, named where a vocabulary has it, else by the code that ends it."""
    if not iri:
        return None
    place = site.vocabulary.concept(iri)
    if place is None:
        return Linked(text=iri.rpartition("/")[2])
    return Linked(text=place.label(), address=site.links.vocabulary(place.scheme, place.code))
