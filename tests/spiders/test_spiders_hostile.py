"""Whatever a portal sends: a draft succeeds or raises RecordError, a reader succeeds or raises PageUnreadable."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.formats.native import pack
from harvester.record import PageUnreadable, Record
from harvester.spiders import spider_for

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["[", "{", '["a"]', "-2,50,-1,51", "R/P1D", "a/b", "\ud800", "http://a b", "1e400", "2020-01-01"]
    )
)
KEYS = st.sampled_from(
    [
        "title",
        "name",
        "id",
        "identifier",
        "notes",
        "description",
        "tags",
        "groups",
        "extras",
        "key",
        "value",
        "resources",
        "url",
        "url_type",
        "size",
        "hash",
        "organization",
        "spatial",
        "temporal",
        "language",
        "license_url",
        "publisher",
        "contactPoint",
        "fn",
        "hasEmail",
        "distribution",
        "accessURL",
        "downloadURL",
        "field",
        "keyword",
        "theme",
        "modified",
        "issued",
        "coordinates",
        "type",
        "extent",
        "xmin",
        "fields",
        "alias",
        "created",
        "properties",
        "attributes",
        "structuredLicense",
        "licenseInfo",
        "categories",
        "additionalResources",
        "subOrganizationOf",
        "@id",
        "prefLabel",
        "temporal_coverage-from",
        "bbox-west-long",
        "uri",
        "state",
        "landingPage",
        "dataset_id",
        "datasetid",
        "harvest",
        "remote_url",
        "contact_points",
        "checksum",
        "schema",
        "frequency",
        "licence",
        "team",
        "topics",
        "contact",
        "links",
        "archivedAt",
        "sharing",
        "resource",
        "classification",
        "domain_metadata",
        "parent_fxf",
        "columns_name",
        "domain",
        "permalink",
        "metas",
        "default",
        "dcat",
        "inspire",
        "custom",
        "attachments",
        "features",
        "license",
    ]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=10)
MEDIA_TYPES = {
    "ckan": ["application/json"],
    "pod": ["application/json"],
    "schemaorg": ["application/json"],
    "list": ["application/json"],
    "arcgis_server": ["application/json"],
    "opendatasoft": ["application/json"],
    "datapress": ["application/json"],
    "native_json": ["application/json"],
    "aardvark": ["application/json"],
    "dkan": ["application/json"],
    "udata": ["application/json"],
    "socrata": ["application/json"],
    "arcgis_hub": ["application/json", "application/geo+json", "application/vnd.api+json"],
}
INNER = {  # where a kind keeps what it says of a dataset
    "opendatasoft": lambda said: {"metas": dict.fromkeys(("default", "dcat", "inspire", "custom"), said)},
    "aardvark": lambda said: {"dct_title_s": "Made up", "dct_references_s": said, "dct_spatial_sm": [said]},
    "schemaorg": lambda said: {
        "name": "Made up",
        "publisher": said,
        "license": said,
        "distribution": [said],
        "spatialCoverage": {"geo": said},
        "temporalCoverage": said,
    },
    "list": lambda said: {"rows": [{"Title": "Made up"} | said, said]},
    "arcgis_server": lambda said: {
        "layer": {"name": "Made up", "extent": said, "timeInfo": said, "fields": [said]} | said,
        "service": {"documentInfo": said, "editingInfo": said} | said,
    },
    "socrata": lambda said: {
        "resource": {"name": "Made up"} | said,
        "classification": said,
        "metadata": said,
    },
}
CASES = [(kind, media_type) for kind, types in MEDIA_TYPES.items() for media_type in types]


def spider(kind: str):
    return spider_for(Portal(slug="madeup", title="Made up", kind=kind, address="https://madeup.example"))


@pytest.mark.parametrize(("kind", "media_type"), CASES)
@settings(max_examples=60, deadline=None)
@given(made_up=OBJECTS)
def test_no_object_makes_a_draft_raise_anything_but_a_record_error(
    kind: str, media_type: str, made_up
) -> None:
    inner = {"properties": made_up, "attributes": made_up} if media_type != "application/json" else {}
    inner |= INNER.get(kind, lambda _: {})(made_up)
    body = pack({"title": "Made up", **made_up, **inner})
    record = Record(key="k", body=body, media_type=media_type, source="https://madeup.example")
    with suppress(RecordError):
        assert spider(kind).draft(record).dataset.title


LISTS = st.sampled_from(["datasets", "dataset", "features", "data", "result", "@graph"])
READERS = [
    ("ckan", "search", {"path": "/api/3/action"}),
    ("arcgis_hub", "search", {"collection": "dataset", "start": 1}),
    ("arcgis_hub", "legacy", {}),
    ("arcgis_hub", "feed", {}),
    ("arcgis_hub", "pod", {}),
    ("dcat", "page", {}),
    ("pod", "document", {}),
    ("geoserver", "features", {"root": "https://madeup.example/ows"}),
    ("geoserver", "maps", {"root": "https://madeup.example/ows", "wfs": {}, "layers": []}),
    ("waf", "folder", {}),
    ("waf", "file", {"path": "a.xml"}),
    ("waf", "broken", {"path": "a.xml"}),
    ("csw", "capabilities", {"endpoint": "https://madeup.example/csw"}),
    ("csw", "results", {"at": "https://madeup.example/csw", "method": "POST", "query": {}}),
    ("opendatasoft", "catalogue", {"api": "v2.1"}),
    ("opendatasoft", "catalogue", {"api": "v1"}),
    ("opendatasoft", "export", {}),
    ("datapress", "export", {}),
    ("dkan", "document", {}),
    ("dkan", "metastore", {}),
    ("dkan", "packages", {}),
    ("dkan", "package", {}),
    ("dkan", "names", {}),
    ("jkan", "document", {}),
    ("native_json", "index", {"start": 0}),
    ("native_json", "listed", {"page": 1}),
    ("native_json", "document", {}),
    ("aardvark", "document", {}),
    ("aardvark", "search", {"way": "ogm", "page": 1}),
    ("aardvark", "raw", {}),
    ("lga_inventory", "inventory", {}),
    ("udata", "datasets", {"page": 1, "order": ""}),
    ("list", "table", {}),
    ("sparql", "count", {"endpoint": "https://madeup.example/sparql"}),
    (
        "sparql",
        "names",
        {"endpoint": "https://madeup.example/sparql", "graphs": True, "nameless": 0, "after": ""},
    ),
    (
        "sparql",
        "described",
        {"endpoint": "https://madeup.example/sparql", "graphs": True, "names": ["http://a/1"]},
    ),
    ("schemaorg", "page", {}),
    ("schemaorg", "sitemap", {"since": "", "hosts": []}),
    ("schemaorg", "robots", {"since": ""}),
    ("oai_pmh", "records", {"base": "https://madeup.example", "prefix": "oai_dc", "others": []}),
    ("oai_pmh", "formats", {"base": "https://madeup.example", "since": ""}),
    ("socrata", "catalogue", {"types": ["datasets"], "order": "dataset_id"}),
    ("socrata", "reconciled", {}),
    ("socrata", "views", {"page": 1}),
    ("socrata", "document", {}),
    ("arcgis_server", "directory", {"root": "https://madeup.example"}),
    ("arcgis_server", "service", {"home": "https://madeup.example", "path": "a", "kind": "MapServer"}),
    ("arcgis_server", "layers", {"about": {}, "home": "https://madeup.example", "path": "a", "twin": ""}),
]


@pytest.mark.parametrize(("kind", "reader", "values"), READERS, ids=[f"{k}-{r}" for k, r, _ in READERS])
@settings(max_examples=40, deadline=None)
@given(
    made_up=VALUES,
    cut=st.integers(0, 200),
    key=LISTS,
)
def test_no_json_makes_a_reader_raise_anything_but_page_unreadable(
    kind, reader, values, made_up, cut, key
) -> None:
    whole = json.dumps(
        {
            "success": True,
            key: made_up,
            "numberMatched": 3,
            "total_count": 3,
            "resultSetSize": 3,
            "results": [made_up],
        }
    ).encode()
    body = whole[: len(whole) - cut] if cut < len(whole) else whole
    with suppress(PageUnreadable):
        tuple(
            getattr(spider(kind), reader)(
                TextResponse("https://madeup.example/", body=body), **values
            ).records
        )


@pytest.mark.parametrize(("kind", "reader", "values"), READERS, ids=[f"{k}-{r}" for k, r, _ in READERS])
@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=200))
def test_no_bytes_make_a_reader_raise_anything_but_page_unreadable(kind, reader, values, body: bytes) -> None:
    with suppress(PageUnreadable):
        tuple(
            getattr(spider(kind), reader)(
                TextResponse("https://madeup.example/", body=body), **values
            ).records
        )
