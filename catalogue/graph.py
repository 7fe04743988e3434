"""A dataset's named graph: the dataset, its catalogue record and the words it was read from, as N-Quads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from catalogue.clusters.standing import ALONE, Standing
from catalogue.columns.csvw import column_quads
from catalogue.columns.said import COLUMN_NAME, names_of, tables_said
from catalogue.columns.table import Table
from catalogue.links import Links
from catalogue.model import Agent, Attribution, CatalogRecord, Dataset, Distribution, Thing
from catalogue.quality.dqv import measured
from catalogue.quality.scores import Scores
from catalogue.snapshot import Snapshot, catalog_record
from catalogue.writing import link, literal, write_graph
from vocab.namespaces import ACTIVITY, DCT, PROV, RDF, RDFS, STOOK, XSD


def dataset_graph(
    snapshot: Snapshot,
    links: Links,
    standing: Standing = ALONE,
    scores: Scores | None = None,
    tables: Sequence[Table] | None = None,
    kin: str = "",
) -> bytes:
    """Everything said of one dataset, its copies, its quality, its columns and the name of its kin, in the graph named
    by the dataset's own IRI; without `tables` the columns are those that its description tells."""
    entry = snapshot.entry
    iri = links.dataset(entry.id)
    things: tuple[Thing, ...] = (placed_dataset(snapshot, links), placed_record(snapshot, links))
    # a name in RDF/XML must not begin with a digit, as an identifier may
    quads = write_graph(things, graph=iri, prefix=f"b{entry.id}x")
    told = tables_said(entry.dataset) if tables is None else tables
    beside = (
        *_mappings(snapshot, links),
        *_copies(entry.id, links, standing),
        *_column_names(entry.dataset, iri, told),
        *_kin(iri, links, kin),
    )
    told_beside = "".join((*beside, *(measured(entry.id, scores, links) if scores else ())))
    return quads + (told_beside + column_quads(iri, told, prefix=f"b{entry.id}c")).encode(errors="replace")


def tombstone(snapshot: Snapshot, links: Links) -> bytes:
    """That a dataset has gone, what it was and when it went, beside the last that was known of it, as N-Quads.

    https://www.w3.org/TR/activitystreams-vocabulary/#dfn-tombstone and https://www.w3.org/TR/prov-o/#invalidatedAtTime;
    the snapshot is that of its withdrawal.
    """
    here = link(links.dataset(snapshot.entry.id))
    went = literal(snapshot.last_changed, datatype=XSD.dateTime)
    said = (
        (RDF.type, link(ACTIVITY.Tombstone)),
        (ACTIVITY.formerType, link(type(snapshot.entry.dataset).rdf_type)),
        (ACTIVITY.deleted, went),
        (PROV.invalidatedAtTime, went),
    )
    return "".join(f"{here} {link(term)} {value} {here} .\n" for term, value in said).encode()


def placed_dataset(snapshot: Snapshot, links: Links) -> Dataset:
    """The dataset with the IRIs that its things have in this catalogue."""
    entry = snapshot.entry
    dataset = entry.dataset
    return replace(
        dataset,
        iri=links.dataset(entry.id),
        publisher=_agent(dataset.publisher, links),
        creator=tuple(agent for agent in (_agent(one, links) for one in dataset.creator) if agent),
        qualified_attribution=tuple(_attribution(one, links) for one in dataset.qualified_attribution),
        distribution=tuple(_distribution(one, entry.id, links) for one in dataset.distribution),
    )


def placed_record(snapshot: Snapshot, links: Links) -> CatalogRecord:
    """The catalogue record with its IRI, its portal and the run that last changed it."""
    entry = snapshot.entry
    return replace(
        catalog_record(snapshot),
        iri=links.record(entry.id),
        primary_topic=links.dataset(entry.id),
        is_part_of=(links.portal(entry.portal),),
        was_generated_by=(links.run(entry.portal, snapshot.run),),
        extra=(("", link(STOOK.mapperVersion), literal(snapshot.mapper)),),
    )


def _agent(agent: Agent | None, links: Links) -> Agent | None:
    return replace(agent, iri=links.organisation(agent.slug)) if agent and agent.slug else agent


def _attribution(attribution: Attribution, links: Links) -> Attribution:
    return replace(attribution, agent=_agent(attribution.agent, links))


def _distribution(distribution: Distribution, dataset: str, links: Links) -> Distribution:
    return (
        replace(distribution, iri=links.distribution(dataset, distribution.key))
        if distribution.key
        else distribution
    )


def _copies(identifier: str, links: Links, standing: Standing) -> Iterator[str]:
    """That it is derived from the one that leads its copies; what may be the same is only to be looked at.

    Never owl:sameAs: two records of one dataset say different things, and stay two.
    """
    here = link(links.dataset(identifier))
    if standing.place:
        for term in (PROV.wasDerivedFrom, DCT.source):
            yield f"{here} {link(term)} {link(links.dataset(standing.cluster))} {here} .\n"
    for one in standing.maybe:
        yield f"{here} {link(RDFS.seeAlso)} {link(links.dataset(one.id))} {here} .\n"


def _kin(iri: str, links: Links, kin: str) -> Iterator[str]:
    """That others have the same. Never owl:sameAs: what two councils say of their toilets is not one thing."""
    if kin:
        yield f"{link(iri)} {link(STOOK.alike)} {link(links.kin(kin))} {link(iri)} .\n"


def _column_names(dataset: Dataset, iri: str, tables: Sequence[Table]) -> Iterator[str]:
    """The names of columns as views ask for them, but for those that stand in what its feed said already."""
    here = link(iri)
    said = {value for subject, term, value in dataset.extra if not subject and term == COLUMN_NAME}
    for name in names_of(tables):
        if (value := literal(name)) not in said:
            yield f"{here} {COLUMN_NAME} {value} {here} .\n"


def _mappings(snapshot: Snapshot, links: Links) -> Iterator[str]:
    """The published word beside each concept, so that a reader of the graph can judge the mapping."""
    entry = snapshot.entry
    graph = link(links.dataset(entry.id))
    record = link(links.record(entry.id))
    for count, mapping in enumerate(entry.mappings):
        node = f"_:b{entry.id}m{count}"
        yield f"{record} {link(STOOK.mapping)} {node} {graph} .\n"
        yield f"{node} {link(STOOK.property)} {literal(mapping.property)} {graph} .\n"
        yield f"{node} {link(STOOK.published)} {literal(mapping.word)} {graph} .\n"
        if mapping.iri:
            yield f"{node} {link(STOOK.mapped)} {link(mapping.iri)} {graph} .\n"
            yield f"{node} {link(STOOK.how)} {literal(mapping.how)} {graph} .\n"
