"""A dataset's graph holds the dataset under its address here, its record, and the words it was read from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
from hypothesis import given
from made_up_things import NASTY, QUICK, parsed, things

from catalogue.entry import Entry, Mapping
from catalogue.graph import dataset_graph, placed_dataset, placed_record
from catalogue.links import Links
from catalogue.model import Agent, Attribution, Dataset, Distribution
from catalogue.snapshot import Snapshot, pack_entry, unpack_entry
from catalogue.stores import GraphPut, open_store
from catalogue.values import Text
from vocab.namespaces import DCAT, DCT, FOAF, PROV, STOOK

LINKS = Links("http://catalogue.test")
LEEDS = Agent(slug="leeds-city-council", name=(Text("Leeds City Council"),))
ENTRY = Entry(
    id="abc",
    portal="leeds",
    key="bins",
    source="https://leeds.test/bins",
    dataset=Dataset(
        iri="https://leeds.test/id/bins",
        title=(Text("Bins"),),
        publisher=LEEDS,
        creator=(LEEDS, Agent(name=(Text("Somebody"),))),
        qualified_attribution=(Attribution(agent=LEEDS),),
        distribution=(
            Distribution(key="csv"),
            Distribution(key="record"),
            Distribution(iri="https://leeds.test/f"),
        ),
    ),
    mappings=(
        Mapping(property="theme", word='Bins "and" boxes', iri="urn:x:ENVI", how="label"),
        Mapping(property="license", word="Odd"),
    ),
)
SNAPSHOT = Snapshot(
    entry=ENTRY, first_seen="2026-01-01T00:00:00Z", last_changed="2026-02-01T00:00:00Z", run=3, mapper="1-abc"
)
HERE = "http://catalogue.test/dataset/abc"


def test_things_have_their_addresses_in_this_catalogue() -> None:
    dataset = placed_dataset(SNAPSHOT, LINKS)

    organisation = "http://catalogue.test/organisation/leeds-city-council"
    assert dataset.iri == HERE
    assert dataset.publisher is not None
    assert dataset.publisher.iri == organisation
    assert [agent.iri for agent in dataset.creator] == [organisation, ""]
    assert dataset.qualified_attribution[0].agent == replace(LEEDS, iri=organisation)
    assert [one.iri for one in dataset.distribution] == [
        f"{HERE}#csv",
        f"{HERE}#record!",
        "https://leeds.test/f",
    ]


def test_the_record_names_dataset_portal_run_and_mapper() -> None:
    record = placed_record(SNAPSHOT, LINKS)

    assert (record.iri, record.primary_topic) == (f"{HERE}#record", HERE)
    assert record.is_part_of == ("http://catalogue.test/portal/leeds",)
    assert record.was_generated_by == ("http://catalogue.test/portal/leeds/runs/3",)
    assert record.extra == (("", f"<{STOOK.mapperVersion}>", '"1-abc"'),)


def test_everything_stands_in_the_dataset_s_own_graph() -> None:
    quads = parsed(dataset_graph(SNAPSHOT, LINKS))
    said = {(quad.subject.value, quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}

    assert {quad.graph_name.value for quad in quads} == {HERE}
    assert (HERE, DCT.title, "Bins") in said
    assert (HERE, DCAT.distribution, f"{HERE}#csv") in said
    assert (f"{HERE}#record", FOAF.primaryTopic, HERE) in said
    assert (f"{HERE}#record", PROV.wasGeneratedBy, "http://catalogue.test/portal/leeds/runs/3") in said


def test_each_published_word_stands_beside_what_it_was_taken_for() -> None:
    quads = parsed(dataset_graph(SNAPSHOT, LINKS))
    nodes = [quad.object for quad in quads if quad.predicate.value == STOOK.mapping]
    said = [{q.predicate.value: q.object.value for q in quads if q.subject == node} for node in nodes]

    assert said == [
        {
            STOOK.property: "theme",
            STOOK.published: 'Bins "and" boxes',
            STOOK.mapped: "urn:x:ENVI",
            STOOK.how: "label",
        },
        {STOOK.property: "license", STOOK.published: "Odd"},
    ]


@QUICK
@given(things())
def test_the_store_takes_whatever_a_portal_said(dataset: Any) -> None:
    mapping = Mapping(property="theme", word=NASTY[len(repr(dataset)) % len(NASTY)])
    entry = unpack_entry(pack_entry(replace(ENTRY, dataset=dataset, mappings=(mapping,))))
    quads = dataset_graph(replace(SNAPSHOT, entry=entry), LINKS)
    store = open_store("memory:")

    store.apply(puts=[GraphPut(graph=HERE, quads=quads)], drops=[], mark=1)

    assert store.mark() == 1
    store.close()


def test_blank_nodes_of_two_datasets_are_never_one() -> None:
    other = replace(SNAPSHOT, entry=replace(ENTRY, id="abd"))

    def blanks(snapshot: Snapshot) -> set[str]:
        found = (quad.subject for quad in parsed(dataset_graph(snapshot, LINKS)))
        return {node.value for node in found if isinstance(node, ox.BlankNode)}

    assert blanks(SNAPSHOT)
    assert not blanks(SNAPSHOT) & blanks(other)
