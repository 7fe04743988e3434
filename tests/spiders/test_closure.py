"""A dataset's part of a document, and its digest. All statements are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from catalogue.reading import Triples
from harvester.formats.closure import canonical, closure

PREFIXES = """@prefix : <http://d.example/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"""


def part(turtle: str, name: str = "1") -> str:
    triples = Triples(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))
    return canonical(closure(NamedNode(f"http://d.example/{name}"), triples)).decode()


def test_the_nodes_that_a_dataset_leads_to_belong_to_it() -> None:
    found = part(
        """:1 a dcat:Dataset ; dcat:distribution :d ; dct:publisher :p ; dct:spatial [ dct:title "Here" ] .
        :d dcat:accessService :s . :s dct:title "Service" . :p foaf:name "Council" ."""
    )
    assert all(word in found for word in ("Service", "Council", "Here"))


@pytest.mark.parametrize("kind", ["dcat:Dataset", "dcat:DatasetSeries", "dcat:Catalog", "skos:ConceptScheme"])
def test_other_datasets_catalogues_and_schemes_do_not(kind: str) -> None:
    found = part(f':1 a dcat:Dataset ; dct:relation :2 . :2 a {kind} ; dct:title "Not mine" .')
    assert "http://d.example/2" in found
    assert "Not mine" not in found


def test_a_concept_leads_no_further() -> None:
    found = part(
        """:1 a dcat:Dataset ; dcat:theme :c . :c a skos:Concept ; skos:prefLabel "Mine" ; skos:broader :b .
        :b a skos:Concept ; skos:prefLabel "Above" ."""
    )
    assert ("Mine" in found, "Above" in found) == (True, False)


def test_an_empty_text_says_nothing() -> None:
    assert part(':1 a dcat:Dataset ; dct:provenance "" .') == part(":1 a dcat:Dataset .")


def test_nodes_that_lead_to_each_other_end() -> None:
    assert part(":1 dcat:distribution :d . :d dct:isPartOf :1 ; dct:relation _:x . _:x dct:relation _:x .")


MADE_UP_LINES = [
    ":1 a dcat:Dataset .",
    ":1 dcat:distribution _:a .",
    ":1 dcat:distribution _:b .",
    '_:a dct:title "Same" .',
    '_:b dct:title "Same" .',
    "_:a dct:license _:c .",
    "_:b dct:license _:d .",
    '_:c dct:title "One" .',
    '_:d dct:title "Two" .',
]


@given(order=st.permutations(MADE_UP_LINES), names=st.permutations("abcd"))
def test_neither_order_nor_the_names_of_blank_nodes_change_a_byte(order: list[str], names: list[str]) -> None:
    renamed = str.maketrans(dict(zip("abcd", names, strict=True)))
    lines = ["".join(w.translate(renamed) if w[:2] == "_:" else w for w in _words(line)) for line in order]
    assert part("\n".join(lines)) == part("\n".join(MADE_UP_LINES))


def test_other_content_gives_other_bytes() -> None:
    crossed = [line.replace("dct:license _:c", "dct:license _:d") for line in MADE_UP_LINES]
    assert part("\n".join(crossed)) != part("\n".join(MADE_UP_LINES))


def _words(line: str) -> list[str]:
    return [word + " " for word in line.split(" ")]
