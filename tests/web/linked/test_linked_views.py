"""The stored queries: each answers with its defaults and with each parameter, in every form."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html
from made_up_catalogue import BASE
from starlette.testclient import TestClient

from web.app import OPERATIONS
from web.linked.stored import View, load_views
from web.views import linked

VIEWS = load_views()
PARAMETERS = [(view, asked) for view in VIEWS.values() for asked in view.parameters]
PAGE = {"accept": "text/html"}


def rows(client: TestClient, view: View, **given: str) -> list[dict[str, object]]:
    """The rows of an answer."""
    response = client.get(f"/views/{view.name}.json", params=given)
    assert response.status_code == 200, response.text
    return list(response.json()["rows"])


def test_there_are_enough_answers_and_each_has_a_heading() -> None:
    assert len(VIEWS) >= 20
    assert all(view.title and view.about and view.columns for view in VIEWS.values())


@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda view: view.name)
def test_each_answers_with_its_defaults_in_every_form(asker: TestClient, view: View) -> None:
    found = asker.get(f"/views/{view.name}.json").json()
    assert found["total"] == len(found["rows"]) > 0
    assert found["complete"] is True
    table = list(csv.DictReader(io.StringIO(asker.get(f"/views/{view.name}.csv").text)))
    answer = asker.get(f"/views/{view.name}.srj")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert len(table) == len(answer.json()["results"]["bindings"]) == found["total"]
    assert set(table[0]) == set(found["rows"][0])
    assert not set(answer.json()["head"]["vars"]) - set(table[0])
    page = html.fromstring(asker.get(f"/views/{view.name}", headers=PAGE).text)
    assert [each.text for each in page.xpath("//thead//th")] == [column.label for column in view.columns]
    assert len(page.xpath("//tbody/tr")) == found["total"]


@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda view: view.name)
def test_things_are_called_by_their_names(asker: TestClient, view: View) -> None:
    for column in (each.name for each in view.columns if each.thing):
        for row in rows(asker, view):
            assert not str(row[f"{column}_label"] or "").startswith(("http:", "https:", "urn:"))


@pytest.mark.parametrize(("view", "asked"), PARAMETERS, ids=lambda each: each.name)
def test_each_parameter_finds_its_example_and_leaves_something_out(
    asker: TestClient, view: View, asked: object
) -> None:
    (parameter,) = (each for each in view.parameters if each is asked)
    others = {each.name: "" for each in view.parameters if each.optional}
    narrowed = rows(asker, view, **others | {parameter.name: parameter.example})
    assert narrowed
    assert narrowed != rows(asker, view, **others)


@pytest.mark.parametrize(("view", "asked"), PARAMETERS, ids=lambda each: each.name)
def test_the_editor_opens_the_query_with_the_same_answer(
    asker: TestClient, view: View, asked: object
) -> None:
    (parameter,) = (each for each in view.parameters if each is asked)
    given = {parameter.name: parameter.example}
    page = html.fromstring(asker.get(f"/views/{view.name}", params=given, headers=PAGE).text)
    (address,) = page.xpath("//a[starts-with(., 'Open it in the editor')]/@href")
    answer = asker.get(address, headers={"accept": "application/sparql-results+json"})
    assert answer.status_code == 200
    assert len(answer.json()["results"]["bindings"]) == len(rows(asker, view, **given))


def test_a_name_is_as_good_as_a_code(asker: TestClient) -> None:
    view = VIEWS["licences-by-council"]
    by_code = rows(asker, view, publisher="leeds-city-council", licence="ogl-3.0")
    assert rows(asker, view, publisher="LEEDS  City Council", licence="OGL v3") == by_code
    assert by_code[0]["publisher_label"] == "Leeds City Council"
    assert by_code[0]["datasets"] == 1


def test_terms_of_a_publishers_own_are_quoted(asker: TestClient) -> None:
    found = rows(asker, VIEWS["licences-by-council"], publisher="leeds-city-council")
    assert {row["licence_label"] for row in found} == {
        "Open Government Licence v3.0",
        "Ask the GIS team first.",
    }


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("licences-by-council", {"publisher": "nobody-known"}, 404),
        ("licences-by-council", {"licence": '"> } UNION { ?s ?p ?o'}, 404),
        ("recently-changed", {"since": "last week"}, 400),
        ("recently-changed", {"since": "2026-13"}, 400),
        ("datasets-with-identifier", {"identifier": ""}, 400),
        ("keywords", {"words": "x" * 300}, 400),
        ("portals", {"portal": "☃ </select>"}, 404),
    ],
)
def test_a_value_that_means_nothing_is_told_beside_what_was_typed(
    asker: TestClient, name: str, given: dict[str, str], status: int
) -> None:
    problem = asker.get(f"/views/{name}.json", params=given)
    ((parameter, typed),) = given.items()
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert parameter in problem.json()["parameters"]
    response = asker.get(f"/views/{name}", params=given, headers=PAGE)
    page = html.fromstring(response.text)
    assert response.status_code == status
    (box,) = page.xpath(f"//input[@name='{parameter}']")
    assert box.get("value") == typed
    assert page.get_element_by_id(box.get("aria-describedby").split()[-1]).text_content()
    assert page.xpath("//*[@role='alert']//a/@href") == [f"#{box.get('id')}"]


@pytest.mark.parametrize("words", ['" } UNION { ?s ?p ?o } #', "\\", '"@en', "\n", "<b>", "☃"])
def test_words_are_bound_as_a_term_and_never_read_as_a_query(asker: TestClient, words: str) -> None:
    response = asker.get("/views/keywords.json", params={"words": words})
    assert response.status_code == 200
    assert response.json()["rows"] == (rows(asker, VIEWS["keywords"]) if not words.strip() else [])


def test_a_repeated_answer_is_known_by_its_tag_and_asks_the_store_nothing(
    asker: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/views/portals.csv?portal=leeds"
    tag = asker.get(address).headers["etag"]
    other = asker.get("/views/portals.csv?portal=many").headers["etag"]
    visits = asker.app.state.site.querying  # type: ignore[attr-defined]
    monkeypatch.setattr(visits, "visit", None)
    again = asker.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert other != tag


def test_the_form_of_an_answer_is_negotiated(asker: TestClient) -> None:
    for accept, content_type in {
        "text/csv": "text/csv; charset=utf-8",
        "application/json": "application/json",
        "application/sparql-results+json": "application/sparql-results+json",
        "text/html": "text/html; charset=utf-8",
    }.items():
        response = asker.get("/views/portals", headers={"accept": accept})
        assert response.headers["content-type"] == content_type
    assert asker.get("/views/portals", headers={"accept": "image/png"}).status_code == 406
    assert asker.get("/views/no-such-answer").status_code == 404


def test_long_answers_are_paged(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_PAGE_ROWS", 20)
    address, seen = "/views/newest-datasets", list[str]()
    for _ in range(3):
        page = html.fromstring(client.get(address, headers=PAGE).text)
        seen += page.xpath("//tbody/tr/td[1]/a/@href")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert address == ""
    rows = client.get("/views/newest-datasets.json").json()["rows"]
    assert [f"{BASE}{path}" for path in seen] == [row["dataset"] for row in rows]
    assert len(rows) > 40
    beyond = html.fromstring(client.get("/views/newest-datasets?page=7", headers=PAGE).text)
    assert "ends before this page" in beyond.text_content()
    assert beyond.xpath("//a[@rel='prev']/@href") == ["/views/newest-datasets?publisher=&portal=&page=3"]


def test_text_of_portals_is_escaped(client: TestClient) -> None:
    text = client.get("/views/licences-by-council", headers=PAGE).text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_gallery_lists_all_and_finds_by_plain_words(asker: TestClient) -> None:
    page = html.fromstring(asker.get("/views", headers=PAGE).text)
    assert set(page.xpath("//ul[@class='tiles']//a/@href")) == {f"/views/{name}" for name in VIEWS}
    found = asker.get("/views.json", params={"q": "LICENCE without"}).json()["views"]
    assert [each["name"] for each in found] == ["datasets-without-licence"]
    assert found[0]["address"] == f"{BASE}/views/datasets-without-licence"
    assert asker.get("/views.json", params={"q": "zzzz"}).json()["views"] == []


def test_each_is_an_operation_with_its_own_parameters() -> None:
    described = {operation.path: operation for operation in OPERATIONS}
    for view in VIEWS.values():
        names = [parameter.name for parameter in described[f"/views/{view.name}"].parameters]
        assert names == [*(asked.name for asked in view.parameters), "page"]


@pytest.mark.parametrize("kind", ["publisher", "portal"])
def test_a_publisher_or_portal_is_known_by_its_iri_too(asker: TestClient, kind: str) -> None:
    view = {"publisher": "licences-by-council", "portal": "portals"}[kind]
    slug, path = {"publisher": ("leeds-city-council", "organisation"), "portal": ("leeds", "portal")}[kind]
    by_slug = asker.get(f"/views/{view}.json", params={kind: slug})
    by_iri = asker.get(f"/views/{view}.json", params={kind: f"http://catalogue.test/{path}/{slug}"})
    assert (by_slug.status_code, by_iri.status_code) == (200, 200)
    assert by_iri.json()["rows"] == by_slug.json()["rows"] != []


def test_pairs_that_join_are_of_two_publishers_with_both_columns(asker: TestClient) -> None:
    view = VIEWS["datasets-that-join"]
    (found,) = rows(asker, view, words="streets")
    assert (found["column"], found["other_column"]) == ("Uprn", "UPRN")
    assert found["publisher_label"] == "Leeds City Council"
    assert rows(asker, view, words=str(found["dataset"])) == [found]
    assert rows(asker, view, words='" nothing { of } this') == []
