"""The decision of a detection, without a network: what is asked, in which order, and what is believed."""

from __future__ import annotations

import pytest
from made_up_sites import (
    ASK,
    CKAN,
    DATA_JSON,
    DEEP,
    EXPORT,
    HOST,
    INVENTORY,
    KINDS,
    LD_PAGE,
    LISTING,
    OAI,
    PACKAGES,
    TURTLE,
    WMS,
    Site,
    asked_of,
    holding,
    software,
)

from harvester.detecting.answer import Answer
from harvester.detecting.deciding import LIMIT, control_of
from harvester.detecting.outcome import Found, Nothing, from_json, to_json

EVERYTHING = {**{p: b for pages in KINDS.values() for p, b in pages.items()}}


@pytest.mark.parametrize("root", ["", "/open"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_at_its_root(kind: str, root: str) -> None:
    outcome, asked = asked_of(software(kind, root), f"{HOST}{root}/")
    assert isinstance(outcome, Found), asked
    assert outcome.kind == kind
    assert outcome.address.startswith(f"{HOST}{root}/")
    assert outcome.requests <= LIMIT


@pytest.mark.parametrize("root", ["", "/open"])
@pytest.mark.parametrize("kind", DEEP)
def test_each_kind_is_told_from_a_page_deep_inside(kind: str, root: str) -> None:
    outcome, asked = asked_of(software(kind, root), HOST + root + DEEP[kind])
    assert isinstance(outcome, Found), asked
    assert (outcome.kind, outcome.address.partition("?")[0]) in {
        (kind, f"{HOST}{root}{end}")
        for end in ("/", "/catalog.ttl", "/csw", "/rest/services", "/oai", "/sparql", *KINDS[kind])
    }


@pytest.mark.parametrize(
    "body", [*EVERYTHING.values(), "<html><title>Welcome</title></html>", "{}", "[]", ""]
)
def test_a_site_that_answers_everything_alike_is_not_taken_in(body: str) -> None:
    def alike(url: str) -> Answer:
        return Answer(url=url, body=body.encode())

    for given in ("/", "/dataset/bins", "/datasets/bins/explore", "/a/b/c"):
        outcome, asked = asked_of(alike, HOST + given)
        assert isinstance(outcome, Nothing), outcome
        assert len(asked) < LIMIT


def test_one_json_that_holds_every_key_is_not_taken_in() -> None:
    """A made-up answer that has the keys of many kinds at once."""
    body = (
        '{"success": true, "result": {"ckan_version": "2", "count": 1, "results": []}, "results": [], "total_count": 1,'
        ' "resultSetSize": 1, "collections": [{"id": "a", "links": 1}], "dataset": [{"identifier": "1", "title": "a"}],'
        ' "id": "a", "title": "a", "metrics": {}, "currentVersion": 1, "services": [], "head": {}, "boolean": true}'
    )
    outcome, _ = asked_of(lambda url: Answer(url=url, body=body.encode()), HOST)
    assert isinstance(outcome, Nothing)
    assert "answers everything alike" in outcome.reason


def test_a_body_that_differs_each_time_is_refuted_by_its_control() -> None:
    outcome, _ = asked_of(lambda url: Answer(url=url, body=CKAN.replace("Thornmere", url).encode()), HOST)
    assert isinstance(outcome, Nothing)


def test_a_real_portal_beside_a_page_for_everything_is_told() -> None:
    def site(url: str) -> Answer:
        body = CKAN if "status_show" in url else "<html><title>Our app</title></html>"
        return Answer(url=url, body=body.encode())

    outcome, _ = asked_of(site, f"{HOST}/dataset/bins")
    assert isinstance(outcome, Found)
    assert outcome.kind == "ckan"


def test_datapress_is_asked_for_before_ckan_is_believed() -> None:
    both = {"/api/3/action/status_show": CKAN, "/api/v2/datasets/export.json": EXPORT}
    outcome, asked = asked_of(holding(both), f"{HOST}/dataset/bins")
    assert isinstance(outcome, Found)
    assert outcome.kind == "datapress"
    assert asked.index(f"{HOST}/api/3/action/status_show") < asked.index(
        f"{HOST}/api/v2/datasets/export.json"
    )


def test_nobody_answers_and_the_first_question_is_the_last() -> None:
    outcome, asked = asked_of(lambda url: Answer(url=url, status=0, failure="refused the connection"), HOST)
    assert isinstance(outcome, Nothing)
    assert outcome.reason == f"{HOST} refused the connection."
    assert len(asked) == 1


def test_a_site_that_falls_silent_is_left() -> None:
    def site(url: str) -> Answer:
        given = url.rstrip("/") == HOST
        return Answer(
            url=url,
            status=200 if given else 0,
            body=b"<html>",
            failure="" if given else "did not answer in time",
        )

    _, asked = asked_of(site, HOST + "/")
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("pages", "given", "kind", "address"),
    [
        ({"/api/3/action/package_search": PACKAGES}, "/api/3/action/package_search?rows=5", "ckan", "/"),
        ({"/feeds/all.ttl": TURTLE}, "/feeds/all.ttl", "dcat", "/feeds/all.ttl"),
        ({"/open/data.json": DATA_JSON}, "/open/data.json", "pod", "/open/"),
        ({"/files/data-2026.json": DATA_JSON}, "/files/data-2026.json", "pod", "/files/data-2026.json"),
        ({"/geoserver/ows": WMS}, "/geoserver/web/?x=1", "geoserver", "/geoserver/"),
        ({"/geoserver/ows": WMS}, "/", "geoserver", "/geoserver/"),
        ({"/records/": LISTING}, "/records/", "waf", "/records/"),
        ({"/oai/request": OAI}, "/oai/request?verb=ListRecords&metadataPrefix=oai_dc", "oai_pmh", "/oai/request"),
        ({"/arcgis/rest/services": KINDS["arcgis_server"]["/rest/services"]},
         "/arcgis/rest/services/Bins/MapServer/0", "arcgis_server", "/arcgis/rest/services"),
        ({"/geonetwork/srv/eng/csw": KINDS["csw"]["/csw"]},
         "/geonetwork/srv/eng/catalog.search", "csw", "/geonetwork/srv/eng/csw"),
        ({"/sparql": ASK}, "/sparql", "sparql", "/sparql"),
        ({"/solr/ckan/select": '{"response": {"numFound": 0, "docs": []}}'}, "/solr/ckan/select?q=a", "native_json",
         "/solr/ckan/select"),
        ({"/files/inventory.xml": INVENTORY}, "/files/inventory.xml", "lga_inventory", "/files/inventory.xml"),
    ],
)  # fmt: skip
def test_an_address_of_an_interface_leads_to_what_it_belongs_to(
    pages: dict[str, str], given: str, kind: str, address: str
) -> None:
    outcome, asked = asked_of(holding(pages), HOST + given)
    assert isinstance(outcome, Found), asked
    assert (outcome.kind, outcome.address.partition("?")[0]) == (kind, HOST + address)


@pytest.mark.parametrize(
    ("page", "pages", "kind"),
    [
        ('<meta name="generator" content="ckan 2.9.5">', {"/od/api/3/action/status_show": CKAN}, "ckan"),
        ('<a href="/geonetwork/srv/eng/catalog.search">Maps</a>',
         {"/geonetwork/srv/eng/csw": KINDS["csw"]["/csw"]}, "csw"),
        ('<link rel="alternate" type="text/turtle" href="/all.ttl">', {"/all.ttl": TURTLE}, "dcat"),
        ("<script>window.__SITE = {}</script>",
         {"/api/feed/dcat-ap/2.1.1.json": '{"@context": {}, "dcat:dataset": []}'}, "arcgis_hub"),
        ('<a href="/od/dataset/bins">Bins</a>', {"/od/api/3/action/status_show": CKAN}, "ckan"),
    ],
)  # fmt: skip
def test_a_page_points_to_what_stands_elsewhere(page: str, pages: dict[str, str], kind: str) -> None:
    given = "/od/" if "/od/api/3/action/status_show" in pages else "/"
    outcome, asked = asked_of(holding(pages | {given: page, "/": page}), HOST + "/")
    if given == "/od/" and "href" not in page:
        outcome, asked = asked_of(holding(pages | {given: page}), f"{HOST}/od/")
    assert isinstance(outcome, Found), asked
    assert outcome.kind == kind
    assert len(asked) <= 8


def test_one_dataset_as_rdf_is_no_catalogue() -> None:
    page = '<link rel="alternate" type="text/turtle" href="/dataset/bins.ttl">'
    one = "@prefix d: <http://www.w3.org/ns/dcat#> . <#1> a d:Dataset ."
    pages = {"/dataset/bins": page, "/dataset/bins.ttl": one, "/api/3/action/status_show": CKAN}
    for given in ("/dataset/bins", "/dataset/bins.ttl"):
        outcome, _ = asked_of(holding(pages), HOST + given)
        assert isinstance(outcome, Found)
        assert outcome.kind == "ckan"


def test_a_portal_whose_interface_robots_txt_closes_is_named_by_its_page() -> None:
    site = closed_api({"/": '<meta name="generator" content="ckan 2.10.1">'})
    outcome, _ = asked_of(site, HOST + "/")
    assert isinstance(outcome, Found)
    assert (outcome.kind, outcome.address) == ("ckan", f"{HOST}/")
    assert "robots.txt closes it" in outcome.how
    assert "consent" in outcome.note
    assert outcome.closed


def test_a_feed_that_robots_txt_leaves_open_is_taken_instead() -> None:
    site = closed_api({"/": '<meta name="generator" content="ckan 2.10.1">', "/catalog.ttl": TURTLE})
    outcome, _ = asked_of(site, HOST + "/")
    assert isinstance(outcome, Found)
    assert (outcome.kind, outcome.address) == ("dcat", f"{HOST}/catalog.ttl")
    assert "its page names CKAN" in outcome.note.replace("Its", "its")


def test_sitemaps_of_robots_txt_lead_to_pages_with_datasets() -> None:
    maps = "https://files.example/map.xml"
    index = f"<sitemapindex><sitemap><loc>{HOST}/map-1.xml</loc></sitemap></sitemapindex>"
    urls = f"<urlset><url><loc>{HOST}/about</loc></url><url><loc>{HOST}/data/bins</loc></url></urlset>"
    pages = {"/map.xml": index, "/map-1.xml": urls, "/data/bins": LD_PAGE}
    outcome, asked = asked_of(holding(pages), HOST + "/", sitemaps=(maps,))
    assert isinstance(outcome, Found), asked
    assert (outcome.kind, outcome.address) == ("schemaorg", f"{HOST}/")


@pytest.mark.parametrize(
    ("given", "control"),
    [
        ("https://a.example/api/3/action/status_show", "https://a.example/api/3/action/stook-asks-where-nothing-is"),
        ("https://a.example/data.json", "https://a.example/stook-asks-where-nothing-is.json"),
        ("https://a.example/", "https://a.example/stook-asks-where-nothing-is/"),
        ("https://a.example/csw?service=CSW&request=GetCapabilities",
         "https://a.example/stook-asks-where-nothing-is?service=CSW&request=stook-asks-where-nothing-is"),
    ],
)  # fmt: skip
def test_a_control_asks_where_nothing_can_be(given: str, control: str) -> None:
    assert control_of(given) == control


@pytest.mark.parametrize("kind", KINDS)
def test_an_outcome_crosses_a_process_unchanged(kind: str) -> None:
    for outcome in (asked_of(software(kind), HOST + "/")[0], asked_of(holding({}), HOST)[0]):
        assert from_json(to_json(outcome)) == outcome


@pytest.mark.parametrize("given", ["/", "/a/", "/a/b", "/a/b/c/d.html?x=1", "/dataset/x", "/%E2%98%83/"])
def test_a_detection_ends_within_its_requests_whatever_it_meets(given: str) -> None:
    outcome, asked = asked_of(holding({}), HOST + given)
    assert isinstance(outcome, Nothing)
    assert len(asked) == len(set(asked)) < LIMIT
    assert outcome.advice
    assert len(outcome.tried) == len(asked)


def closed_api(pages: dict[str, str]) -> Site:
    """A site whose robots.txt closes everything below /api/."""

    def site(url: str) -> Answer:
        if "/api/" in url:
            return Answer(url=url, status=0, failure="closed")
        return holding(pages)(url)

    return site
