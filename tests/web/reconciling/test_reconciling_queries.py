"""The manifest, and what queries find (Reconciliation Service API 0.2)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_catalogue import BASE, BINS
from starlette.testclient import TestClient

LEEDS = "vocabulary/council/E08000035"


def ask(client: TestClient, **queries: Any) -> dict[str, Any]:
    """The results of a batch, by key."""
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def candidates(client: TestClient, text: str, **said: Any) -> list[dict[str, Any]]:
    """The candidates of one query."""
    found: list[dict[str, Any]] = ask(client, q0={"query": text, **said})["q0"]["result"]
    return found


def matched(client: TestClient, text: str, **said: Any) -> list[str]:
    """The ids of what is surely meant."""
    return [one["id"] for one in candidates(client, text, **said) if one["match"]]


def test_without_parameters_the_manifest_is_given(client: TestClient) -> None:
    response = client.get("/reconcile")
    said = response.json()
    assert said["versions"] == ["0.2"]
    assert said["identifierSpace"] == f"{BASE}/"
    assert said["view"]["url"] == f"{BASE}/{{{{id}}}}"
    assert response.headers["access-control-allow-origin"] == "*"


def test_a_query_left_empty_asks_nothing(client: TestClient) -> None:
    assert client.get("/reconcile?queries=&extend=").json() == client.get("/reconcile").json()


def test_the_page_of_a_candidate_is_where_the_view_leads(client: TestClient) -> None:
    view = client.get("/reconcile").json()["view"]["url"]
    for text in ("Leeds City Council", "Household bin collection rounds", "Environment", "uprn"):
        for one in candidates(client, text, limit=3):
            assert client.get(view.replace("{{id}}", one["id"])).status_code == 200
            # OpenRefine escapes the id, its slashes too.
            assert client.get(view.replace("{{id}}", quote(one["id"], safe=""))).status_code == 200


def test_an_address_and_a_form_are_answered_alike(client: TestClient) -> None:
    batch = {"q0": {"query": "Leeds", "type": "body"}, "other": {"query": "OGL", "type": ["licence"]}}
    asked = client.get("/reconcile", params={"queries": json.dumps(batch)})
    assert asked.json() == ask(client, **batch)
    assert list(asked.json()) == ["q0", "other"]


@pytest.mark.parametrize(
    "written",
    [
        "Leeds City Council",
        "LEEDS CITY COUNCIL",
        "Leeds",
        "leeds council",
        "E08000035",
        "Leeds City Council ",
    ],
)
def test_what_the_vocabulary_is_sure_of_is_a_match(client: TestClient, written: str) -> None:
    first = candidates(client, written, type="body")[0]
    assert (first["id"], first["match"], first["score"]) == (LEEDS, True, 100)
    assert first["type"] == [{"id": "body", "name": "Public body"}]


@pytest.mark.parametrize("written", ["Leeds Citty Council", "Leds City Council", "Leeds City Counncil"])
def test_a_near_spelling_is_a_candidate_and_no_match(client: TestClient, written: str) -> None:
    first = candidates(client, written, type="body")[0]
    assert (first["id"], first["match"]) == (LEEDS, False)
    assert 60 < first["score"] < 100


def test_a_name_that_two_types_bear_matches_neither(client: TestClient) -> None:
    assert matched(client, "Leeds") == []
    assert matched(client, "Leeds", type="place") == ["vocabulary/place/E08000035"]
    assert matched(client, "Leeds", type=["place", "body"]) == []


def test_the_whole_name_of_a_council_means_it_rather_than_its_area(client: TestClient) -> None:
    assert matched(client, "Leeds City Council") == [LEEDS]


def test_an_abolished_council_says_so(client: TestClient) -> None:
    first = candidates(client, "Derry City Council", type="body")[0]
    assert first["match"]
    assert "abolished, now Derry City and Strabane" in first["description"]


def test_a_place_says_what_is_around_it(client: TestClient) -> None:
    assert "in West Yorkshire" in candidates(client, "Leeds", type="place")[0]["description"]


def test_a_word_with_a_usual_meaning_is_no_match(client: TestClient) -> None:
    first = candidates(client, "OGL", type="licence")[0]
    assert (first["id"], first["match"]) == ("vocabulary/licence/ogl-3.0", False)
    assert matched(client, "Bins", type="theme") == []


def test_terms_of_somebody_are_no_licence(client: TestClient) -> None:
    text = "These data are only for internal use by the staff of the council"
    assert "vocabulary/licence/custom" not in [one["id"] for one in candidates(client, text, type="licence")]


def test_a_title_that_one_dataset_bears_is_a_match(client: TestClient) -> None:
    found = candidates(client, "HOUSEHOLD BIN COLLECTION ROUNDS", type="dataset")
    assert (found[0]["id"], found[0]["match"]) == (f"dataset/{BINS}", True)
    assert found[0]["description"] == "Dataset of Leeds City Council"
    assert matched(client, "bin collection", type="dataset") == []


def test_a_property_that_agrees_raises_and_one_that_contradicts_lowers(client: TestClient) -> None:
    def score(value: str) -> tuple[float, bool]:
        said = [{"pid": "publisher", "v": value}]
        found = candidates(client, "bin collection rounds", type="dataset", properties=said)
        one = next(one for one in found if one["id"] == f"dataset/{BINS}")
        return one["score"], one["match"]

    plain = next(
        one["score"] for one in candidates(client, "bin collection rounds", type="dataset")
        if one["id"] == f"dataset/{BINS}"
    )  # fmt: skip
    assert score("Kent County Council")[0] < plain < score("Leeds")[0]


def test_what_contradicts_a_property_is_no_match(client: TestClient) -> None:
    said = [{"pid": "nation", "v": "Wales"}]
    assert matched(client, "Leeds City Council", type="body", properties=said) == []
    assert matched(client, "Leeds City Council", type="body", properties=[{"pid": "nation", "v": "England"}])
    assert matched(client, "Leeds City Council", type="body", properties=[{"pid": "colour", "v": "blue"}])


def test_a_limit_does_not_hide_what_a_property_speaks_for(client: TestClient) -> None:
    said = [{"pid": "nation", "v": "Scotland"}]
    found = candidates(client, "East Council", type="body", limit=1, properties=said)
    assert [one["name"] for one in found] == ["East Lothian Council"]


def test_types_bind_as_strictly_as_is_asked(client: TestClient) -> None:
    both = ["theme", "place"]
    assert {one["type"][0]["id"] for one in candidates(client, "Leeds", type=both)} == {"place"}
    assert candidates(client, "Leeds", type=both, type_strict="all") == []
    should = candidates(client, "Leeds", type="theme", type_strict="should")
    assert LEEDS in [one["id"] for one in should]
    assert not any(one["match"] for one in should)


def test_a_type_that_is_not_known_finds_nothing(client: TestClient) -> None:
    assert candidates(client, "Leeds", type="star") == []


def test_no_more_candidates_than_the_limit_are_given(client: TestClient) -> None:
    assert len(candidates(client, "council", type="body", limit=3)) == 3


def test_a_batch_that_is_too_large_is_refused(client: TestClient) -> None:
    batch = {f"q{number}": {"query": "a"} for number in range(101)}
    response = client.get("/reconcile", params={"queries": json.dumps(batch)})
    assert response.status_code == 413
    assert "at most 100 queries; this one has 101" in response.json()["detail"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ('{"q0":', "queries is not JSON: it cannot be read at line 1"),
        ("[]", "queries must be an object."),
        ('{"q0": "Leeds"}', "queries.q0 must be an object."),
        ('{"q0": {}}', "queries.q0.query is missing."),
        ('{"q0": {"query": []}}', "queries.q0.query must be a text."),
        ('{"q0": {"query": "a", "limit": "many"}}', "queries.q0.limit must be a whole number from 1."),
        ('{"q0": {"query": "a", "type_strict": "no"}}', "queries.q0.type_strict must be one of"),
        ('{"q0": {"query": "a", "properties": {"pid": "gss"}}}', "queries.q0.properties must be a list."),
        ('{"q0": {"query": "a", "properties": [{"v": 1}]}}', "queries.q0.properties[0].pid must be a text."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(client: TestClient, sent: str, told: str) -> None:
    response = client.post("/reconcile", data={"queries": sent})
    assert response.status_code == 400
    assert told in response.json()["detail"]


def test_a_body_that_is_no_form_is_refused(client: TestClient) -> None:
    assert client.post("/reconcile", json={"q0": {"query": "Leeds"}}).status_code == 415


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "type_strict", "id", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), value=_JSON)
def test_no_query_is_an_error_of_ours(client: TestClient, text: str, value: object) -> None:
    ask(
        client, q0={"query": text, "properties": [{"pid": "publisher", "v": text}, {"pid": "gss", "v": text}]}
    )
    for said in (value, {"q0": value}, {"q0": {"query": text, "properties": [value]}}):
        assert client.post("/reconcile", data={"queries": json.dumps(said)}).status_code in (200, 400)
