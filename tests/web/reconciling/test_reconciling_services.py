"""What stands beside the queries: suggestions, fly-outs, more columns, previews (Reconciliation Service API 0.2)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_catalogue import BASE, BINS, EVIL_ID, GONE
from starlette.testclient import TestClient

LEEDS = "vocabulary/council/E08000035"
DERRY = "vocabulary/council/95A"


def said(client: TestClient, path: str, **parameters: Any) -> Any:
    """The JSON at a path."""
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def extended(client: TestClient, ids: list[str], *names: str) -> dict[str, Any]:
    """More columns for some things."""
    asked = {"ids": ids, "properties": [{"id": name} for name in names]}
    response = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_every_service_of_the_manifest_answers(client: TestClient) -> None:
    manifest = said(client, "/reconcile")
    for name, service in manifest["suggest"].items():
        assert service["service_url"] == BASE
        first = said(client, service["service_path"], prefix="l")["result"][0]
        assert set(first) >= {"id", "name"}
        flown = client.get(service["flyout_service_path"].replace("${id}", first["id"])).json()
        assert flown["id"] == first["id"], name
        assert first["name"] in flown["html"]
    proposed = manifest["extend"]["propose_properties"]
    assert said(client, proposed["service_path"], type="body")["type"] == "body"
    preview = manifest["preview"]["url"].replace("{{id}}", LEEDS)
    assert client.get(preview).status_code == 200


def test_things_are_suggested_by_the_beginnings_of_their_words(client: TestClient) -> None:
    found = said(client, "/reconcile/suggest/entity", prefix="leeds")["result"]
    assert LEEDS in [one["id"] for one in found]
    assert {one["notable"][0]["id"] for one in found} >= {"body", "place"}
    titles = said(client, "/reconcile/suggest/entity", prefix="household bin")["result"]
    assert f"dataset/{BINS}" in [one["id"] for one in titles]


def test_a_cursor_goes_on_where_a_list_ended(client: TestClient) -> None:
    first = said(client, "/reconcile/suggest/entity", prefix="c")["result"]
    then = said(client, "/reconcile/suggest/entity", prefix="c", cursor=len(first))["result"]
    assert len(first) == 10
    assert then
    assert not {one["id"] for one in first} & {one["id"] for one in then}


def test_what_begins_no_word_is_not_suggested(client: TestClient) -> None:
    for service in ("entity", "type", "property"):
        assert said(client, f"/reconcile/suggest/{service}", prefix="qqqq") == {"result": []}


def test_more_columns_are_values_and_things(client: TestClient) -> None:
    found = extended(client, [LEEDS, DERRY, "nothing"], "gss", "nation", "area", "successor", "colour")
    assert found["meta"][:3] == [
        {"id": "gss", "name": "GSS code"},
        {"id": "nation", "name": "Nation"},
        {"id": "area", "name": "Area", "type": {"id": "place", "name": "Place"}},
    ]
    assert found["rows"][LEEDS]["gss"] == [{"str": "E08000035"}]
    assert found["rows"][LEEDS]["area"] == [{"id": "vocabulary/place/E08000035", "name": "Leeds"}]
    successor = found["rows"][DERRY]["successor"][0]
    assert successor["id"] == "vocabulary/council/N09000005"
    assert found["rows"]["nothing"] == {name["id"]: [] for name in found["meta"]}
    assert found["rows"][LEEDS]["colour"] == []


def test_more_columns_of_a_dataset_say_what_its_page_says(client: TestClient) -> None:
    one = f"dataset/{BINS}"
    names = ("publisher", "licence", "modified", "formats", "landing_page", "theme")
    row = extended(client, [one], *names)["rows"][one]
    assert row["publisher"] == [{"id": LEEDS, "name": "Leeds City Council"}]
    assert row["licence"][0]["id"] == "vocabulary/licence/ogl-3.0"
    assert row["modified"] == [{"str": "2026-11-03"}]
    assert row["formats"] == [{"str": "CSV"}, {"str": "GEOJSON"}]
    assert row["landing_page"] == [{"str": "https://data.leeds.example/bins"}]
    assert row["theme"] == [{"id": "vocabulary/theme/ENVI", "name": "Environment"}]


def test_the_number_of_datasets_is_that_of_the_concept(client: TestClient) -> None:
    theme = "vocabulary/theme/ENVI"
    counted = client.get(f"/{theme}.json").json()["datasets"]
    assert extended(client, [theme], "datasets")["rows"][theme]["datasets"] == [{"int": counted}]


def test_the_properties_proposed_are_those_of_the_type(client: TestClient) -> None:
    body = said(client, "/reconcile/properties", type="body")["properties"]
    dataset = said(client, "/reconcile/properties", type="dataset", limit=3)
    assert "gss" in [one["id"] for one in body]
    assert "gss" not in [one["id"] for one in dataset["properties"]]
    assert len(dataset["properties"]) == dataset["limit"] == 3


def test_any_page_may_frame_a_preview_and_no_script_runs_in_it(client: TestClient) -> None:
    response = client.get("/reconcile/preview", params={"id": LEEDS})
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "Leeds City Council" in response.text
    assert "E08000035" in response.text
    assert "<script" not in response.text
    assert (
        "frame-ancestors 'none'" in client.get("/reconcile/suggest/type").headers["content-security-policy"]
    )


def test_what_a_portal_wrote_is_escaped(client: TestClient) -> None:
    one = f"dataset/{EVIL_ID}"
    assert "<script" not in client.get("/reconcile/preview", params={"id": one}).text
    assert "<script" not in client.get("/reconcile/flyout/entity", params={"id": one}).json()["html"]


def test_a_dataset_that_has_gone_is_still_told_of(client: TestClient) -> None:
    assert "Old parking zones" in client.get("/reconcile/preview", params={"id": f"dataset/{GONE}"}).text


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile/preview?id=nothing",
        "/reconcile/preview",
        "/reconcile/flyout/entity?id=vocabulary/theme/nothing",
        "/reconcile/flyout/colour?id=body",
        "/reconcile/suggest/colour?prefix=a",
    ],
)
def test_what_is_not_here_is_told_so(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"properties": []}, "extend.ids must be a list."),
        ({"ids": []}, "extend.properties must be a list."),
        ({"ids": [[]], "properties": []}, "extend.ids[0] must be a text."),
        ({"ids": [], "properties": ["gss"]}, "extend.properties[0] must be an object."),
        ({"ids": ["x"] * 501, "properties": []}, "extend.ids has 501 items; at most 500 are taken."),
    ],
)
def test_an_extension_that_cannot_be_read_is_told_with_its_place(
    client: TestClient, asked: object, told: str
) -> None:
    response = client.get("/reconcile", params={"extend": json.dumps(asked)})
    assert (response.status_code, response.json()["detail"]) == (400, told)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60), number=st.integers())
def test_no_id_or_prefix_is_an_error_of_ours(client: TestClient, text: str, number: int) -> None:
    ids = [text, f"dataset/{text}", f"vocabulary/council/{text}", f"vocabulary/place/{text}"]
    extended(client, ids, "gss", "within", text)
    for service in ("entity", "type", "property"):
        said(client, f"/reconcile/suggest/{service}", prefix=text, cursor=number)
    said(client, "/reconcile/properties", type=text, limit=number)
    for one in ids:
        assert client.get("/reconcile/preview", params={"id": one}).status_code in (200, 404)
        assert client.get("/reconcile/flyout/entity", params={"id": one}).status_code in (200, 404)
