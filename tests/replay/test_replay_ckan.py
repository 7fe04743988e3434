"""The replayed CKAN: paging, order, filters, errors, and packages found in recorded answers."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from harvester.replay.lines import as_lines
from harvester.replay.recording import Page, Recording, split_address
from harvester.replay.server import build_app

SEARCH = "/town/api/3/action/package_search"


def package(number: int, **facts: object) -> dict[str, Any]:
    return {
        "id": f"id-{number:04}",
        "name": f"name-{number:04}",
        "title": f"Title {9999 - number}",
        "notes": "Bins <b>and</b> bags" if number % 2 else "Roads",
        "metadata_created": f"2020-01-01T00:00:{number % 60:02}.000001",
        "metadata_modified": "2023-05-05T00:00:00.000001",
        "organization": {"name": "waste" if number % 2 else "roads", "title": "A team"},
        "tags": [{"name": "bins"}],
        "license_id": "uk-ogl",
        "resources": [],
    } | facts


def town(packages: Iterable[Mapping[str, Any]]) -> TestClient:
    records = as_lines(orjson.dumps(entry) for entry in packages)
    return TestClient(build_app([Recording(slug="town", title="Town", kind="ckan", records=records)]))


def found(client: TestClient, **parameters: object) -> dict[str, Any]:
    answer = client.get(
        SEARCH, params={name.replace("_field", ".field"): str(v) for name, v in parameters.items()}
    )
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


def test_ten_rows_are_given_when_none_are_asked_for() -> None:
    result = found(town(map(package, range(25))))
    assert (result["count"], len(result["results"])) == (25, 10)


def test_more_than_a_thousand_rows_are_clamped_without_a_word() -> None:
    result = found(town(map(package, range(1001))), rows=5000)
    assert (result["count"], len(result["results"])) == (1001, 1000)


def test_an_immutable_sort_pages_through_every_package_once() -> None:
    client = town(map(package, range(25)))
    ids = [p["id"] for start in (0, 10, 20) for p in found(client, sort="id asc", start=start)["results"]]
    assert ids == [f"id-{number:04}" for number in range(25)]


def test_the_default_sort_loses_packages_between_pages() -> None:
    client = town(map(package, range(40)))
    ids = {p["id"] for start in (0, 10, 20, 30) for p in found(client, start=start)["results"]}
    assert len(ids) < 40


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("metadata_created asc, id asc", "id-0000"),
        ("metadata_modified desc", "id-0003"),
        ("title asc", "id-0005"),
    ],
)
def test_a_sort_is_followed(sort: str, first: str) -> None:
    packages = [package(n) for n in range(6)]
    packages[3]["metadata_modified"] = "2024-01-01T00:00:00"
    assert found(town(packages), sort=sort)["results"][0]["id"] == first


@pytest.mark.parametrize(
    ("interval", "count"),
    [
        ("[2024-01-01T00:00:00Z TO *]", 1),
        ("[1970-01-01T00:00:00Z TO *]", 3),
        ("[* TO 2023-12-31T00:00:00Z]", 2),
    ],
)
def test_packages_are_filtered_by_their_change(interval: str, count: int) -> None:
    packages = [package(0), package(1), package(2, metadata_modified="2024-06-01T08:00:00.5")]
    assert found(town(packages), fq=f"metadata_modified:{interval}")["count"] == count


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"q": "bins"}, 6),
        ({"q": "roads"}, 3),
        ({"q": "*:*"}, 6),
        ({"q": "helicopter"}, 0),
        ({"fq": "organization:waste"}, 3),
        ({"fq": "-organization:waste"}, 3),
        ({"fq": 'organization:("waste" OR "roads")'}, 6),
        ({"fq": "id:id-0002"}, 1),
    ],
)
def test_words_and_fields_find_packages(parameters: dict[str, str], count: int) -> None:
    assert found(town(map(package, range(6))), **parameters)["count"] == count


def test_drafts_and_private_packages_are_not_for_visitors() -> None:
    client = town([package(0), package(1, state="draft"), package(2, private=True)])
    assert found(client)["count"] == 1
    assert client.get("/town/api/3/action/package_show?id=id-0001").status_code == 404


def test_facets_count_the_values_of_a_field() -> None:
    result = found(town(map(package, range(5))), facet_field='["organization"]', rows=0)
    assert result["facets"]["organization"] == {"roads": 3, "waste": 2}


def test_a_search_may_be_posted_as_json() -> None:
    answer = town(map(package, range(5))).post(SEARCH, json={"rows": 2, "sort": "id asc", "start": 1})
    assert [p["id"] for p in answer.json()["result"]["results"]] == ["id-0001", "id-0002"]


def test_the_address_that_ckanapi_posts_to_answers_too() -> None:
    answer = town(map(package, range(3))).post("/town/api/action/package_list", json={})
    assert answer.json()["result"] == ["name-0000", "name-0001", "name-0002"]


def test_the_names_are_given_in_windows() -> None:
    answer = town(map(package, range(9))).get("/town/api/3/action/package_list?limit=2&offset=3")
    assert answer.json()["result"] == ["name-0003", "name-0004"]


@pytest.mark.parametrize("key", ["id-0001", "name-0001"])
def test_a_package_is_shown_by_id_or_name(key: str) -> None:
    answer = town(map(package, range(3))).get(f"/town/api/3/action/package_show?id={key}").json()
    assert answer["success"] is True
    assert answer["result"] == package(1)
    assert answer["help"] == "http://testserver/town/api/3/action/help_show?name=package_show"


def test_a_package_that_is_not_there_is_a_failure_with_its_envelope() -> None:
    answer = town([]).get("/town/api/3/action/package_show?id=none")
    assert answer.status_code == 404
    assert answer.json()["success"] is False
    assert answer.json()["error"] == {"message": "Not found", "__type": "Not Found Error"}


def test_an_unknown_action_is_a_bare_text_with_status_400() -> None:
    answer = town([]).get("/town/api/3/action/package_fly")
    assert (answer.status_code, answer.json()) == (400, "Bad request - Action name not known: package_fly")


def test_a_body_that_is_not_json_is_a_bad_request() -> None:
    answer = town([]).post(SEARCH, content=b"{")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    ["rows=many", "start=-1", "sort=helicopter asc", "fq=metadata_modified:[NOW-1DAY TO *]", "facet.field=["],
)
def test_a_search_that_ckan_refuses_is_a_conflict(query: str) -> None:
    answer = town([package(0)]).get(f"{SEARCH}?{query}")
    assert (answer.status_code, answer.json()["success"]) == (409, False)


def test_the_portal_says_what_it_is() -> None:
    client = town([package(0), package(1)])
    assert client.get("/town/api/3/action/status_show").json()["result"]["ckan_version"] == "2.10.4"
    assert client.get("/town/api/3/action/organization_list").json()["result"] == ["roads", "waste"]
    assert client.get("/town/api/3/action/license_list").json()["result"][0]["id"] == "uk-ogl"
    assert client.get("/town/api/3/action/site_read").json()["result"] is True
    full = client.get("/town/api/3/action/organization_list?all_fields=true").json()["result"]
    assert [entry["package_count"] for entry in full] == [1, 1]


def test_robots_are_kept_from_the_api_as_stock_ckan_does() -> None:
    text = town([]).get("/town/robots.txt").text
    assert "Disallow: /api/" in text
    assert "Crawl-Delay: 10" in text


def recorded(tmp_path: Path, answers: Mapping[str, bytes]) -> TestClient:
    pages = []
    for number, (address, body) in enumerate(answers.items()):
        file = tmp_path / f"{number}.json"
        file.write_bytes(body)
        path, parameters = split_address(address)
        pages.append(
            Page(
                address=address,
                path=path,
                parameters=parameters,
                file=file,
                media_type="application/json",
                status=200,
            )
        )
    return TestClient(build_app([Recording(slug="town", title="Town", kind="ckan", pages=tuple(pages))]))


def test_the_packages_of_recorded_answers_are_found_once_in_their_fullest_version(tmp_path: Path) -> None:
    stubs = {"result": {"count": 9, "results": [{"id": "id-0001"}, {"id": "stub"}]}}
    client = recorded(
        tmp_path,
        {
            "/api/3/action/package_search?start=0": json.dumps(stubs).encode(),
            "/api/3/action/package_show?id=id-0001": json.dumps({"result": package(1)}).encode(),
            "/api/3/action/organization_list": b"// a comment\n{}",
        },
    )
    result = found(client, rows=100, sort="id asc")
    assert result["results"] == [package(1), {"id": "stub"}]
    assert client.get(f"{SEARCH}?start=0").json() == stubs
    assert client.get("/town/api/3/action/organization_list").content == b"// a comment\n{}"
    assert client.get("/town/api/3/action/package_show?id=stub").json()["result"] == {"id": "stub"}
