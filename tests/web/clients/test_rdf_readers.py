"""rapper, serdi and pyoxigraph read every RDF form of every kind of page, and find the same in each."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from urllib.parse import urlencode

import pytest
from made_up_catalogue import BASE, BINS
from pyoxigraph import RdfFormat, parse

from web.app import OPERATIONS
from web.operations import plain_path

pytestmark = pytest.mark.service

RAPPER = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}
SERDI = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}
JSON_LD = "application/ld+json"
RDF = (*RAPPER, JSON_LD)
CONTEXT = "/context.jsonld"
DESCRIPTION = frozenset({"application/n-quads", "application/trig"})
QUERIES = [f"DESCRIBE <{BASE}/dataset/{BINS}>", "CONSTRUCT WHERE { ?s a ?o }"]


@pytest.fixture(scope="module")
def document(address: str) -> dict:
    """What the site says of itself, with an example for each name in a path."""
    with urllib.request.urlopen(f"{address}/openapi.json") as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    "path", sorted({plain_path(each.path) for each in OPERATIONS if {*each.media} & {*RDF}} - {CONTEXT})
)
def test_every_form_of_a_page_is_read_and_says_the_same(address: str, document: dict, path: str) -> None:
    media = {form for each in OPERATIONS if plain_path(each.path) == path for form in each.media}
    described = media & {*RDF} - (DESCRIPTION if path == "/sparql" else set())
    at = address + _filled(document, path)
    assert len({_count(at, form) for form in sorted(described)}) == 1


@pytest.mark.parametrize("query", QUERIES)
def test_every_form_of_a_graph_that_was_asked_for_is_read(address: str, query: str) -> None:
    at = f"{address}/sparql?{urlencode({'query': query})}"
    assert len({_count(at, form) for form in RDF}) == 1


def _filled(document: dict, path: str) -> str:
    """The path with its examples."""
    said = {
        one["name"]: one["example"]
        for one in document["paths"][path]["get"].get("parameters", ())
        if "example" in one
    }
    asked = {"iri": said["iri"]} if "iri" in said else {}
    named = re.sub(r"\{(\w+)\}", lambda found: str(said[found[1]]), path)
    return f"{named}?{urlencode(asked)}" if asked else named


def _count(at: str, form: str) -> int:
    """How many statements every reader finds; they have to agree."""
    request = urllib.request.Request(at, headers={"Accept": form})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers.get_content_type() == form
        body = answer.read()
    found = set(_read(body, form))
    assert len(found) == 1 and 0 not in found, (at, form, found)
    return found.pop()


def _read(body: bytes, form: str) -> list[int]:
    if form == JSON_LD:
        return [len({quad.triple for quad in parse(body, RdfFormat.JSON_LD)})]
    counts = [_lines(["rapper", "-q", "-i", RAPPER[form], "-o", "ntriples", "-", BASE], body)]
    if form in SERDI:
        counts.append(_lines(["serdi", "-i", SERDI[form], "-o", "ntriples", "-", BASE], body))
    return counts


def _lines(command: list[str], body: bytes) -> int:
    """The distinct statements that a program of this machine makes of a body."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, input=body, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), (command, done.stderr)
    return len(set(done.stdout.splitlines()))
