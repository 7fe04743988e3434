"""CKAN's action API over the made-up catalogue: its envelope, its refusals, each action."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_catalogue import BARE, BASE, BINS, EVIL_ID, GONE
from starlette.testclient import TestClient

from web.ckan.actions import actions
from web.ckan.fields import COLUMNS, CONSTANTS, DATES, TEXTS
from web.ckan.identities import part_identity
from web.ckan.refusals import refused
from web.ckan.searching import KEYS

ACTION = "/api/3/action"


def asked(client: TestClient, action: str, **parameters: Any) -> Any:
    """The result of an action."""
    answer = client.get(f"{ACTION}/{action}", params=parameters)
    assert (answer.status_code, answer.json()["success"]) == (200, True), answer.text
    return answer.json()["result"]


def failed(client: TestClient, action: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
    """The status and the error of an action."""
    answer = client.get(f"{ACTION}/{action}", params=parameters)
    assert answer.json()["success"] is False
    return answer.status_code, answer.json()["error"]


def found(client: TestClient, **parameters: Any) -> list[str]:
    """The ids that a search finds, of Leeds's datasets alone."""
    result = asked(client, "package_search", rows=1000, **parameters)
    return [one["id"] for one in result["results"] if one["id"] in (BINS, EVIL_ID, BARE, GONE)]


def test_an_answer_stands_in_ckans_envelope(client: TestClient) -> None:
    answer = client.get(f"{ACTION}/site_read")
    assert answer.json() == {
        "help": f"{BASE}{ACTION}/help_show?name=site_read",
        "success": True,
        "result": True,
    }
    assert answer.headers["content-type"] == "application/json;charset=utf-8"


@pytest.mark.parametrize("path", [ACTION, "/api/action"])
@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"id": BINS}},
        {"data": {"id": BINS}},
        {"params": {"id": BINS}},
        {
            "content": f'{{"id": "{BINS}"}}',
            "headers": {"content-type": "application/x-www-form-urlencoded"},
        },
    ],
)
def test_parameters_may_be_json_a_form_or_in_the_address(
    client: TestClient, path: str, sent: dict[str, Any]
) -> None:
    assert client.post(f"{path}/package_show", **sent).json()["result"]["id"] == BINS


def test_a_client_that_has_the_answer_is_told_so(client: TestClient) -> None:
    first = client.get(f"{ACTION}/package_show", params={"id": BINS})
    again = client.get(
        f"{ACTION}/package_show", params={"id": BINS}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("body", [b"{", b"[]", b"nonsense", b"\xff", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_object_is_a_bad_request_in_words(client: TestClient, body: bytes) -> None:
    answer = client.post(
        f"{ACTION}/package_search", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json().startswith("Bad request: JSON Error: ")


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post(f"{ACTION}/package_search", content=b" " * 300_000)
    assert (answer.status_code, answer.json()[:11]) == (413, "Bad request")


def test_an_action_that_there_is_not_is_named(client: TestClient) -> None:
    answer = client.get(f"{ACTION}/make_tea")
    assert (answer.status_code, answer.json()) == (400, "Bad request: Action name not known: make_tea")


@pytest.mark.parametrize("name", ["package_create", "resource_patch", "organization_delete", "user_show"])
def test_what_needs_an_account_is_denied(client: TestClient, name: str) -> None:
    before = asked(client, "package_list")
    answer = client.post(f"{ACTION}/{name}", json={"id": BINS, "name": "mine"})
    assert (answer.status_code, answer.json()["error"]["__type"]) == (403, "Authorization Error")
    assert asked(client, "package_list") == before


def test_no_action_is_both_answered_and_refused() -> None:
    assert not refused() & set(actions())
    assert {"package_create", "package_update", "package_delete", "user_list"} <= refused()


@pytest.mark.parametrize("name", sorted(actions()))
def test_every_action_says_what_it_is_for(client: TestClient, name: str) -> None:
    assert asked(client, "help_show", name=name).startswith(actions()[name].about)


def test_a_withdrawn_dataset_is_not_found(client: TestClient) -> None:
    assert failed(client, "package_show", id=GONE) == (
        404,
        {"message": "Not found", "__type": "Not Found Error"},
    )
    assert GONE not in asked(client, "package_list")
    assert GONE not in found(client)


def test_a_parameter_that_is_missing_is_a_validation_error(client: TestClient) -> None:
    assert failed(client, "package_show") == (
        409,
        {"id": ["Missing value"], "__type": "Validation Error"},
    )


def test_packages_are_listed_in_pages(client: TestClient) -> None:
    every = asked(client, "package_list")
    assert every == sorted(every)
    assert asked(client, "package_list", limit=2, offset=1) == every[1:3]
    assert asked(client, "package_search", rows=0)["count"] == len(every)


def test_a_resource_is_found_by_its_id(client: TestClient) -> None:
    resource = asked(client, "package_show", id=BINS)["resources"][1]
    assert asked(client, "resource_show", id=resource["id"]) == resource
    for name in ("", "x", BINS, part_identity(BINS, "x"), part_identity(GONE, "x")):
        assert failed(client, "resource_show", id=name)[0] in (404, 409)


def test_organisations_are_listed_shown_and_counted(client: TestClient) -> None:
    leeds = asked(client, "organization_show", id="leeds-city-council", include_datasets="true")
    assert [one["id"] for one in leeds["packages"]] == [BINS]
    assert (leeds["title"], leeds["package_count"]) == ("Leeds City Council", 1)
    assert asked(client, "organization_show", id=leeds["id"])["name"] == "leeds-city-council"
    assert [one["id"] for one in asked(client, "group_package_show", id=leeds["id"])] == [BINS]
    assert found(client, fq=f"owner_org:{leeds['id']}") == [BINS]
    assert leeds["packages"][0]["owner_org"] == leeds["id"]
    (alone,) = asked(client, "organization_list", organizations="leeds-city-council", all_fields="true")
    assert alone["package_count"] == 1
    assert "package_count" not in asked(
        client, "organization_show", id="leeds-city-council", include_dataset_count="false"
    )
    assert asked(client, "organization_list", sort="title desc", limit=1) == ["leeds-city-council"]
    assert asked(client, "organization_list", sort="package_count", limit=1) == ["council-0"]
    assert failed(client, "organization_list", sort="colour")[0] == 409
    assert failed(client, "organization_show", id="nobody")[0] == 404


def test_themes_are_groups(client: TestClient) -> None:
    assert asked(client, "group_list") == ["envi"]
    shown = asked(client, "group_show", id="envi", include_datasets=True)
    assert (shown["title"], [one["id"] for one in shown["packages"]]) == ("Environment", [BINS])
    assert [one["id"] for one in asked(client, "group_package_show", id="envi")] == [BINS]
    assert [one["id"] for one in asked(client, "group_package_show", id="leeds-city-council")] == [BINS]
    assert asked(client, "group_show", id=shown["id"])["name"] == "envi"
    assert failed(client, "group_show", id="magic")[0] == 404


def test_keywords_are_tags(client: TestClient) -> None:
    assert {"bins", "waste recycling"} <= set(asked(client, "tag_list"))
    assert asked(client, "tag_list", query="waste") == ["waste recycling"]
    assert asked(client, "tag_list", query="waste", all_fields="true")[0]["name"] == "waste recycling"
    assert [one["id"] for one in asked(client, "tag_show", id="bins", include_datasets="1")["packages"]] == [
        BINS
    ]
    assert failed(client, "tag_show", id="nothing")[0] == 404
    assert asked(client, "tag_search", query="bin")["count"] == 1
    assert asked(client, "tag_autocomplete", query="bin") == ["bins"]


def test_licences_are_those_that_packages_name(client: TestClient) -> None:
    package = asked(client, "package_show", id=BINS)
    licence = next(one for one in asked(client, "license_list") if one["id"] == package["license_id"])
    assert (licence["title"], licence["url"]) == (package["license_title"], package["license_url"])


def test_the_beginning_of_a_title_finds_packages(client: TestClient) -> None:
    assert asked(client, "package_autocomplete", q="household bi")[0]["name"] == BINS
    assert asked(client, "package_autocomplete") == []


def test_packages_with_resources_come_in_pages(client: TestClient) -> None:
    first, second = (
        asked(client, "current_package_list_with_resources", limit=5, page=page) for page in (1, 2)
    )
    assert len(first) == len(second) == 5
    assert not {one["id"] for one in first} & {one["id"] for one in second}


@pytest.mark.parametrize(
    ("parameters", "ids"),
    [
        ({"q": "bins"}, {BINS, EVIL_ID}),
        ({"q": "household bins"}, {BINS, EVIL_ID}),
        ({"q": "bins (collection"}, {BINS, EVIL_ID}),
        ({"q": '"bin collection"'}, {BINS}),
        ({"q": "bins -household"}, {EVIL_ID}),
        ({"q": "+bins +household"}, {BINS}),
        ({"q": "household OR allotment"}, {BINS, BARE}),
        ({"q": "bins AND NOT household"}, {EVIL_ID}),
        ({"q": "title:(household OR allotment)"}, {BINS, BARE}),
        ({"q": "title:house*"}, {BINS}),
        ({"q": "tags:bins"}, {BINS}),
        ({"fq": 'tags:"waste & recycling"'}, {BINS}),
        ({"fq": 'tags:"waste recycling"'}, {BINS}),
        ({"fq": "tags:wast*"}, {BINS}),
        ({"fq": "tags:*"}, {BINS, EVIL_ID}),
        ({"fq": "-tags:[* TO *]"}, {BARE}),
        ({"fq": "res_format:csv"}, {BINS}),
        ({"fq": "res_format:(CSV OR PDF) groups:envi"}, {BINS}),
        ({"fq": "license_id:ogl-3.0"}, {BINS}),
        ({"fq": "license_id:uk-ogl"}, {BINS}),
        ({"fq": "organization:leeds-city-council OR organization:evil-council tags:*"}, {BINS, EVIL_ID}),
        ({"fq": "-organization:leeds-city-council -organization:evil-council"}, {BARE}),
        ({"fq": f"id:({BINS} OR {BARE})"}, {BINS, BARE}),
        ({"fq": f"name:{BINS}"}, {BINS}),
        ({"fq": f"id:({' OR '.join([BINS, *(f'a{n}' for n in range(900))])})"}, {BINS}),
        ({"fq": "openness:open"}, {BINS}),
        ({"fq": "extras_portal:leeds"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "+state:active +dataset_type:dataset"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "state:deleted"}, set()),
        ({"fq": ["tags:bins", "res_format:CSV"]}, {BINS}),
        ({"fq": "tags:bins", "fq_list": "['res_format:PDF']"}, set()),
        ({"fq": "metadata_modified:[2026-11-22T03:10:00.5Z TO *]"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "metadata_modified:[2026-11-22T03:10:01Z TO *]"}, set()),
        ({"fq": "metadata_modified:{2026-11-22T03:10:00Z TO *]"}, set()),
        ({"fq": "metadata_modified:[* TO 2026-11-22T03:10:00Z}"}, set()),
        ({"fq": "metadata_modified:[* TO 2026-11-22T03:10:00Z]"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "metadata_modified:[NOW-7DAYS TO NOW]"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "metadata_modified:[NOW-5DAYS TO NOW]"}, set()),
        ({"fq": "metadata_created:[2026-02 TO 2026-02]"}, {BINS, EVIL_ID, BARE}),
        ({"fq": "modified:[2026-01-01T00:00:00Z TO NOW]"}, {BINS}),
    ],
)
def test_a_search_finds_what_it_says(client: TestClient, parameters: dict[str, Any], ids: set[str]) -> None:
    assert set(found(client, **parameters)) == ids


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "tags:(bins"},
        {"q": "nosuchfield:x"},
        {"fq": "("},
        {"fq": "nosuchfield:x"},
        {"fq": "metadata_modified:[yesterday TO *]"},
        {"fq": "title:[a TO b]"},
        {"fq": "title:b*d"},
        {"fq_list": "tags:("},
        {"sort": "colour"},
        {"sort": "title sideways"},
        {"facet.field": '["colour"]'},
        {"facet.field": '["id"]'},
        {"start": "99999999"},
        {"nosuchparameter": "x"},
        {"q": "{!lucene}tags:bins"},
        {"fq": " ".join(f"tags:a{n}*" for n in range(20))},
        {"fq": " ".join(f"title:a{n}" for n in range(200))},
        {"fq": " ".join(f"tags:a{n}" for n in range(600))},
    ],
)
def test_what_cannot_be_read_is_a_search_query_error(client: TestClient, parameters: dict[str, str]) -> None:
    status, error = failed(client, "package_search", **parameters)
    assert (status, error["__type"]) == (400, "Search Query Error")
    assert "Search error: " in error["message"]


@pytest.mark.parametrize(
    "parameters",
    [{"rows": "many"}, {"rows": "-1"}, {"start": "x"}, {"facet.field": "[1]"}, {"facet.limit": "x"}],
)
def test_a_parameter_of_another_kind_is_a_validation_error(
    client: TestClient, parameters: dict[str, str]
) -> None:
    status, error = failed(client, "package_search", **parameters)
    assert (status, list(error)) == (409, [*parameters, "__type"])


@pytest.mark.parametrize(
    "spelling", ['["tags", "organization"]', "['tags', 'organization']", ["tags", "organization"]]
)
def test_facets_are_counted_under_ckans_names(client: TestClient, spelling: object) -> None:
    result = asked(client, "package_search", q="tags:bins", rows=0, **{"facet.field": spelling})
    assert result["facets"] == {
        "tags": {"bins": 1, "waste recycling": 1},
        "organization": {"leeds-city-council": 1},
    }
    assert result["search_facets"]["organization"] == {
        "title": "organization",
        "items": [{"name": "leeds-city-council", "display_name": "Leeds City Council", "count": 1}],
    }


def test_facets_are_bounded_as_asked(client: TestClient) -> None:
    fields = {"facet.field": '["organization", "groups", "license_id", "harvest_source_id"]'}
    assert len(asked(client, "package_search", **fields, **{"facet.limit": 2})["facets"]["organization"]) == 2
    every = asked(client, "package_search", **fields, **{"facet.limit": -1, "facet.mincount": 2})["facets"]
    assert set(every["organization"].values()) == {2}
    named = asked(client, "package_search", **fields)["search_facets"]
    assert named["groups"]["items"] == [{"name": "envi", "display_name": "Environment", "count": 1}]
    assert named["harvest_source_id"]["items"][-1]["display_name"] == "A portal with many"
    assert asked(client, "package_search", facet="false", **fields)["facets"] == {}


def test_a_facet_counts_what_a_filter_by_it_finds(client: TestClient) -> None:
    for name in ("tags", "organization", "res_format", "groups", "license_id"):
        counts = asked(client, "package_search", rows=0, **{"facet.field": name, "facet.mincount": 0})[
            "facets"
        ]
        for value, count in counts[name].items():
            assert asked(client, "package_search", rows=0, fq=f'{name}:"{value}"')["count"] == count


@pytest.mark.parametrize(
    "sort", ["id asc", "name desc", "title_string asc, id desc", "metadata_modified desc"]
)
def test_pages_of_a_search_hold_everything_once(client: TestClient, sort: str) -> None:
    ids = [
        one["id"]
        for start in range(0, 60, 7)
        for one in asked(client, "package_search", sort=sort, rows=7, start=start)["results"]
    ]
    assert sorted(ids) == asked(client, "package_list")


def test_results_are_in_the_order_asked_for(client: TestClient) -> None:
    ids = [one["id"] for one in asked(client, "package_search", sort="id desc", rows=1000)["results"]]
    assert ids == sorted(ids, reverse=True)
    titles = [
        one["title"] for one in asked(client, "package_search", sort="title_string asc", rows=3)["results"]
    ]
    assert titles[0] == "Allotment waiting list"


def test_fields_can_be_chosen(client: TestClient) -> None:
    (one,) = asked(client, "package_search", fq="tags:bins", fl="id,title")["results"]
    assert set(one) == {"id", "title"}


SIGNS = (":", "(", ")", "[", "]", " TO ", " AND ", " OR ", "NOT ", "-", "+", '"', "*", "?", "\\", "{!", ",")
ODD = ("nosuch", "NOW", "/DAY", "2024", "bins", "leeds", "~2", "^3", " desc", "é", "\x00", "𝒳")
PIECES = st.sampled_from([*COLUMNS, *TEXTS, *DATES, *CONSTANTS, *SIGNS, *ODD])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from(["q", "fq", "fq_list", "sort", "facet.field", "fl"]),
)
def test_nothing_that_can_be_asked_is_an_error_of_ours(client: TestClient, text: str, name: str) -> None:
    answer = client.get(f"{ACTION}/package_search", params={name: text, "rows": 1})
    assert answer.status_code in (200, 400, 409)
    assert answer.json()["success"] is (answer.status_code == 200)


def test_what_is_refused_says_so_when_asked(client: TestClient) -> None:
    assert "account" in asked(client, "help_show", name="package_create")
    assert failed(client, "help_show", name="make_tea")[0] == 404


NAMES = sorted({one.name for action in actions().values() for one in action.parameters})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([*ODD, BINS, "envi", "[", "['a']"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(actions())), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
def test_no_body_is_an_error_of_ours(client: TestClient, name: str, body: dict[str, Any]) -> None:
    answer = client.post(f"{ACTION}/{name}", content=json.dumps(body))
    assert answer.status_code in (200, 400, 404, 409)
    assert (
        client.post(f"{ACTION}/{name}", data={key: str(value) for key, value in body.items()}).status_code
        < 500
    )


def test_every_action_and_field_is_documented() -> None:
    document = (Path(__file__).parents[3] / "docs" / "ckan.md").read_text(encoding="utf-8")
    own = {name for name in (*COLUMNS, *TEXTS, *DATES, *CONSTANTS) if name and not name.startswith("extras_")}
    assert [name for name in (*actions(), *sorted(own), *KEYS) if f"`{name}`" not in document] == []
