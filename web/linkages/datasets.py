"""The linkages of a dataset: what it names, what names it, and what other data says the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from catalogue.clusters.standing import Standing, reason
from catalogue.document import first_text
from catalogue.indexes.protocol import FacetValue
from catalogue.ledger.held import Held
from catalogue.meaning import concept_keys
from web.linkages.joining import join_ties
from web.linkages.tallies import PORTALS, PUBLISHERS, Subject, concept_end
from web.linkages.telling import story_tie
from web.linkages.tie import About, End, Linkages, Tie, Wanted, Way, Whole, in_order, tie_of, ways
from web.linking import LinkGroup, LinkItem, find_links
from web.related import Relative, find_relatives
from web.site import Site

WHAT = "dataset"


def dataset_linkages(site: Site, held: Held, standing: Standing, wanted: Wanted, whole: Whole) -> Linkages:
    """All that a dataset is tied to."""
    entry = held.snapshot.entry
    dataset = entry.dataset
    linked = find_links(site, entry.id, dataset)
    ties = [
        *_carriers(site, held, wanted, whole),
        *_concepts(site, held, wanted, whole),
        *(_linked(one, wanted, into=False) for one in linked.outbound),
        *(_linked(one, wanted, into=True) for one in linked.inbound),
        *_kin(site, entry.id, wanted),
        *join_ties(site, entry, standing, wanted, whole),
        story_tie(site, WHAT, entry.id, wanted, whole),
        _copies(site, standing, wanted, whole),
    ]
    title = first_text(dataset.title) or "Without a title"
    about = About(
        what=WHAT,
        name=entry.id,
        title=title,
        iri=site.iris.dataset(entry.id),
        page=site.links.dataset(entry.id),
        lang=next((text.lang for text in dataset.title if text.value == title), ""),
        gone=held.state == "withdrawn",
    )
    return Linkages(about=about, ties=in_order(ties))


def _carriers(site: Site, held: Held, wanted: Wanted, whole: Whole) -> Iterator[Tie | None]:
    """Who publishes it, and the portal that lists it."""
    entry, table = held.snapshot.entry, site.names.table()
    publisher = entry.dataset.publisher
    if publisher and publisher.slug:
        name = table.publishers.get(publisher.slug) or first_text(publisher.name)
        body = End(
            text=name or publisher.slug,
            iri=site.iris.organisation(publisher.slug),
            address=site.links.organisation(publisher.slug),
        )
        yield tie_of(ways()[PUBLISHERS], [body], wanted, _itself, whole)
    portal = End(
        text=table.portals.get(entry.portal, entry.portal),
        iri=site.iris.portal(entry.portal),
        address=site.links.portal(entry.portal),
    )
    yield tie_of(ways()[PORTALS], [portal], wanted, _itself, whole)


def _concepts(site: Site, held: Held, wanted: Wanted, whole: Whole) -> Iterator[Tie | None]:
    """The concepts that it names, each with how many datasets do."""
    dataset = held.snapshot.entry.dataset
    keys = concept_keys(dataset, site.vocabulary)
    schemes: dict[str, dict[str, None]] = {}
    for scheme, slash, code in (key.partition("/") for key in keys):
        if slash:
            schemes.setdefault(scheme, {})[code] = None
    for scheme, codes in schemes.items():
        if scheme in ways():
            counted = [FacetValue(value=code, count=site.counts.of(scheme, code) or 0) for code in codes]
            nobody = Subject(facet="", value="")
            yield tie_of(ways()[scheme], counted, wanted, partial(concept_end, site, nobody, scheme), whole)


def _linked(group: LinkGroup, wanted: Wanted, *, into: bool) -> Tie | None:
    """Links to other data, as they stand on the dataset's page; all of many are told where any IRI is."""
    name = group.property.rpartition("#")[2].rpartition("/")[2]
    way = Way(
        code=f"{'into' if into else 'out'}-{name}",
        title=f"Named as “{group.label}” by" if into else group.label,
        property=group.property,
        label=group.label,
        means="data that says so of this" if into else "data that this one names",
    )
    if not wanted.shows(way.code):
        return None
    ends = tuple(_link(one) for one in group.items)
    return Tie(way=way, count=group.count, ends=ends, more=group.more)


def _link(item: LinkItem) -> End:
    return End(text=item.text, iri=item.iri, address=item.address)


def _kin(site: Site, identifier: str, wanted: Wanted) -> Iterator[Tie | None]:
    """The likest of other bodies; their own page lists all."""
    kin = find_relatives(site, identifier)
    if not kin.kin or not wanted.shows("kin"):
        return
    ends = tuple(_relative(site, one) for one in kin.found[: wanted.size])
    yield Tie(way=ways()["kin"], count=kin.publishers - 1, ends=ends, more=site.links.kin(kin.kin))


def _relative(site: Site, one: Relative) -> End:
    return End(
        text=one.title,
        iri=site.iris.dataset(one.id),
        address=site.links.dataset(one.id),
        why=f"{one.publisher}: {one.why}",
        lang=one.lang,
        brief=one.publisher,
    )


def _copies(site: Site, standing: Standing, wanted: Wanted, whole: Whole) -> Tie | None:
    portals = site.names.table().portals
    ends = [
        End(
            text=one.title or "Without a title",
            iri=site.iris.dataset(one.id),
            address=site.links.dataset(one.id),
            why=f"at {portals.get(one.portal, one.portal)}: {reason(one.kinds)}",
        )
        for one in standing.others
    ]
    return tie_of(ways()["copies"], ends, wanted, _itself, whole)


def _itself(end: End) -> End:
    return end
