"""RDF in any syntax, whatever it is called. All documents are made up."""

from __future__ import annotations

import pytest

from harvester.formats.feed import read_feed, syntaxes
from harvester.formats.jsonld import known_contexts
from harvester.record import PageUnreadable
from vocab.namespaces import DCAT, DCT

MADE_UP_TURTLE = b"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<http://d.example/1> a dcat:Dataset ; dct:title "Bins" ."""
MADE_UP_XML = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">
<dcat:Dataset xmlns:dcat="http://www.w3.org/ns/dcat#" rdf:about="http://d.example/1"><dct:title>Bins</dct:title>
</dcat:Dataset></rdf:RDF>"""
MADE_UP_JSON = b"""{"@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
"@id": "http://d.example/1", "@type": "dcat:Dataset", "dct:title": "Bins"}"""
MADE_UP_TRIG = b"""<http://g.example/> { <http://d.example/1> a <http://www.w3.org/ns/dcat#Dataset> ;
<http://purl.org/dc/terms/title> "Bins" . }"""
MADE_UP_LINES = b"""<http://d.example/1> <http://purl.org/dc/terms/title> "Bins" .
<http://d.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> ."""

DOCUMENTS = {
    "turtle": MADE_UP_TURTLE,
    "xml": MADE_UP_XML,
    "json": MADE_UP_JSON,
    "trig": MADE_UP_TRIG,
    "lines": MADE_UP_LINES,
}


def titles(body: bytes, content_type: str = "", url: str = "http://feed.example/") -> list[str]:
    triples = read_feed(body, content_type=content_type, url=url)
    return [
        value.value
        for subject in triples.subjects(DCAT.Dataset)
        for value in triples.about(subject)[DCT.title]
    ]


@pytest.mark.parametrize("body", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/octet-stream",
        "text/html",
        "text/turtle; charset=utf-8",
        "application/rdf+xml",
    ],
)
def test_a_lying_content_type_loses_against_what_parses(body: bytes, content_type: str) -> None:
    assert titles(body, content_type) == ["Bins"]


def test_the_content_type_is_believed_before_the_suffix_and_the_suffix_before_the_bytes() -> None:
    found = syntaxes(b"{}", content_type="text/turtle", url="http://feed.example/catalog.xml?page=2")
    assert [syntax.name for syntax in found] == ["Turtle", "RDF/XML", "JSON-LD"]


def test_a_byte_order_mark_and_windows_1252_are_read() -> None:
    assert titles(b"\xef\xbb\xbf" + MADE_UP_TURTLE) == ["Bins"]
    assert titles(MADE_UP_TURTLE.replace(b"Bins", b"Caf\xe9")) == ["Café"]


@pytest.mark.parametrize("body", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_space_in_an_iri_costs_no_dataset(body: bytes) -> None:
    triples = read_feed(
        body.replace(b"d.example/1", b"d.example/a b"), content_type="", url="http://f.example/"
    )
    assert [node.value for node in triples.subjects(DCAT.Dataset)] == ["http://d.example/a%20b"]


def test_what_is_no_iri_at_all_becomes_text() -> None:
    body = MADE_UP_JSON.replace(b'"dct:title"', b'"dct:relation": {"@id": "http:"}, "dct:title"')
    assert titles(body) == ["Bins"]


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"", "got an empty answer"),
        (b"<!doctype html><html><title>Hello</title>", r"got a web page \(title: Hello\)"),
        (b"\x00\x01\x02", "cannot be read as Turtle"),
        (b"{}", "it says nothing"),
        (
            b'{"@context": "https://evil.example/c"}',
            "context <https://evil.example/c> is not one that is held",
        ),
        (b'{"@context": {"@import": "https://evil.example/c"}}', "imports <https://evil.example/c>"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "nested deeper than 100"),
        (
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]>' + MADE_UP_XML.split(b"?>", 1)[1],
            "declares entities",
        ),
        (b'<rdf:RDF xmlns:rdf="r">' + b"<a>" * 101, "nested deeper than 100 elements"),
    ],
)
def test_what_may_not_or_cannot_be_read_is_refused_in_words(made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        titles(made_up)


@pytest.mark.parametrize("address", known_contexts())
def test_a_context_that_is_held_is_read_without_the_network(address: str) -> None:
    body = f'{{"@context": ["https://{address}", {{"dcat": "{DCAT.IRI}", "dct": "{DCT.IRI}"}}]'.encode()
    body += b', "@id": "http://d.example/1", "@type": "dcat:Dataset", "dct:title": "Bins"}'
    assert titles(body) == ["Bins"]


def test_the_context_of_data_json_gives_its_names_their_meaning() -> None:
    body = b"""{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    "dataset": [{"@type": "dcat:Dataset", "title": "Bins"}]}"""
    assert titles(body) == ["Bins"]
