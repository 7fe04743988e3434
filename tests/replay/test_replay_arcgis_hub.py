"""The replayed ArcGIS Hub: search pages, its limits, filters, order and feeds."""

from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording
from harvester.replay.server import build_app

ITEMS = "/hub/api/search/v1/collections/dataset/items"


def item(number: int, **facts: object) -> dict[str, Any]:
    return {
        "id": f"{number:032x}_0",
        "title": f"Layer {number}",
        "type": "Feature Service",
        "description": "<b>Bins</b>",
        "tags": ["bins"],
        "created": 1_600_000_000_000,
        "modified": 1_700_000_000_000 + number,
        "owner": "gis",
        "extent": [[-1.5, 52.0], [-1.0, 52.5]],
        "url": "https://services.hub.example/arcgis/rest/services/A/FeatureServer/0",
        "licenseInfo": "OGL",
    } | facts


def hub(*items: dict[str, Any]) -> TestClient:
    recording = Recording(
        slug="hub",
        title="Hub",
        kind="arcgis_hub",
        origin="https://hub.example",
        publisher="Council",
        records=as_lines(map(orjson.dumps, items)),
    )
    return TestClient(build_app([recording]))


def ids(answer: dict[str, Any]) -> list[int]:
    return [int(feature["id"][:32], 16) for feature in answer["features"]]


def walk(client: TestClient, address: str) -> list[int]:
    found: list[int] = []
    while address:
        answer = client.get(address).json()
        found += ids(answer)
        address = next((link["href"] for link in answer["links"] if link["rel"] == "next"), "")
    return found


def test_the_next_links_lead_through_every_item_once() -> None:
    client = hub(*map(item, range(23)))
    assert walk(client, f"{ITEMS}?limit=10") == list(range(23))


def test_a_page_counts_from_one_and_says_how_many_there_are() -> None:
    answer = hub(*map(item, range(23))).get(f"{ITEMS}?limit=10&startindex=21").json()
    assert ids(answer) == [20, 21, 22]
    assert (answer["numberMatched"], answer["numberReturned"]) == (23, 3)
    assert answer["type"] == "FeatureCollection"


def test_the_geometry_is_the_extent_and_null_without_one() -> None:
    answer = hub(item(0), item(1, extent=[])).get(ITEMS).json()
    first, second = (feature["geometry"] for feature in answer["features"])
    assert first["coordinates"][0][:2] == [[-1.5, 52.0], [-1.0, 52.0]]
    assert second is None


@pytest.mark.parametrize(
    "query", ["limit=101", "limit=0", "startindex=0", "limit=x", "filter=what", "sortBy=owner"]
)
def test_a_parameter_out_of_bounds_is_a_bad_request(query: str) -> None:
    assert hub(item(0)).get(f"{ITEMS}?{query}").status_code == 400


@pytest.mark.parametrize(("start", "status"), [(9900, 200), (9901, 500)])
def test_no_page_goes_beyond_ten_thousand(start: int, status: int) -> None:
    assert hub(item(0)).get(f"{ITEMS}?limit=100&startindex={start}").status_code == status


def test_no_more_than_ten_thousand_are_counted() -> None:
    answer = hub(*map(item, range(10_050))).get(f"{ITEMS}?limit=1").json()
    assert answer["numberMatched"] == 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("modified >= 1700000000003", [3, 4]),
        ("modified>1700000000003", [4]),
        ("modified >= 1700000000001 AND modified < 1700000000003", [1, 2]),
        ("type='Feature Service'", [0, 1, 2, 3, 4]),
        ("type = 'CSV'", []),
    ],
)
def test_a_filter_leaves_what_it_says(text: str, expected: list[int]) -> None:
    answer = hub(*map(item, range(5))).get(ITEMS, params={"filter": text}).json()
    assert ids(answer) == expected


@pytest.mark.parametrize(
    ("sort_by", "expected"),
    [("-properties.modified", [2, 1, 0]), ("properties.title", [0, 1, 2]), ("modified", [0, 1, 2])],
)
def test_items_are_sorted_by_a_property(sort_by: str, expected: list[int]) -> None:
    assert ids(hub(*map(item, range(3))).get(ITEMS, params={"sortBy": sort_by}).json()) == expected


def test_a_filter_stays_in_the_next_link() -> None:
    client = hub(*map(item, range(30)))
    assert walk(client, f"{ITEMS}?limit=7&filter=modified >= 1700000000010&sortBy=-modified") == list(
        range(29, 9, -1)
    )


def test_documents_and_maps_are_in_collections_of_their_own() -> None:
    client = hub(item(0), item(1, type="PDF"), item(2, type="Web Map"))
    listed = [entry["id"] for entry in client.get("/hub/api/search/v1/collections").json()["collections"]]
    counts = {
        name: client.get(f"/hub/api/search/v1/collections/{name}/items").json()["numberMatched"]
        for name in listed
    }
    assert counts == {"all": 3, "dataset": 1, "document": 1, "appAndMap": 1}


def test_an_unknown_collection_is_not_found() -> None:
    assert hub().get("/hub/api/search/v1/collections/planets/items").status_code == 404


def test_the_dcat_ap_feed_has_the_shape_of_the_template() -> None:
    feed = hub(item(7), item(8, type="PDF")).get("/hub/api/feed/dcat-ap/2.1.1.json").json()
    (dataset,) = feed["dcat:dataset"]
    assert dataset["@id"] == "https://hub.example/datasets/hub::layer-7"
    assert dataset["dct:identifier"].endswith(f"id={7:032x}&sublayer=0")
    assert dataset["dct:modified"] == "2023-11-14T22:13:20.007Z"
    assert "dcat:accessUrl" in dataset["dcat:distribution"][0]
    assert feed["@context"]["dcat"] == "http://www.w3.org/ns/dcat#"


def test_the_dcat_us_feed_has_extent_and_distributions() -> None:
    (dataset,) = hub(item(7)).get("/hub/api/feed/dcat-us/1.1.json").json()["dataset"]
    assert dataset["spatial"] == "-1.5,52.0,-1.0,52.5"
    assert [d["title"] for d in dataset["distribution"]][:2] == ["ArcGIS Hub Dataset", "ArcGIS GeoService"]


def test_the_retired_data_json_is_gone() -> None:
    assert hub(item(0)).get("/hub/data.json").status_code == 404
