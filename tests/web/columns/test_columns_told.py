"""What columns are is told on the dataset's page and at an address of its own: by whom, in every form, safely."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from described_catalogue import BARE, DESCRIBED, EVIL, FILE, SAMPLED, SEEN, TREES, WIDE, open_described
from lxml import html
from made_up_catalogue import BASE
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from catalogue.columns.merging import merge_tables
from catalogue.columns.table import Column
from catalogue.model import Dataset
from vocab import load_vocabulary
from vocab.namespaces import CSVW, DCT, STOOK, XSD
from web.addresses import Addresses
from web.columns.csvm import csvm_document
from web.columns.told import say_share, tell_tables


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a site whose datasets have columns."""
    app = open_described(tmp_path_factory.mktemp("described"))
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


def page(client: TestClient, path: str) -> html.HtmlElement:
    """A page; it is one, and holds no script but data."""
    answered = client.get(path, headers={"Accept": "text/html"})
    assert answered.status_code == 200
    found = html.fromstring(answered.text)
    assert {one.get("type") for one in found.iter("script") if not one.get("src")} <= {"application/ld+json"}
    return found


def rows(table: html.HtmlElement) -> list[list[str]]:
    """The cells of a table, each as one line."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]


def test_the_page_of_a_dataset_tells_each_column_with_its_meaning_and_what_was_seen(
    described: TestClient,
) -> None:
    found = page(described, f"/dataset/{TREES}")
    first, second = found.xpath("//table[contains(@class, 'fields')]")
    assert rows(second) == [["felled date", "not said"]]
    species, uprn, evil = rows(first)
    assert species[0] == "Species Kind of tree text"
    assert species[1].startswith(f"What grows there {EVIL}")
    assert species[2:] == ["Empty: 12%", f"Example: Oak, {EVIL}"]
    assert uprn[0] == "addr_ref whole number"
    assert "Reference Number 98% sure: All 40 values look like UPRNs." in uprn[1]
    assert "the publisher does not say" in uprn[1]
    assert uprn[2:] == ["Empty: none", "Example: none shown"]
    assert evil == [EVIL, "not said", "Empty: all", "Example: none shown"]


def test_who_tells_of_the_columns_is_said_with_the_day_and_the_rows(described: TestClient) -> None:
    told = page(described, f"/dataset/{TREES}/columns").text_content()
    assert (
        "The portal describes these columns; what they hold was seen in the first 40 rows of the file, read"
        in told
    )
    assert "20 Nov 2026" in told
    assert "Encoding windows-1252, values parted by semicolons, columns named in line 2" in told
    seen = page(described, f"/dataset/{SEEN}/columns").text_content()
    assert "Seen in the first 40 rows of the file; the portal says nothing of them." in seen


def test_where_nobody_tells_of_columns_nothing_is_made_up(described: TestClient) -> None:
    assert not page(described, f"/dataset/{BARE}").xpath("//*[@id='columns']")
    assert "Neither its portal" in page(described, f"/dataset/{BARE}/columns").text_content()
    assert described.get(f"/dataset/{BARE}/columns.json").json()["tables"] == []


def test_a_long_list_is_folded_and_whole_on_its_own_page(described: TestClient) -> None:
    found = page(described, f"/dataset/{WIDE}")
    assert len(found.xpath("//details//tr[th/code[@class='column']]")) == 48
    assert [a.text_content() for a in found.xpath(f"//a[@href='/dataset/{WIDE}/columns']")] == [
        "All 90 columns"
    ]
    whole = page(described, f"/dataset/{WIDE}/columns")
    assert len(whole.xpath("//tbody/tr")) == 90


def test_the_columns_are_told_as_json_and_beside_the_dataset(described: TestClient) -> None:
    told = described.get(f"/dataset/{TREES}/columns.json").json()
    table, left = told["tables"]
    assert (told["total"], told["next"], left["file"], left["told_by_portal"]) == (2, None, None, True)
    assert table["url"] == FILE
    assert table["sample"] == {
        "at": "2026-11-20T10:00:00Z",
        "rows": 40,
        "whole": False,
        "encoding": "windows-1252",
        "separator": ";",
        "header": 2,
    }
    column = table["columns"][1]
    assert column["identifiers"][0] == {
        "kind": "uprn",
        "iri": f"{BASE}/identifier/uprn",
        "confidence": 0.98,
        "rule": "values",
        "reason": "All 40 values look like UPRNs.",
    }
    assert "sketch" not in str(told)
    whole = described.get(f"/dataset/{TREES}.json").json()
    assert whole["tables"] == told["tables"]
    assert whole["columns"] == ["species", "Kind of tree", "felled", "Species", "addr_ref", EVIL]


def test_the_columns_are_told_a_line_each_as_csv(described: TestClient) -> None:
    answered = described.get(f"/dataset/{TREES}/columns.csv")
    lines = list(csv.DictReader(io.StringIO(answered.text)))
    assert [line["name"] for line in lines] == ["Species", "addr_ref", EVIL, "felled"]
    assert (lines[1]["identifier"], lines[1]["confidence"], lines[1]["rows"]) == ("uprn", "0.98", "40")


def test_the_columns_are_told_in_csvw(described: TestClient) -> None:
    for path in (f"/dataset/{TREES}/columns.nt", f"/dataset/{TREES}.nt"):
        triples = list(parse(described.get(path).content, RdfFormat.N_TRIPLES))
        urls = [one.object.value for one in triples if one.predicate.value == CSVW.url]  # type: ignore[union-attr]
        assert urls == [FILE]
        held = {one.object.value for one in triples if one.predicate.value == STOOK.holds}  # type: ignore[union-attr]
        assert held == {"urn:stook:identifier:uprn"}


@pytest.mark.parametrize("name", ["nothing-here", "../x", "a" * 60])
def test_there_are_no_columns_of_no_dataset(described: TestClient, name: str) -> None:
    assert described.get(f"/dataset/{name}/columns").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999", "x"])
def test_a_page_that_is_not_there_has_no_tables(described: TestClient, number: str) -> None:
    assert described.get(f"/dataset/{TREES}/columns.json?{urlencode({'page': number})}").status_code in (
        200,
        400,
    )


def test_a_query_finds_a_sampled_column_by_its_name(described: TestClient) -> None:
    query = f'SELECT ?d {{ ?d a <http://www.w3.org/ns/dcat#Dataset> ; <{STOOK.columnName}> "addr_ref" }} ORDER BY ?d'
    answered = described.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answered.text.split()[1:] == sorted(f"{BASE}/dataset/{one}" for one in (TREES, SEEN))


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, ""), (0.0, "none"), (0.001, "under 1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "all")],
)
def test_a_share_is_said_so_that_none_and_all_are_sure(share: float | None, said: str) -> None:
    assert say_share(share) == said


def test_a_file_with_the_columns_of_an_earlier_one_says_so() -> None:
    again = replace(SAMPLED, columns=(*reversed(SAMPLED.columns),), file="other")
    tables = merge_tables((DESCRIBED, SAMPLED, again))
    told = tell_tables(tables, Dataset(), load_vocabulary(), Addresses())
    assert [(one.name, one.same_as) for one in told] == [
        ("csv", ""),
        ("other", "csv"),
        ("Not met in the files that were read", ""),
    ]


def test_the_search_box_finds_a_sampled_column_and_the_identifier_in_it(described: TestClient) -> None:
    for asked in ("column:addr_ref", "column:ADDR_REF", "identifier:uprn", "identifier:UPRN"):
        hits = described.get("/search.json", params={"q": asked}).json()["hits"]
        assert sorted(hit["id"] for hit in hits) == sorted((TREES, SEEN)), asked
    assert described.get("/search.json", params={"q": "column:nothing"}).json()["total"] == 0


def test_the_facet_of_identifiers_counts_what_was_detected(described: TestClient) -> None:
    found = page(described, "/search?q=leeds")
    facets = found.xpath("//details[summary[contains(., 'Contains identifier')]]")
    assert "Reference Number 2" in " ".join(facets[0].text_content().split())
    told = described.get("/search.json", params={"q": "leeds"}).json()["facets"]["identifier"]
    assert ("uprn", 2) in [(one["value"], one["count"]) for one in told]


def test_the_view_of_datasets_with_an_identifier_finds_sampled_columns(described: TestClient) -> None:
    found = described.get("/views/datasets-with-identifier.csv", params={"identifier": "uprn"})
    lines = list(csv.DictReader(io.StringIO(found.text)))
    assert {line["column"] for line in lines} == {"addr_ref"}
    assert len(lines) == 2


CONTEXT = {
    "csvw": "http://www.w3.org/ns/csvw#",
    "dc": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{name: f"xsd:{name}" for name in ("string", "integer", "date")},
    "tables": {"@id": "csvw:table", "@type": "@id", "@container": "@set"},
    "url": {"@id": "csvw:url", "@type": "xsd:anyURI"},
    "tableSchema": {"@id": "csvw:tableSchema", "@type": "@id"},
    "columns": {"@id": "csvw:column", "@type": "@id", "@container": "@list"},
    "name": "csvw:name",
    "titles": "csvw:title",
    "datatype": {"@id": "csvw:datatype", "@type": "@vocab"},
}
"""What CSVW's own context makes of the terms that we use."""


def test_the_metadata_document_says_what_the_graph_says(described: TestClient) -> None:
    answered = described.get(f"/dataset/{TREES}/columns", headers={"Accept": "application/csvm+json"})
    assert answered.headers["content-type"] == "application/csvm+json"
    document = answered.json()
    (table,) = document["tables"]
    assert document["@context"] == "http://www.w3.org/ns/csvw"
    assert table["dialect"] == {"encoding": "windows-1252", "delimiter": ";", "header": True, "skipRows": 1}
    read = parse(json.dumps(document | {"@context": CONTEXT}), RdfFormat.JSON_LD)
    told = parse(described.get(f"/dataset/{TREES}/columns.nt").content, RdfFormat.N_TRIPLES)
    terms = {CSVW.name, CSVW.title, CSVW.datatype, CSVW.url, DCT.description}
    said = [
        {(one.predicate.value, one.object) for one in each if one.predicate.value in terms}
        for each in (read, told)
    ]
    felled = {
        (CSVW.name, Literal("felled")),
        (CSVW.title, Literal("felled")),
        (CSVW.datatype, NamedNode(XSD.date)),
    }
    assert said[0] == said[1] - felled


def test_a_metadata_document_names_each_column_once(described: TestClient) -> None:
    twice = replace(SAMPLED, columns=(Column(name="a"), Column(name="a"), Column(name="")), url=FILE)
    (table,) = csvm_document(merge_tables([twice]))["tables"]  # type: ignore[misc]
    assert [one["name"] for one in table["tableSchema"]["columns"]] == ["a", "a.2", "column.3"]
    assert described.get(f"/dataset/{BARE}/columns.csvm").json()["tables"] == []
