"""Portals, runs and organisations as RDF, for those who follow their IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalogue.iri import read_iri
from catalogue.ledger.oversight import Oversight
from catalogue.ledger.status import Organisation, PortalStatus, RunStatus
from catalogue.quality.advice import Advice
from catalogue.quality.dqv import HERE, PUBLISHED
from catalogue.quality.scores import GroupScores
from catalogue.writing import link, literal
from vocab import Concept
from vocab.namespaces import DCAT, DCT, DQV, FOAF, HYDRA, OWL, PROV, RDF, RDFS, SKOS, STOOK, XSD
from web.addresses import Addresses
from web.lists import to_ntriples
from web.pages.account import make_account
from web.pages.cards import Card
from web.pages.organisation import PublishedName
from web.pages.portal import PortalPage
from web.tables import Member, collection_triples

_COUNTED = ("added", "changed", "same", "restored", "rejected", "missing", "withdrawn")
Statement = tuple[str, str, str]


def portal_triples(
    status: PortalStatus, oversight: Oversight, runs: Iterable[RunStatus], page: PortalPage, iris: Addresses
) -> bytes:
    """A portal as a dcat:Catalog with its state, its runs and a page of its datasets."""
    cards, paging = page.cards, page.datasets
    here = link(iris.portal(status.slug))
    homepage = read_iri(status.address)
    statements: list[Statement] = [
        (here, RDF.type, link(DCAT.Catalog)),
        (here, DCT.title, literal(status.title)),
        (here, HYDRA.totalItems, literal(str(status.datasets), datatype=XSD.integer)),
    ]
    statements += [(here, FOAF.homepage, link(homepage))] if homepage else []
    statements += [(here, HYDRA.next, link(paging.next))] if paging.next else []
    if oversight.watch:
        statements.append((here, STOOK.state, literal(oversight.watch.state.value)))
    if status.next_run and not status.paused:
        statements.append((here, STOOK.nextRun, literal(status.next_run, datatype=XSD.dateTime)))
    if page.scored:
        statements += _measured(here, page.scored, iris.portal(status.slug), iris)
    for row in page.steps:
        statements += _advice(here, row.step, iris)
    for run in runs:
        statements += run_statements(run, iris)
    for card in cards:
        dataset = link(iris.dataset(card.id))
        statements += [(here, DCAT.dataset, dataset), (dataset, DCT.title, literal(card.title, card.lang))]
    return to_ntriples(statements)


def portals_triples(portals: Sequence[PortalStatus], iris: Addresses) -> bytes:
    """All portals as dcat:Catalogs, with how many datasets each has here."""
    members = [
        Member(iri=iris.portal(one.slug), kind=DCAT.Catalog, name=one.title, named=DCT.title)
        for one in portals
    ]
    counts = (
        (link(iris.portal(one.slug)), HYDRA.totalItems, literal(str(one.datasets), datatype=XSD.integer))
        for one in portals
    )
    return collection_triples(iris.portals(), "Portals", members, counts)


def _measured(here: str, scored: GroupScores, portal: str, iris: Addresses) -> Iterator[Statement]:
    """The mean scores of a portal's datasets, as measurements of the portal (https://www.w3.org/TR/vocab-dqv/)."""
    for name, mean in ((PUBLISHED, scored.published), (HERE, scored.here)):
        if mean is not None:
            node = link(f"{portal}#{name}")
            yield here, DQV.hasQualityMeasurement, node
            yield node, RDF.type, link(DQV.QualityMeasurement)
            yield node, DQV.isMeasurementOf, link(iris.quality_part(name))
            yield node, DQV.computedOn, here
            yield node, DQV.value, literal(f"{mean:.1f}", datatype=XSD.decimal)


def _advice(portal: str, step: Advice, iris: Addresses) -> Iterator[Statement]:
    """A step, by the metric that it raises; the list of the records it is about has no form in RDF."""
    node = f"_:step-{step.metric}"
    yield portal, STOOK.advice, node
    yield node, DCT.subject, link(iris.quality(step.metric))
    yield node, RDFS.label, literal(step.sentence, "en")
    yield node, RDFS.comment, literal(step.where, "en")
    yield node, STOOK.gain, literal(str(step.gain), datatype=XSD.integer)


def run_statements(run: RunStatus, iris: Addresses) -> Iterator[Statement]:
    """A run as a prov:Activity that used the portal's catalogue."""
    here = link(iris.run(run.portal, run.number))
    yield here, RDF.type, link(PROV.Activity)
    yield here, PROV.used, link(iris.portal(run.portal))
    yield here, PROV.startedAtTime, literal(run.started, datatype=XSD.dateTime)
    if run.finished:
        yield here, PROV.endedAtTime, literal(run.finished, datatype=XSD.dateTime)
        yield here, STOOK.verdict, literal(run.verdict)
        yield here, STOOK.asked, literal("changes" if run.since else "everything")
        yield from _account(here, run)
    if run.sentence:
        yield here, RDFS.comment, literal(run.sentence)


def _account(here: str, run: RunStatus) -> Iterator[Statement]:
    """How many records the portal listed, and of how many each of the usual things became."""
    yield here, STOOK.listed, literal(str(make_account(run).met), datatype=XSD.integer)
    for name in _COUNTED:
        if count := run.counts.get(name):
            yield here, STOOK[name], literal(str(count), datatype=XSD.integer)


def organisation_triples(
    organisation: Organisation,
    concept: Concept | None,
    cards: Iterable[Card],
    iris: Addresses,
    aliases: Iterable[PublishedName] = (),
) -> bytes:
    """A publisher as a foaf:Agent with its names as published and its datasets."""
    here = link(iris.organisation(organisation.slug))
    statements: list[Statement] = [(here, RDF.type, link(FOAF.Agent))]
    if concept:
        statements += _body(here, concept)
    else:
        statements.append((here, FOAF.name, literal(organisation.name)))
    statements += [(here, SKOS.altLabel, literal(alias.name)) for alias in aliases]
    for card in cards:
        dataset = link(iris.dataset(card.id))
        statements += [(dataset, DCT.publisher, here), (dataset, DCT.title, literal(card.title, card.lang))]
    return to_ntriples(statements)


def _body(here: str, concept: Concept) -> Iterator[Statement]:
    """What the vocabulary knows of a council or public body. Its area is where it serves, not what it is."""
    yield link(concept.iri), FOAF.focus, here
    yield here, DCT.identifier, literal(concept.code)
    for label in concept.labels:
        yield here, FOAF.name, literal(label.text, label.lang)
    for label in concept.alternatives:
        yield here, SKOS.altLabel, literal(label.text, label.lang)
    for iri in concept.exact_matches:
        yield here, OWL.sameAs, link(iri)
    for term, name in ((DCT.spatial, "area"), (FOAF.homepage, "homepage")):
        address = read_iri(concept.facts.get(name, ""))
        if address:
            yield here, term, link(address)
