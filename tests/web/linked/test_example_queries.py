"""The page of queries: its examples run and find something, and what the editor needs is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from made_up_catalogue import BASE
from starlette.testclient import TestClient

from web.statics import load_statics

PAGE = {"accept": "text/html"}
EXAMPLES = sorted((Path(__file__).parents[3] / "web" / "static" / "queries").glob("*.rq"))


def test_there_are_twenty_examples_and_the_page_lists_them_all(asker: TestClient) -> None:
    page = html.fromstring(asker.get("/sparql", headers=PAGE).text)
    titles = page.xpath("//h2[@id='examples']/following-sibling::ul[1]//a/text()")
    assert len(EXAMPLES) >= 20
    assert sorted(titles) == sorted(path.read_text().partition("\n")[0].lstrip("# ") for path in EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_finds_something(asker: TestClient, path: Path) -> None:
    answer = asker.get("/sparql", params={"query": path.read_text()}, headers={"accept": "*/*"})
    assert answer.status_code == 200
    if answer.headers["content-type"].startswith("text/turtle"):
        assert len(answer.text.splitlines()) > 3
    else:
        found = answer.json()
        assert found["boolean"] if "boolean" in found else found["results"]["bindings"]


def test_an_answer_says_where_it_can_be_had_again(asker: TestClient) -> None:
    page = html.fromstring(asker.get("/sparql", params={"query": "ASK {}"}, headers=PAGE).text)
    (address,) = page.xpath("//p[@class='share']/a/@href")
    assert address.startswith(f"{BASE}/sparql?query=")
    assert html.fromstring(asker.get(address, headers=PAGE).text).xpath("//h2[@id='answer']")
    graphs = {"query": "ASK {}", "default-graph-uri": "urn:x:g"}
    without = html.fromstring(asker.get("/sparql", params=graphs, headers=PAGE).text)
    assert not without.xpath("//p[@class='share']")


def test_what_is_too_long_for_an_address_is_not_offered_as_one(asker: TestClient) -> None:
    query = "ASK {}" + "#" * 9000
    page = html.fromstring(asker.post("/sparql", data={"query": query}, headers=PAGE).text)
    assert not page.xpath("//p[@class='share']")


def test_the_editor_completes_what_our_graphs_are_made_of(asker: TestClient) -> None:
    found = asker.get("/sparql/terms.json").json()
    assert found["prefixes"]["dcat"] == "http://www.w3.org/ns/dcat#"
    assert "http://www.w3.org/ns/dcat#Dataset" in found["classes"]
    assert {"http://purl.org/dc/terms/title", "urn:stook:ns#columnName"} <= set(found["properties"])


def test_the_editor_is_served_where_it_was_fetched_and_nowhere_else(tmp_path: Path) -> None:
    assert "yasgui.min.js" not in load_statics(fetched=tmp_path)
    build = tmp_path / "@zazuko" / "yasgui" / "build"
    build.mkdir(parents=True)
    (build / "yasgui.min.js").write_text("made up")
    assert "yasgui.min.js" not in load_statics(fetched=tmp_path)  # its half would be worse than none
    (build / "yasgui.min.css").write_text("made up")
    assert load_statics(fetched=tmp_path)["yasgui.min.js"].media_type == "text/javascript"


def test_what_npm_fetches_is_named_exactly_and_from_no_host() -> None:
    lock = (Path(__file__).parents[3] / "web" / "assets" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 1
