"""Made-up sites for the pure decision: what each kind of software answers, in as few keys as it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from harvester.detecting.answer import Answer
from harvester.detecting.deciding import next_step
from harvester.detecting.outcome import Found, Nothing
from harvester.detecting.state import Probe, State, look
from harvester.detecting.table import load_table

HOST = "https://data.thornmere.example"
Site = Callable[[str], Answer]

CKAN = '{"success": true, "result": {"ckan_version": "2.10.4", "site_title": "Thornmere"}}'
PACKAGES = '{"success": true, "result": {"count": 4, "results": []}}'
EXPORT = '[{"id": "ab12c", "title": "Litter bins", "resources": {}}]'
DATA_JSON = (
    '{"title": "Thornmere", "dataset": [{"identifier": "1", "title": "Bins", "accessLevel": "public"}]}'
)
TURTLE = "@prefix d: <http://www.w3.org/ns/dcat#> . <#c> a d:Catalog . <#1> a d:Dataset ."
CSW = (
    '<c:Capabilities xmlns:c="http://www.opengis.net/cat/csw/2.0.2" xmlns:o="http://www.opengis.net/ows" '
    'version="2.0.2"><o:ServiceIdentification><o:Title>Thornmere</o:Title></o:ServiceIdentification>'
    '<o:OperationsMetadata><o:Operation name="GetRecords"/></o:OperationsMetadata></c:Capabilities>'
)
WMS = '<WMS_Capabilities xmlns="http://www.opengis.net/wms"><Service><Title>T</Title></Service><Capability/></WMS_Capabilities>'
OAI = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><Identify><repositoryName>T</repositoryName>'
    "<protocolVersion>2.0</protocolVersion></Identify></OAI-PMH>"
)
LD_PAGE = '<html><script type="application/ld+json">{"@type": "Dataset", "name": "Bins"}</script></html>'
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    f"<loc>{HOST}{{root}}/bins</loc></url></urlset>"
)
LISTING = '<html><title>Index of /records</title><a href="../">..</a><a href="one.xml">one.xml</a></html>'
INVENTORY = '<i:Inventory xmlns:i="http://schemas.opendata.esd.org.uk/Inventory"><i:Metadata/><i:Dataset/></i:Inventory>'
ASK = '{"head": {}, "boolean": true}'

# What a portal of each kind answers, by path below its root (without the query).
KINDS: Mapping[str, Mapping[str, str]] = {
    "arcgis_hub": {"/api/search/v1/collections": '{"collections": [{"id": "dataset", "links": []}]}'},
    "ckan": {"/api/3/action/status_show": CKAN, "/api/3/action/package_search": PACKAGES},
    "opendatasoft": {"/api/explore/v2.1/catalog/datasets": '{"total_count": 3, "results": []}'},
    "pod": {"/data.json": DATA_JSON},
    "dcat": {"/catalog.ttl": TURTLE},
    "datapress": {"/api/datasets/export.json": EXPORT, "/api/3/action/package_search": PACKAGES},
    "udata": {"/api/1/site/": '{"id": "t", "title": "Thornmere", "metrics": {}}'},
    "socrata": {"/api/catalog/v1": '{"results": [], "resultSetSize": 0}', "/data.json": DATA_JSON},
    "csw": {"/csw": CSW},
    "arcgis_server": {"/rest/services": '{"currentVersion": 10.91, "folders": [], "services": []}'},
    "geoserver": {"/ows": WMS},
    "oai_pmh": {"/oai": OAI},
    "schemaorg": {"/sitemap.xml": SITEMAP, "/bins": LD_PAGE},
    "sparql": {"/sparql": ASK},
    "dkan": {
        "/api/1/metastore/schemas/dataset/items": '[{"identifier": "1", "title": "Bins"}]',
        "/data.json": DATA_JSON,
    },
    "jkan": {"/data.json": '{"dataset": [{"title": "Bins", "publisher": {"name": "T"}}]}'},
    "aardvark": {"/catalog.json": '{"data": [{"id": "t-1", "attributes": {}}], "meta": {"pages": {"total_count": 1}}}'},
    "waf": {"/": LISTING},
    "list": {"/": "Title,Description,URL\nBins,Where they are,https://bins.example\n"},
}  # fmt: skip

# A page deep inside a portal of each kind, as its software makes addresses.
DEEP: Mapping[str, str] = {
    "arcgis_hub": "/datasets/thornmere::litter-bins/explore?location=1,2",
    "ckan": "/dataset/litter-bins/resource/0a0b0c0d-1111-2222-3333-444455556666",
    "opendatasoft": "/explore/dataset/litter-bins/table/",
    "pod": "/datasets/litter-bins/",
    "dcat": "/dataset/litter-bins",
    "datapress": "/dataset/litter-bins",
    "udata": "/cy/datasets/litter-bins/",
    "socrata": "/Environment/Litter-bins/abcd-1234/about_data",
    "csw": "/srv/eng/catalog.search",
    "arcgis_server": "/rest/services/Bins/MapServer/0",
    "geoserver": "/web/wicket/bookmarkable/x",
    "oai_pmh": "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
    "schemaorg": "/bins",
    "jkan": "/datasets/litter-bins/",
    "aardvark": "/catalog/t-1",
    "sparql": "/sparql",
    "dkan": "/dataset/0a0b0c0d-1111-2222-3333-444455556666",
}


def software(kind: str, root: str = "") -> Site:
    """A site that answers as that kind's software below a root, and 404 elsewhere."""
    pages = {root + path: body.replace("{root}", root) for path, body in KINDS[kind].items()}
    return holding(pages)


def holding(pages: Mapping[str, str], **more: object) -> Site:
    """A site with these pages by path; every other address is 404."""

    def site(url: str) -> Answer:
        path = urlsplit(url).path
        if "stook-asks" in url or path not in pages:
            return Answer(url=url, status=404, body=b"<html><title>Not found</title></html>")
        return Answer(url=url, body=pages[path].encode(), **more)  # type: ignore[arg-type]

    return site


def asked_of(site: Site, given: str, *, sitemaps: tuple[str, ...] = ()) -> tuple[Found | Nothing, list[str]]:
    """A whole detection against a site, and the addresses that were asked; robots.txt counts as one request."""
    state = State(given=given, table=load_table(), sitemaps=sitemaps, requests=1)
    asked: list[str] = []
    while isinstance(step := next_step(state), Probe):
        asked.append(step.url)
        answer = site(step.url)
        closed = answer.failure == "closed"
        seen = look(step, answer, state.table, closed=closed)
        state = replace(state, seen=(*state.seen, seen), requests=state.requests + (not closed))
    return step, asked
