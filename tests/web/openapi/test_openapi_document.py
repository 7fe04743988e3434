"""What the site says of its interface is a valid document, and the whole of it."""

from __future__ import annotations

import re

import pytest
import yaml
from made_up_catalogue import BASE, BINS
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from web.app import OPERATIONS, ROUTES
from web.openapi.answers import all_statuses
from web.openapi.document import make_document, operation_id
from web.operations import Operation, Parameter, plain_path


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict:
    """The document as a program gets it."""
    return client.get("/openapi.json").json()


def test_the_document_is_valid(document: dict) -> None:
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


DESCRIBED = [route for route in ROUTES if not route.path.endswith(".html")]
"""Any page has such an ending, and is described at its own address."""


def test_every_route_is_in_the_document(document: dict) -> None:
    assert {plain_path(route.path) for route in DESCRIBED} == set(document["paths"])


def test_every_method_of_a_route_is_in_the_document(document: dict) -> None:
    said = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    answered = {
        (plain_path(route.path), method) for route in DESCRIBED for method in (route.methods or ()) - {"HEAD"}
    }
    assert said == answered


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        operation_id(each, suffix, method)
        for each in OPERATIONS
        for suffix in each.suffixes
        for method in each.methods
    ]
    assert sorted(names) == sorted(set(names))


def test_every_name_in_a_path_is_described_with_an_example(document: dict) -> None:
    wanting = [
        (path, one["name"])
        for path, item in document["paths"].items()
        for method in item.values()
        for one in method.get("parameters", [])
        if one["in"] == "path" and not (one.get("description") and one.get("example"))
    ]
    assert wanting == []


def test_every_parameter_is_described(document: dict) -> None:
    assert not [
        (each.path, one.name) for each in OPERATIONS for one in each.parameters if not one.about.endswith(".")
    ]


def test_whatever_a_path_names_may_not_be_there() -> None:
    named = [each for each in OPERATIONS if each.names()]
    assert [each.path for each in named if not {404, 410} & all_statuses(each).keys()] == []


def test_what_has_json_says_what_is_in_it() -> None:
    wanting = [
        each.path
        for each in OPERATIONS
        if "application/json" in each.media and "application/json" not in each.schemas
    ]
    assert wanting == []


def test_examples_name_what_this_catalogue_has(document: dict, client: TestClient) -> None:
    (named,) = [
        one["example"]
        for one in document["paths"]["/dataset/{name}"]["get"]["parameters"]
        if one["in"] == "path"
    ]
    assert client.get(f"/dataset/{named}").status_code == 200


def test_the_document_says_where_the_site_is_and_of_what_version(document: dict) -> None:
    assert document["servers"] == [{"url": BASE}]
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", document["info"]["version"])


def test_yaml_says_the_same(document: dict, client: TestClient) -> None:
    answered = client.get("/openapi.yaml")
    assert answered.headers["content-type"] == "application/yaml"
    assert yaml.safe_load(answered.content) == document


def test_a_suffix_has_only_its_own_form(document: dict) -> None:
    answers = document["paths"]["/search.csv"]["get"]["responses"]
    assert list(answers["200"]["content"]) == ["text/csv"]
    assert "406" not in answers


def test_a_forgiving_parameter_takes_anything() -> None:
    number = Parameter(name="page", about="Which.", schema={"type": "integer"}, forgiving=True)
    made = make_document([_operation(number)], base=BASE, version="1", samples={})
    assert _parameters(made)[0]["schema"] == {"anyOf": [{"type": "integer"}, {"type": "string"}]}


def test_a_thing_of_which_there_is_none_has_no_example() -> None:
    made = make_document(
        [_operation(Parameter(name="portal", about="Which.", of="portal"))],
        base=BASE,
        version="1",
        samples={},
    )
    assert "example" not in _parameters(made)[0]


def test_the_page_has_a_line_to_try_for_what_is_here(client: TestClient) -> None:
    page = client.get("/developers").text
    assert f"curl --header &#39;Accept: application/json&#39; {BASE}/dataset/" in page
    assert f"curl &#39;{BASE}/search.json?q=bin+collection&#39;" in page


def test_every_address_is_on_the_page(client: TestClient) -> None:
    page = client.get("/developers").text
    assert [each.path for each in OPERATIONS if f"<code>{plain_path(each.path)}" not in page] == []


def test_every_page_leads_to_the_developers(client: TestClient) -> None:
    assert 'href="/developers"' in client.get(f"/dataset/{BINS}").text


def _operation(parameter: Parameter) -> Operation:
    def view(_request: object) -> object:
        raise AssertionError

    return Operation(
        path="/a", view=view, about="A.", group="G", media=("text/plain",), parameters=(parameter,)
    )


def _parameters(document: dict) -> list[dict]:
    return document["paths"]["/a"]["get"]["parameters"]
