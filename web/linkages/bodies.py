"""The linkages of a body: through its datasets, and what its vocabulary says of it."""

from __future__ import annotations

from catalogue.indexes.filters import All, Is, Not
from catalogue.indexes.protocol import FacetValue, Search
from catalogue.ledger.status import Organisation
from vocab.bodies import bodies_of
from web.linkages.concepts import naming, relation_ties
from web.linkages.tallies import (
    IDENTIFIER,
    PUBLISHER,
    SHARING,
    Subject,
    Tally,
    counted_ties,
    dataset_tie,
    tally,
)
from web.linkages.telling import kin_tie, story_tie
from web.linkages.tie import About, End, Linkages, Tie, Wanted, Whole, in_order, tie_of, ways
from web.site import Site

WHAT = "organisation"


def body_linkages(site: Site, body: Organisation, wanted: Wanted, whole: Whole) -> Linkages:
    """All that a publisher is tied to."""
    subject = Subject(facet=PUBLISHER, value=body.slug)
    told = tally(site, subject)
    concept = bodies_of(site.vocabulary).with_slug(body.slug)
    ties = [
        dataset_tie(site, told, naming("publishers"), wanted),
        *counted_ties(site, told, wanted, whole, skip=frozenset({"publishers"})),
        _sharing(site, told, wanted, whole),
        kin_tie(site, body.slug, wanted, whole),
        story_tie(site, WHAT, body.slug, wanted, whole),
        *(relation_ties(site, concept, wanted, whole) if concept else ()),
    ]
    about = About(
        what=WHAT,
        name=body.slug,
        title=body.name or body.slug,
        iri=site.iris.organisation(body.slug),
        page=site.links.organisation(body.slug),
        found=subject.found(site),
        datasets=told.total,
    )
    return Linkages(about=about, ties=in_order(ties))


def _sharing(site: Site, told: Tally, wanted: Wanted, whole: Whole) -> Tie | None:
    """Other bodies whose datasets hold one of the kinds of identifier that this one's do, those with most first."""
    kinds = tuple(each.value for each in told.facets[IDENTIFIER])
    if not (kinds and wanted.shows(SHARING)):
        return None
    where = All(
        parts=(
            Is(column=IDENTIFIER, values=kinds),
            Not(part=Is(column=PUBLISHER, values=(told.subject.value,))),
        )
    )
    found = site.index.search(Search(where=where, facets=(PUBLISHER,), limit=0)).facets[PUBLISHER]
    names = site.names.table().publishers

    def to_end(each: FacetValue) -> End:
        return End(
            text=names.get(each.value) or each.value,
            iri=site.iris.organisation(each.value),
            address=site.links.organisation(each.value),
            count=each.count,
            found=site.links.search(publisher=each.value, identifier=kinds),
        )

    others = [each for each in found if each.value and each.count]
    return tie_of(ways()[SHARING], others, wanted, to_end, whole)
