"""Each RDF form says what was said: no more, no less, and nothing rewritten, whatever a portal wrote."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_up_catalogue import BASE, BINS
from starlette.testclient import TestClient

from catalogue import model
from catalogue.profiles.context import PREFIXES, model_context, names, terms
from catalogue.property import lines
from vocab.namespaces import DCAT, DCT, FOAF, RDF, XSD
from web.json_ld import to_json_ld
from web.negotiation import RDF_FORMS, Form
from web.rdf import serialise
from web.rdf_xml import to_rdf_xml

MANY = settings(deadline=None, max_examples=150, database=None, derandomize=True)
HERE = ox.NamedNode("http://catalogue.test/dataset/a")
TITLE = ox.NamedNode(DCT.title)


def told(form: Form, body: bytes) -> set[ox.Quad]:
    """The statements of a body, blank nodes named by what is said of them."""
    syntax = ox.RdfFormat.from_media_type(form.media_type)
    assert syntax
    found = ox.Dataset(ox.parse(body, syntax))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def lines_of(triples: list[ox.Triple]) -> bytes:
    """Statements as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


IRIS = st.sampled_from(
    [
        HERE.value,
        f"{HERE.value}#csv",
        f"{HERE.value}#record",
        DCAT.Dataset,
        "dct:title",
        "foaf:/x",
        "urn:x:odd",
        "http://x.example/?a=1&b=2",
        "http://x.example/'q'",
        "http://x.example/é",
        "mailto:a@b.example",
    ]
)
PREDICATES = st.sampled_from(
    [
        *(RDF.type, DCT.title, DCT.publisher, DCAT.distribution, DCT.source, FOAF.page),
        *("dct:title", "foaf:/x", "urn:x:odd", "http://x.example/é", "http://x.example/?a='1'&b"),
    ]
)
UNSPEAKABLE = st.sampled_from(
    ["urn:x:1", DCAT.IRI, "http://x.example/", RDF.IRI + "li", RDF.IRI + "about", RDF.IRI + "ID"]
)
BLANKS = st.sampled_from([ox.BlankNode(name) for name in ("4a", "b", "c", "d")])
TEXTS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs", "Cc"]), max_size=8
) | st.sampled_from(["a\r\nb\tc", '"<&>]]>', "01", "</x>", "dct:title", "  "])
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "cy", "en-gb"])
    ),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)),
        TEXTS,
        st.sampled_from([XSD.date, XSD.integer, XSD.boolean, "dct:x", "http://x.example/?a&b"]),
    ),
)
NODES = IRIS.map(ox.NamedNode) | BLANKS


def statements(predicates: st.SearchStrategy[str]) -> st.SearchStrategy[list[ox.Triple]]:
    """Graphs of a few nodes that speak of each other."""
    one = st.builds(ox.Triple, NODES, predicates.map(ox.NamedNode), NODES | LITERALS)
    return st.lists(one, min_size=1, max_size=12)


@pytest.mark.parametrize("form", RDF_FORMS, ids=lambda form: form.name)
@MANY
@given(triples=statements(PREDICATES))
def test_what_is_read_back_is_what_was_said(form: Form, triples: list[ox.Triple]) -> None:
    quads = lines_of(triples)

    assert told(form, serialise(quads, form)) == told(RDF_FORMS[2], quads)


@MANY
@given(triples=statements(UNSPEAKABLE | PREDICATES))
def test_rdf_xml_tells_of_what_it_cannot_assert_and_keeps_the_rest(triples: list[ox.Triple]) -> None:
    found = told(RDF_FORMS[3], to_rdf_xml(triples))

    predicates = {quad.predicate.value for quad in found}
    spoken = {one.predicate.value for one in triples}
    left_out = spoken - predicates
    reified = {quad.object.value for quad in found if quad.predicate.value == RDF.predicate}  # type: ignore[union-attr]
    assert left_out <= reified


def test_rdf_xml_says_that_it_has_told_and_not_asserted() -> None:
    odd = ox.Triple(HERE, ox.NamedNode("urn:x:1"), ox.Literal("kept"))
    plain = ox.Triple(HERE, TITLE, ox.Literal("Bins"))

    assert b"<!--" in to_rdf_xml([odd])
    assert b"kept" in to_rdf_xml([odd])
    assert b"<!--" not in to_rdf_xml([plain])


def test_a_character_that_xml_cannot_write_leaves_a_mark() -> None:
    body = to_rdf_xml([ox.Triple(HERE, TITLE, ox.Literal("a\x01b\ufffe"))])

    assert etree.fromstring(body).xpath("//*[local-name()='title']/text()") == ["a\ufffdb\ufffd"]


def test_a_namespace_of_a_portals_own_cannot_end_its_attribute() -> None:
    odd = ox.NamedNode("http://x.example/?a='1'&b=")
    body = to_rdf_xml([ox.Triple(HERE, ox.NamedNode(f"{odd.value}name"), ox.Literal("x"))])

    assert len(told(RDF_FORMS[3], body)) == 1


def test_a_long_chain_of_nameless_nodes_is_written() -> None:
    nodes = [ox.BlankNode(f"n{count}") for count in range(3_000)]
    chain = [ox.Triple(one, ox.NamedNode(DCT.relation), other) for one, other in pairwise(nodes)]

    assert len([*ox.parse(to_json_ld(chain), ox.RdfFormat.JSON_LD)]) == len(chain)


def test_the_files_of_a_dataset_stand_within_it(client: TestClient) -> None:
    said = client.get(f"/dataset/{BINS}.jsonld").json()

    (dataset,) = [one for one in said["@graph"] if one.get("@type") == "Dataset"]
    assert dataset["@id"] == f"{BASE}/dataset/{BINS}"
    assert {one["@type"] for one in dataset["distribution"]} == {"Distribution"}
    assert {"@language": "cy", "@value": "Rowndiau casglu biniau"} in dataset["title"]
    assert dataset["license"].startswith("https://www.nationalarchives.gov.uk/")


def test_a_document_brings_of_the_context_what_it_uses(client: TestClient) -> None:
    whole = client.get("/context.jsonld").json()["@context"]
    brought = client.get(f"/dataset/{BINS}.jsonld").json()["@context"]

    assert set(brought) < set(whole)
    assert all(whole[name] == meaning for name, meaning in brought.items())


def test_the_context_has_each_property_of_the_model_that_is_of_dcat_or_dublin_core() -> None:
    kinds = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Thing)]
    used = {line.property.iri for kind in kinds for line in lines(kind)}

    assert {iri for iri in used if iri.startswith((DCAT.IRI, DCT.IRI))} <= names().keys()
    assert len(set(names().values())) == len(names())
    assert not set(terms()) & set(PREFIXES)


def test_a_reader_who_knows_the_served_context_reads_the_same(client: TestClient) -> None:
    said: dict[str, Any] = client.get(f"/dataset/{BINS}.jsonld").json()
    body = json.dumps(said | {"@context": model_context()}).encode()

    assert told(RDF_FORMS[1], body) == told(RDF_FORMS[1], client.get(f"/dataset/{BINS}.jsonld").content)
