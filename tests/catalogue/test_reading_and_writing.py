"""A thing that is written as RDF and read again is the same thing, whatever a portal has put into it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import NASTY, QUICK, as_read, canonical, named_apart, parsed, things
from rdflib.compare import isomorphic

from catalogue.model import Agent, CatalogRecord, Dataset, Distribution, Identifier
from catalogue.reading import Triples, read_thing
from catalogue.values import OWN_TERMS, Term, Text, Typed
from catalogue.writing import literal, write_graph
from vocab.namespaces import DCT, XSD

IRI = "http://catalogue.test/dataset/x"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix adms: <http://www.w3.org/ns/adms#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix x: <urn:x:> .
"""


def again(thing: Any) -> Any:
    """The thing, written and read."""
    triples = Triples(parsed(write_graph((thing,), graph=thing.iri)))
    return read_thing(type(thing), ox.NamedNode(thing.iri), triples)


def read(turtle: str) -> Dataset:
    """The dataset IRI of a Turtle document."""
    document = f"{PREFIXES}<{IRI}> a dcat:Dataset ; {turtle}"
    triples = Triples(ox.parse(document, format=ox.RdfFormat.TURTLE))
    return read_thing(Dataset, ox.NamedNode(IRI), triples)


def rewritten(thing: Any) -> set[ox.Quad]:
    """Everything that is said of a thing once it has been written."""
    return canonical(parsed(write_graph((thing,), graph=thing.iri)))


@QUICK
@given(things())
def test_what_is_written_reads_back_the_same(thing: Any) -> None:
    thing = named_apart(thing)

    assert again(thing) == as_read(thing)


@QUICK
@given(things(Distribution))
def test_writing_what_was_read_says_the_same_graph(thing: Any) -> None:
    once = again(named_apart(thing))

    assert rewritten(again(once)) == rewritten(once)


values = (
    st.builds(ox.Literal, st.text(max_size=5))
    | st.builds(lambda word: ox.Literal(word, language="cy"), st.text(max_size=5))
    | st.just(ox.NamedNode("urn:x:node"))
)


@QUICK
@given(st.lists(values | st.lists(values, min_size=1, max_size=3), max_size=5))
def test_triples_that_the_model_does_not_know_come_back_with_their_blank_nodes(held: list[Any]) -> None:
    top, inner = [], []
    for place, one in enumerate(held):
        node = f"_:e{sum(source == '' and value.startswith('_:') for source, _, value in top)}"
        top.append(("", f"<urn:x:p{place}>", node if isinstance(one, list) else str(one)))
        if isinstance(one, list):
            inner += [(node, f"<urn:x:q{turn}>", str(value)) for turn, value in enumerate(one)]
    thing = Dataset(iri=IRI, extra=(*top, *inner))

    assert again(thing) == thing


@pytest.mark.parametrize("word", NASTY)
def test_no_text_ends_its_literal(word: str) -> None:
    dataset = Dataset(iri=IRI, title=(Text(word),), license=Term(word), landing_page=(word,))

    assert len(parsed(write_graph((dataset,), graph=IRI))) in (4, 6)


@pytest.mark.parametrize(
    ("lang", "datatype"),
    [
        ('en> . <urn:evil> <urn:evil> "', ""),
        ("", "urn:x> . <urn:evil> <urn:evil> <urn:evil"),
        ("", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
        ("", "no iri"),
        ("waytoolongtag", ""),
        ("en\n", ""),
    ],
)
def test_a_language_or_datatype_that_is_none_is_left_out(lang: str, datatype: str) -> None:
    assert literal("words", lang, datatype) == '"words"'


def test_an_iri_that_is_none_becomes_a_blank_node_or_a_text() -> None:
    dataset = Dataset(
        iri=IRI,
        publisher=Agent(iri="no iri", name=(Text("Leeds"),)),
        license=Term("OGL", iri="urn:x> <urn:evil"),
        landing_page=("see our page",),
    )

    back = again(dataset)

    assert back.publisher == Agent(name=(Text("Leeds"),))
    assert back.license == Term("urn:x%3E%20%3Curn:evil")
    assert back.landing_page == ("see our page",)


def test_a_word_without_a_concept_is_a_node_of_its_class_with_a_label() -> None:
    quads = parsed(write_graph((Dataset(iri=IRI, license=Term("OGL3")),), graph=IRI))
    said = {(quad.predicate.value, str(quad.object)) for quad in quads if quad.subject != ox.NamedNode(IRI)}

    assert (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "<http://purl.org/dc/terms/LicenseDocument>",
    ) in said
    assert ("http://www.w3.org/2000/01/rdf-schema#label", '"OGL3"') in said


def test_empty_words_and_links_are_not_written() -> None:
    empty = Dataset(iri=IRI, theme=(Term(""),), landing_page=("",))

    assert len(parsed(write_graph((empty,), graph=IRI))) == 1


def test_a_second_value_where_one_may_stand_is_kept_beside_it() -> None:
    dataset = read("dct:license <urn:x:one>, <urn:x:two> .")

    assert dataset.license == Term("urn:x:one")
    assert dataset.extra == (("", f"<{DCT.license}>", "<urn:x:two>"),)


def test_a_word_said_with_more_than_a_label_is_kept_whole() -> None:
    dataset = read('dct:rights [ rdfs:label "By consent" ; foaf:page <http://leeds.test/rights> ] .')

    assert dataset.rights == (Term("By consent"),)
    assert dataset.extra == (
        ("", f"<{DCT.rights}>", "_:e0"),
        ("_:e0", "<http://www.w3.org/2000/01/rdf-schema#label>", '"By consent"'),
        ("_:e0", "<http://xmlns.com/foaf/0.1/page>", "<http://leeds.test/rights>"),
    )


def test_a_word_with_its_class_and_label_needs_nothing_beside_it() -> None:
    assert read('dct:license [ a dct:LicenseDocument ; rdfs:label "OGL" ] .') == Dataset(
        iri=IRI, license=Term("OGL")
    )


def test_a_node_without_a_word_is_no_value_and_is_kept() -> None:
    dataset = read("dct:rights [ foaf:page <http://leeds.test/rights> ] ; foaf:page [ ] .")

    assert (dataset.rights, dataset.page) == ((), ())
    assert len(dataset.extra) == 3


def test_a_text_where_a_thing_should_stand_is_its_name() -> None:
    dataset = read('dct:publisher "Leeds City Council"@en ; dct:spatial "Leeds" .')

    assert dataset.publisher == Agent(name=(Text("Leeds City Council", "en"),))
    assert dataset.spatial[0].label == (Text("Leeds"),)


def test_a_text_where_a_thing_without_a_name_should_stand_is_kept() -> None:
    dataset = read('adms:identifier "doi:10/1", [ skos:notation "42" ] .')

    assert dataset.other_identifier == (Identifier(notation=Typed("42")),)
    assert dataset.extra == (("", "<http://www.w3.org/ns/adms#identifier>", '"doi:10/1"'),)


def test_a_number_in_a_language_is_written_as_text() -> None:
    dataset = read('dct:identifier "B-7"@en .')

    assert dataset.identifier == (Typed("B-7"),)
    assert again(dataset) == dataset


def test_older_and_misspelt_properties_are_read_as_the_right_one() -> None:
    dataset = read(
        "<http://www.w3.org/2002/07/owl#versionInfo> '2' ;"
        "dcat:distribution [ a dcat:Distribution ; dcat:downloadUrl <http://leeds.test/a.csv> ] ."
    )

    assert dataset.version == Typed("2")
    assert dataset.distribution[0].download_url == ("http://leeds.test/a.csv",)
    assert dataset.extra == ()


def test_a_further_class_is_kept() -> None:
    assert read("a x:Table .").extra == (
        ("", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<urn:x:Table>"),
    )


def test_blank_nodes_are_named_the_same_at_every_reading() -> None:
    turtle = "x:a [ x:b [ x:c 'deep' ] ] ; x:d [ x:e 'other' ] ."

    assert read(turtle) == read(turtle)


def test_a_ring_of_blank_nodes_ends() -> None:
    dataset = read("x:a _:one . _:one x:b _:two . _:two x:c _:one .")

    assert len(dataset.extra) == 3


def test_a_thing_without_a_name_that_points_to_itself_still_does() -> None:
    (quad,) = parsed(b"_:me <urn:x:knows> _:me .")
    agent = read_thing(Agent, quad.subject, Triples([quad]))

    assert agent.extra == (("", "<urn:x:knows>", ""),)
    quads = parsed(write_graph((replace(agent, iri=IRI),), graph=IRI))
    assert (IRI, IRI) in {(quad.subject.value, quad.object.value) for quad in quads}


def test_of_endless_extra_statements_five_hundred_are_kept() -> None:
    assert len(read(" ; ".join(f"x:p{n} {n}" for n in range(900)) + " .").extra) == 500


def test_a_statement_about_a_statement_is_left_out() -> None:
    assert read("x:said <<( x:a x:b x:c )>> ; dct:title 'Bins' .") == Dataset(iri=IRI, title=(Text("Bins"),))


def test_things_that_contain_each_other_end() -> None:
    dataset = read(f"dcat:distribution <{IRI}> .")

    assert dataset.distribution[0].iri == IRI


def test_a_graph_is_the_same_after_it_went_through_turtle_and_rdflib() -> None:
    dataset = Dataset(
        iri=IRI,
        title=(Text('Bins "2026"\n🚮', "en-GB"), Text("Biniau", "cy")),
        modified=Typed("2026", XSD.gYear),
        license=Term("OGL3"),
        publisher=Agent(name=(Text("Leeds"),), homepage="https://leeds.test/a b"),
        distribution=(
            Distribution(access_url=("https://leeds.test/1",), byte_size=Typed("007", XSD.decimal)),
        ),
        extra=(("", "<urn:x:a>", "_:n"), ("_:n", "<urn:x:b>", '"deep"@cy')),
    )
    quads = parsed(write_graph((dataset, CatalogRecord(iri=f"{IRI}#record")), graph=IRI))
    triples = [quad.triple for quad in quads]

    def through(form: ox.RdfFormat, name: str) -> rdflib.Graph:
        return rdflib.Graph().parse(data=ox.serialize(triples, format=form), format=name)

    assert isomorphic(through(ox.RdfFormat.TURTLE, "turtle"), through(ox.RdfFormat.N_TRIPLES, "nt"))


OWN = Term("Ask before you sell it.", OWN_TERMS, "https://council.test/terms")


@pytest.mark.parametrize("term", [OWN, replace(OWN, link="")])
def test_terms_of_a_publishers_own_keep_their_text_and_their_address(term: Term) -> None:
    dataset = Dataset(iri=IRI, license=term)

    assert again(dataset) == dataset


def test_terms_of_a_publishers_own_are_a_licence_document_of_that_type() -> None:
    lines = write_graph((Dataset(iri=IRI, license=OWN),), graph=IRI).decode()

    assert f"<{IRI}> <{DCT.license}> <{OWN.link}>" in lines
    assert f"<{OWN.link}> <{DCT.type}> <{OWN_TERMS}>" in lines
    assert f"<{DCT.LicenseDocument}>" in lines


def test_a_licence_that_a_feed_describes_has_its_name_and_its_address() -> None:
    found = read('dct:license x:ours . x:ours a dct:LicenseDocument ; rdfs:label "CC BY 4.0" .')

    assert found.license == Term("CC BY 4.0", link="urn:x:ours")


def test_the_home_page_of_a_nameless_licence_is_its_address() -> None:
    found = read('dct:license [ dct:title "Our terms" ; foaf:homepage <https://a.test/terms> ] .')

    assert found.license == Term("Our terms", link="https://a.test/terms")
