"""Columns in a dataset's graph are those of CSVW, in the order of the file, whatever they are called."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from made_up_things import NASTY
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import CSVW, DCTERMS, RDF, XSD

from catalogue.columns.csvw import column_quads, to_name
from catalogue.columns.datatypes import DATATYPES
from catalogue.columns.merging import FileTable, merge_tables
from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.entry import Entry
from catalogue.graph import dataset_graph
from catalogue.links import Links
from catalogue.model import Dataset, Distribution
from catalogue.quality.content import SHAPES_FILE
from catalogue.snapshot import Snapshot
from catalogue.values import Text
from vocab.namespaces import STOOK

HERE = "http://catalogue.test/dataset/abc"
CSV = "https://council.example/trees.csv"
FOUND = Detection(kind="uprn", confidence=0.98, rule=Rule.VALUES, reason="All 3 look like it.")
SAID = Table(
    source=Source.METADATA,
    columns=(
        Column(name="property_ref", title="Property", datatype="string", description="Which property."),
        Column(name="planted"),
    ),
)
SAMPLE = Table(
    source=Source.SAMPLE,
    columns=(
        Column(name="Property ref", datatype="integer", missing=0.25, detections=(FOUND,)),
        Column(name="Species", datatype="string", missing=0.0, examples=("Oak",)),
    ),
    file="csv",
    url=CSV,
    at="2026-11-29T00:00:00Z",
    encoding="windows-1252",
    separator=";",
    header=3,
    rows=4,
)


def graph_of(*tables: Table) -> Graph:
    """A graph of tables as another program reads it."""
    triples = [quad.triple for quad in ox.parse(column_quads(HERE, tables, prefix="b"), ox.RdfFormat.N_QUADS)]
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.TURTLE), format="turtle")


def columns_in(graph: Graph, schema: Any) -> list[Any]:
    """The columns of a schema, which are a list."""
    head = graph.value(schema, CSVW.column)
    assert head is not None
    return list(Collection(graph, head))


def test_what_is_said_of_all_files_is_the_schema_of_the_group() -> None:
    graph = graph_of(SAID)
    schema = graph.value(URIRef(HERE), CSVW.tableSchema)
    assert graph.value(schema, RDF.type) == CSVW.Schema
    first, second = columns_in(graph, schema)
    assert set(graph.predicate_objects(first)) == {
        (RDF.type, CSVW.Column),
        (CSVW.name, Literal("property_ref")),
        (CSVW.title, Literal("property_ref")),
        (CSVW.title, Literal("Property")),
        (CSVW.datatype, XSD.string),
        (DCTERMS.description, Literal("Which property.")),
    }
    assert graph.value(second, CSVW.title) == Literal("planted")


def test_a_sampled_file_is_a_table_with_what_its_portal_says_of_the_columns() -> None:
    graph = graph_of(SAID, SAMPLE)
    table = graph.value(URIRef(HERE), CSVW.table)
    assert graph.value(table, CSVW.url) == Literal(CSV, datatype=XSD.anyURI)
    dialect = graph.value(table, CSVW.dialect)
    told = {term: graph.value(dialect, term) for term in (CSVW.encoding, CSVW.delimiter, CSVW.skipRows)}
    assert list(map(str, told.values())) == ["windows-1252", ";", "2"]
    first, second = columns_in(graph, graph.value(table, CSVW.tableSchema))
    assert {str(one) for one in graph.objects(first, CSVW.title)} == {"Property ref", "Property"}
    assert graph.value(first, CSVW.name) == Literal("Property%20ref")
    assert graph.value(first, CSVW.datatype) == XSD.string
    assert graph.value(first, DCTERMS.description) == Literal("Which property.")
    assert graph.value(first, URIRef(STOOK.holds)) == URIRef("urn:stook:identifier:uprn")
    assert graph.value(first, URIRef(STOOK.missingShare)) == Literal("0.25", datatype=XSD.decimal)
    assert graph.value(second, CSVW.title) == Literal("Species")
    rest = columns_in(graph, graph.value(URIRef(HERE), CSVW.tableSchema))
    assert [str(graph.value(one, CSVW.title)) for one in rest] == ["planted"]


def test_where_a_dataset_holds_an_identifier_and_why_is_said_of_the_dataset() -> None:
    graph = graph_of(SAMPLE)
    detection = graph.value(URIRef(HERE), URIRef(STOOK.detection))
    said = {str(term).rpartition("#")[2]: str(value) for term, value in graph.predicate_objects(detection)}
    assert said == {
        "holds": "urn:stook:identifier:uprn",
        "inColumn": "Property ref",
        "confidence": "0.98",
        "toldBy": "values",
        "comment": "All 3 look like it.",
    }
    assert graph.value(URIRef(HERE), URIRef(STOOK.holds)) == URIRef("urn:stook:identifier:uprn")


@pytest.mark.parametrize("wild", NASTY)
def test_no_name_of_a_column_leaves_its_literal(wild: str) -> None:
    odd = Detection(kind=wild, confidence=1 / 3, rule=Rule.NAME, reason=wild)
    column = Column(name=wild, title=wild + "x", description=wild, examples=(wild,), detections=(odd,))
    table = Table(source=Source.SAMPLE, columns=(column,), file=wild, url=wild, encoding=wild, separator=wild)
    body = column_quads(HERE, [table], prefix="b").encode(errors="replace")
    quads = list(ox.parse(body, ox.RdfFormat.N_QUADS))
    assert quads and {quad.graph_name.value for quad in quads} == {HERE}  # type: ignore[union-attr]
    assert "urn:evil" not in {quad.predicate.value for quad in quads}


def test_a_name_bears_templates() -> None:
    names = [to_name(one) for one in ("Tree species", "_id", "a-b~c.d", "ŵ/{x}", "uprn")]
    assert names == ["Tree%20species", "%5Fid", "a%2Db%7Ec.d", "%C5%B5%2F%7Bx%7D", "uprn"]


def test_every_datatype_is_one_of_the_context_of_csvw() -> None:
    assert {DATATYPES[name] for name in ("number", "json", "datetime")} == {
        str(XSD.double),
        str(CSVW.JSON),
        str(XSD.dateTime),
    }


def test_the_graph_of_a_dataset_goes_on_naming_every_column() -> None:
    dataset = Dataset(table=SAID, distribution=(Distribution(key="csv"),))
    entry = Entry(id="abc", portal="p", key="k", source="", dataset=dataset)
    snapshot = Snapshot(entry=entry, first_seen="", last_changed="", run=1, mapper="")

    def named(quads: bytes) -> list[str]:
        found = ox.parse(quads, ox.RdfFormat.N_QUADS)
        return [quad.object.value for quad in found if quad.predicate.value == STOOK.columnName]  # type: ignore[union-attr]

    links = Links("http://catalogue.test")
    assert named(dataset_graph(snapshot, links)) == ["property_ref", "Property", "planted"]
    told = dataset_graph(snapshot, links, tables=(SAID, SAMPLE))
    assert named(told) == ["property_ref", "Property", "planted", "Property ref", "Species"]


def test_each_file_has_one_table_with_all_that_is_known() -> None:
    own = Table(
        source=Source.METADATA,
        columns=(Column(name="species", description="Kind."), Column(name="x")),
        file="csv",
    )
    other = Table(
        source=Source.METADATA, columns=(Column(name="layer"),), file="map", url="https://m.example"
    )
    sampled, said, whole = merge_tables((SAID, own, other, SAMPLE))
    assert whole == FileTable(columns=(Column(name="planted"),), said=True)
    assert said == FileTable(columns=(Column(name="layer"),), file="map", url="https://m.example", said=True)
    assert (sampled.file, sampled.said, sampled.sample) == ("csv", True, SAMPLE)
    assert [(one.name, one.title, one.description) for one in sampled.columns] == [
        ("Property ref", "Property", "Which property."),
        ("Species", "species", "Kind."),
        ("x", "", ""),
    ]


def test_a_file_that_only_a_sample_knows_is_not_said_to_be_described() -> None:
    (alone,) = merge_tables((SAMPLE,))
    assert (alone.said, alone.columns) == (False, SAMPLE.columns)
    assert merge_tables(()) == ()


def test_columns_add_nothing_that_the_shapes_of_dcat_ap_miss() -> None:
    dataset = Dataset(title=(Text("Trees"),), distribution=(Distribution(key="csv"),))
    entry = Entry(id="abc", portal="p", key="k", source="", dataset=dataset)
    snapshot = Snapshot(entry=entry, first_seen="", last_changed="", run=1, mapper="")
    shapes = Graph().parse(SHAPES_FILE)

    def misses(*tables: Table) -> int:
        quads = dataset_graph(snapshot, Links("http://catalogue.test"), tables=tables)
        triples = [quad.triple for quad in ox.parse(quads, ox.RdfFormat.N_QUADS)]
        graph = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
        _, report, _ = validate(graph, shacl_graph=shapes, inference="none")
        return len(list(report.subjects(RDF.type, URIRef("http://www.w3.org/ns/shacl#ValidationResult"))))

    assert misses(SAID, SAMPLE) == misses() > 0
