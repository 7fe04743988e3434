"""ArcGIS Hub: its interfaces, the one identity in all of them, and each field of an item. All items are made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.columns.table import Column, Source, Table
from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, Dataset, Location
from catalogue.values import Term, Text, Typed
from harvester.drafting.arcgis_item import item_key
from harvester.record import PageUnreadable, Record
from vocab.namespaces import GEO, XSD

ITEM = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
SERVICE = "https://services.example/x/arcgis/rest/services/Bins/FeatureServer"
WEST = Typed("POLYGON((-2 50,-1 50,-1 51,-2 51,-2 50))", GEO.wktLiteral)


def made_up_feature(**properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": f"{ITEM}_3", "properties": {"title": "Bins", **properties}}


def made_up_search(*features: Any, matched: int | None = None) -> dict[str, Any]:
    return {"features": list(features), "numberMatched": len(features) if matched is None else matched}


@pytest.fixture
def spider(spider_of):
    return spider_of("arcgis_hub")


@pytest.fixture
def drafted(spider):
    def draft(**properties: Any) -> Dataset:
        body = json.dumps(made_up_feature(**properties)).encode()
        record = Record(key=f"{ITEM}_3", body=body, media_type="application/geo+json", source="s")
        return spider.draft(record).dataset

    return draft


def chain(request) -> list[str]:
    return [request.url] + [url for other in request.meta["otherwise"] for url in chain(other)]


def test_the_search_is_asked_first_then_the_feeds(spider) -> None:
    (request,) = spider.begin()
    home = "https://madeup.example/api"
    assert chain(request) == [
        f"{home}/search/v1/collections/dataset/items?limit=100&startindex=1&sortBy=properties.created",
        f"{home}/feed/dcat-ap/3.0.0.json",
        f"{home}/feed/dcat-ap/2.1.1.json",
        f"{home}/feed/dcat-ap/2.0.1.json",
        f"{home}/feed/dcat-us/1.1.json",
        "https://madeup.example/data.json",
    ]


@pytest.mark.parametrize(
    ("address", "reader"),
    [
        ("https://opendata.arcgis.com/api/v3/search?catalog[groupIds]=any(1)", "legacy"),
        ("https://madeup.example/api/feed/dcat-ap/2.0.1.json", "feed"),
        ("https://madeup.example/api/feed/dcat-us/1.1.json", "pod"),
        ("https://madeup.example/data.json", "pod"),
    ],
)
def test_an_address_that_names_an_interface_is_asked_as_it_stands(spider_of, address, reader) -> None:
    (request,) = spider_of("arcgis_hub", address).begin()
    assert (request.callback.__name__, request.meta["otherwise"]) == (reader, ())


def test_paging_counts_from_one_and_goes_on_by_what_was_received(spider, answer) -> None:
    page = spider.search(
        answer(made_up_search(*[made_up_feature()] * 3, matched=8)), collection="dataset", start=1
    )
    assert "startindex=4&" in page.follow[0].url
    assert page.declared == 8


def test_documents_follow_the_datasets_and_are_counted_with_them(spider, answer) -> None:
    page = spider.search(answer(made_up_search(made_up_feature())), collection="dataset", start=1)
    (request,) = page.follow
    assert "/collections/document/items?" in request.url
    last = spider.search(answer(made_up_search(made_up_feature())), **request.cb_kwargs)
    assert (last.declared, last.follow) == (2, ())


def test_a_hub_without_datasets_goes_on_to_its_documents(spider, answer) -> None:
    page = spider.search(answer(made_up_search()), collection="dataset", start=1)
    assert (
        page.records == ()
    )  # the engine takes an empty tuple, and nothing else, for a page meant to be empty
    assert "/collections/document/" in page.follow[0].url


def test_past_what_the_search_gives_a_window_by_date_follows(spider, answer) -> None:
    features = [made_up_feature(created=1_600_000_000_000, orgId="a")]
    page = spider.search(answer(made_up_search(*features, matched=10_000)), collection="dataset", start=9_901)
    assert "startindex=1&" in page.follow[0].url
    assert page.follow[0].url.endswith("&filter=created%20%3E%3D%201600000000000")
    assert page.declared is None


def test_the_whole_of_arcgis_online_is_refused(spider, answer) -> None:
    features = [made_up_feature(orgId=str(n)) for n in range(3)]
    with pytest.raises(PageUnreadable, match="the whole of ArcGIS Online"):
        spider.search(answer(made_up_search(*features, matched=10_000)), collection="dataset", start=1)


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<html><title>Hub</title>", "got a web page"),
        ({"features": []}, "without a number `numberMatched`"),
        ({"message": "Site not found"}, "without a list `features`: Site not found"),
        (made_up_search(matched=5), "an empty page at 1 of 5"),
    ],
)
def test_what_is_no_page_of_the_search_is_refused_in_words(spider, answer, made_up, said) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.search(answer(made_up), collection="dataset", start=1)


def test_a_page_that_repeats_the_one_before_it_is_refused(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="repeats"):
        spider.search(
            answer(made_up_search(made_up_feature(), matched=9)),
            collection="dataset",
            start=2,
            before=f"{ITEM}_3",
        )


def made_up_v3(*ids: str, total: int, **meta: str) -> dict[str, Any]:
    data = [{"id": name, "type": "dataset", "attributes": {"name": "Bins"}} for name in ids]
    return {"data": data, "meta": {"stats": {"totalCount": total}, **meta}}


OLD = "https://opendata.arcgis.com/api/v3/search?catalog[groupIds]=any(1)"


def test_the_older_search_is_paged_by_number_until_all_is_seen(spider_of, answer) -> None:
    spider = spider_of("arcgis_hub", OLD)
    one = spider.legacy(answer(made_up_v3(ITEM, OTHER, total=3), OLD))
    (request,) = one.follow
    assert request.url.endswith("&page%5Bnumber%5D=2&page%5Bsize%5D=2")
    two = spider.legacy(answer(made_up_v3(f"{ITEM}_1", total=3), request.url), **request.cb_kwargs)
    assert (one.declared, two.follow) == (3, ())


def test_the_older_searchs_own_next_page_is_taken(spider_of, answer) -> None:
    spider = spider_of("arcgis_hub", OLD)
    page = spider.legacy(answer(made_up_v3(ITEM, total=3, next=OLD + "&page[number]=2"), OLD))
    assert page.follow[0].url.endswith("page%5Bnumber%5D=2")


def test_an_older_search_that_holds_nothing_is_read(spider_of, answer) -> None:
    page = spider_of("arcgis_hub", OLD).legacy(answer(made_up_v3(total=0), OLD))
    assert (page.records, page.follow, page.declared) == ((), (), 0)


CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "ftype": "http://publications.europa.eu/resource/authority/file-type/",
}


def made_up_feed(**fields: Any) -> dict[str, Any]:
    dataset = {
        "@id": "https://madeup.example/maps/council::bins",
        "@type": "dcat:Dataset",
        "dct:title": "Bins",
        "dct:identifier": f"https://www.arcgis.com/home/item.html?id={ITEM}&sublayer=3",
        **fields,
    }
    return {
        "@context": CONTEXT,
        "@id": "https://madeup.example",
        "@type": "dcat:Catalog",
        "dcat:dataset": [dataset],
    }


MADE_UP_2022 = made_up_feed(
    **{
        "dct:publisher": "A Council",
        "dct:provenance": "",
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:accessUrl": "https://madeup.example/a.csv"}
        ],
    }
)
MADE_UP_2026 = made_up_feed(
    **{
        "dct:publisher": {"foaf:name": "A Council"},
        "dct:modified": {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "2026-01-02"},
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:accessURL": {"@id": "https://madeup.example/a.csv"}}
        ],
    }
)


@pytest.mark.parametrize("made_up", [MADE_UP_2022, MADE_UP_2026], ids=["2022", "2026"])
def test_both_shapes_of_the_same_feed_are_read(spider, answer, made_up) -> None:
    (record,) = spider.feed(answer(made_up, content_type="application/json")).records
    dataset = spider.draft(record).dataset
    assert dataset.publisher.name == (Text("A Council"),)
    assert dataset.distribution[0].access_url == ("https://madeup.example/a.csv",)
    assert dataset.provenance == ()


def test_a_feed_names_a_dataset_by_its_item_and_keeps_the_page_it_stands_on(spider, answer) -> None:
    (record,) = spider.feed(answer(MADE_UP_2022, content_type="application/json")).records
    dataset = spider.draft(record).dataset
    assert (record.key, dataset.key) == (f"{ITEM}_3", f"{ITEM}_3")
    assert dataset.iri == f"https://madeup.example/datasets/{ITEM}_3"
    assert dataset.landing_page == ("https://madeup.example/maps/council::bins",)


def test_rdf_that_is_no_catalogue_is_no_feed(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match=r"without a dcat:Catalog"):
        spider.feed(answer({"@context": CONTEXT, "@id": "http://a.example", "dct:title": "x"}))


def test_data_json_names_a_dataset_by_the_item_in_its_downloads(spider, answer) -> None:
    download = f"https://madeup.example/datasets/{ITEM}_3.csv"
    made_up = {"title": "Bins", "identifier": "slug", "distribution": [{"downloadURL": download}]}
    (record,) = spider.pod(answer({"dataset": [made_up]})).records
    assert record.key == f"{ITEM}_3"
    assert spider.draft(record).dataset.title == (Text("Bins"),)


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (ITEM, ITEM),
        (f"{ITEM}_12", f"{ITEM}_12"),
        (f"https://www.arcgis.com/home/item.html?id={ITEM}&sublayer=0", f"{ITEM}_0"),
        (f"https://www.arcgis.com/home/item.html?id={ITEM}", ITEM),
        (f"https://h.example/datasets/{ITEM}_0.csv?outSR=%7B%7D", f"{ITEM}_0"),
        ("https://h.example/maps/council::bins", ""),
        (ITEM + "0", ""),
    ],
)
def test_the_item_and_layer_are_told_by_any_address(told: str, key: str) -> None:
    assert item_key(told) == key


@pytest.mark.parametrize(
    ("properties", "field", "expected"),
    [
        ({"title": None, "name": "N"}, "title", (Text("N"),)),
        ({"description": None, "snippet": "S"}, "description", (Text("S"),)),
        ({"description": "<b>D</b>", "snippet": "S"}, "description", (Text("<b>D</b>"),)),
        ({"tags": ["a", "b"]}, "keyword", (Text("a"), Text("b"))),
        ({"categories": ["/Categories/Land use"]}, "theme", (Term("Land use"),)),
        ({"source": "A Council"}, "publisher", Agent(name=(Text("A Council"),))),
        ({"orgName": "A Council"}, "publisher", Agent(name=(Text("A Council"),))),
        ({"owner": "gis"}, "contact_point", (Contact(fn=(Text("gis"),)),)),
        ({"created": 1545210339000}, "issued", Typed("2018-12-19T09:05:39Z", XSD.dateTime)),
        ({"modified": 10**18}, "modified", Typed(str(10**18))),
        ({"modified": "2020"}, "modified", Typed("2020")),
        ({"license": "CC-BY-4.0", "licenseInfo": "<p>x</p>"}, "license", Term("CC-BY-4.0")),
        ({"license": "custom", "licenseInfo": "<p>x</p>"}, "license", Term("<p>x</p>")),
        ({"license": "none"}, "license", None),
        ({"license": "custom"}, "license", Term("custom")),
        (
            {"license": "custom", "structuredLicense": {"url": "https://l.example"}, "licenseInfo": "x"},
            "license",
            Term("x", link="https://l.example"),
        ),
        ({"accessInformation": "Crown copyright"}, "rights", (Term("Crown copyright"),)),
        ({"access": "public"}, "access_rights", Term("public")),
        ({"culture": "en-gb"}, "language", (Term("en-gb"),)),
        ({"extent": [[-2, 50], [-1, 51]]}, "spatial", (Location(bbox=WEST),)),
        (
            {"extent": {"type": "envelope", "coordinates": [[-2, 50], [-1, 51]]}},
            "spatial",
            (Location(bbox=WEST),),
        ),
        (
            {
                "extent": {"xmin": 298657.4, "ymin": 8, "xmax": 9, "ymax": 9},
                "itemExtent": [[-2, 50], [-1, 51]],
            },
            "spatial",
            (Location(bbox=WEST),),
        ),
        ({"extent": []}, "spatial", ()),
        (
            {"extent": {"xmin": 4e5, "ymin": 4e5, "xmax": 5e5, "ymax": 5e5}},
            "spatial",
            (Location(bbox=Typed('{"xmax":500000.0,"xmin":400000.0,"ymax":500000.0,"ymin":400000.0}')),),
        ),
        (
            {"extent": [[177, 50], [-177, 51]]},
            "spatial",
            (Location(bbox=Typed("ENVELOPE(177.0,-177.0,51.0,50.0)")),),
        ),
        (
            {"serviceSpatialReference": {"latestWkid": 27700}},
            "conforms_to",
            (Term("http://www.opengis.net/def/crs/EPSG/0/27700"),),
        ),
        ({"spatialReference": "102100"}, "conforms_to", ()),
        ({}, "landing_page", (f"https://madeup.example/datasets/{ITEM}_3",)),
        ({"additionalResources": [{"url": "https://more.example"}]}, "page", ("https://more.example",)),
        (
            {"fields": [{"name": "LABEL", "alias": "Site label"}, {"name": "X", "alias": "X"}]},
            "table",
            Table(
                source=Source.METADATA, columns=(Column(name="LABEL", title="Site label"), Column(name="X"))
            ),
        ),
    ],
)
def test_a_field_of_an_item_is_read(drafted, properties, field, expected) -> None:
    assert getattr(drafted(**properties), field) == expected


def test_the_extent_may_stand_in_the_features_shape(spider) -> None:
    ring = [[[-2, 50], [-1, 50], [-1, 51], [-2, 51], [-2, 50]]]
    feature = {**made_up_feature(), "geometry": {"type": "Polygon", "coordinates": ring}}
    record = Record(
        key=ITEM, body=json.dumps(feature).encode(), media_type="application/geo+json", source="s"
    )
    assert spider.draft(record).dataset.spatial == (Location(bbox=WEST),)


def test_a_feature_layer_is_had_as_a_service_and_as_files(drafted) -> None:
    found = drafted(url=SERVICE, type="Feature Service").distribution
    assert [one.key for one in found] == [
        "service",
        "csv",
        "geojson",
        "shapefile",
        "geoPackage",
        "kml",
        "excel",
    ]
    assert found[0].access_service[0].endpoint_url == (f"{SERVICE}/3",)
    assert found[1].download_url == (f"https://madeup.example/api/download/v1/items/{ITEM}/csv?layers=3",)


def test_a_map_image_is_had_as_a_service_alone(drafted) -> None:
    found = drafted(
        url="https://s.example/arcgis/rest/services/M/MapServer/9", type="Map Service"
    ).distribution
    assert [(one.key, one.access_url) for one in found] == [
        ("service", ("https://s.example/arcgis/rest/services/M/MapServer/9",))
    ]


def test_an_item_without_a_service_is_a_file(drafted) -> None:
    (found,) = drafted(url=None, type="CSV", size=12, name="bins.csv").distribution
    assert found.download_url == (f"https://www.arcgis.com/sharing/rest/content/items/{ITEM}/data",)
    assert (found.format, found.byte_size) == (Term("CSV"), Typed("12", XSD.nonNegativeInteger))


def test_an_item_without_a_title_is_a_record_error(drafted) -> None:
    with pytest.raises(RecordError, match="has no title"):
        drafted(title=None)


def test_what_is_no_item_is_rejected_with_its_place(spider, answer) -> None:
    page = spider.search(answer(made_up_search("x", made_up_feature())), collection="document", start=1)
    (finding,) = page.findings
    assert (finding.place, finding.rejected, len(page.records)) == ("[0]", True, 1)
