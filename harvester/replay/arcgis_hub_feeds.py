"""The DCAT-AP and DCAT-US feeds of an ArcGIS Hub site, in the shape its default templates give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from harvester.replay.answering import Json
from harvester.replay.recording import Recording

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "ftype": "http://publications.europa.eu/resource/authority/file-type/",
    "lang": "http://publications.europa.eu/resource/authority/language/",
}
_POD = "https://project-open-data.cio.gov/v1.1/schema"
# title, format in DCAT-AP, description there, media type, suffix of the download
_LAYER_FILES = (
    ("GeoJSON", "GEOJSON", "GeoJSON", "application/vnd.geo+json", "geojson"),
    ("CSV", "CSV", "CSV", "text/csv", "csv"),
    ("KML", "KML", "KML", "application/vnd.google-earth.kml+xml", "kml"),
    ("ZIP", "ZIP", "Shapefile", "application/zip", "zip"),
)


def dcat_ap_feed(recording: Recording, items: Iterable[Json]) -> Iterator[bytes]:
    """JSON-LD as `/api/feed/dcat-ap/2.1.1.json` gives it, in pieces."""
    head = {
        "@context": _CONTEXT,
        "@id": recording.origin,
        "@type": "dcat:Catalog",
        "dct:description": recording.options.get("description"),
        "dct:title": recording.title,
        "dct:publisher": recording.publisher,
        "foaf:homepage": {"foaf:Document": recording.origin},
        "dct:language": {"@id": "lang:ENG"},
    }
    return _document(head, "dcat:dataset", (_dcat_ap_dataset(recording, item) for item in items))


def dcat_us_feed(recording: Recording, items: Iterable[Json]) -> Iterator[bytes]:
    """Project Open Data 1.1 as `/api/feed/dcat-us/1.1.json` gives it, in pieces."""
    head = {
        "@context": f"{_POD}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": _POD,
        "describedBy": f"{_POD}/catalog.json",
    }
    return _document(head, "dataset", (_dcat_us_dataset(recording, item) for item in items))


def landing_page(recording: Recording, item: Mapping[str, Any]) -> str:
    """The item's page; its last part follows the title, so it changes when the title does."""
    slug = re.sub(r"[^a-z0-9]+", "-", str(item.get("title") or item.get("id")).lower()).strip("-")
    return f"{recording.origin}/datasets/{recording.slug}::{slug}"


def _document(head: Json, name: str, datasets: Iterable[Json]) -> Iterator[bytes]:
    yield orjson.dumps(head)[:-1] + b',"' + name.encode() + b'":['
    separator = b""
    for dataset in datasets:
        yield separator + orjson.dumps(dataset)
        separator = b",\n"
    yield b"]}\n"


def _dcat_ap_dataset(recording: Recording, item: Json) -> Json:
    page = landing_page(recording, item)
    return {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:title": item.get("title"),
        "dct:description": item.get("description"),
        "dcat:contactPoint": {
            "@id": f"{recording.origin}/sharing/rest/community/users/{item.get('owner')}?f=json",
            "@type": "Contact",
            "vcard:fn": item.get("owner"),
            "vcard:hasEmail": f"mailto:{recording.options.get('contact', '')}",
        },
        "dct:publisher": item.get("source") or recording.publisher,
        "dcat:theme": "geospatial",
        "dct:accessRights": item.get("access", "public"),
        "dct:identifier": _item_address(recording, item),
        "dcat:keyword": item.get("tags") or [],
        "dct:provenance": item.get("accessInformation") or "",
        "dct:issued": _timestamp(item.get("created")),
        "dct:modified": _timestamp(item.get("modified")),
        "dct:language": {"@id": "lang:ENG"},
        "dct:license": item.get("licenseInfo") or "",
        "dcat:distribution": [
            _dcat_ap_distribution("ArcGIS Hub Dataset", "HTML", "Web Page", page),
            *(
                _dcat_ap_distribution(title, form, description, address)
                for title, form, description, _, address in _distributions(page, item)
            ),
        ],
    }


def _dcat_ap_distribution(title: str, form: str, description: str, address: str) -> Json:
    return {
        "@type": "dcat:Distribution",
        "dcat:accessUrl": address,  # the template's own wrong case
        "dct:format": {"@id": f"ftype:{form}"},
        "dct:description": description,
        "dct:title": title,
    }


def _dcat_us_dataset(recording: Recording, item: Json) -> Json:
    page = landing_page(recording, item)
    extent = item.get("extent")
    return {
        "@type": "dcat:Dataset",
        "identifier": _item_address(recording, item),
        "landingPage": page,
        "title": item.get("title"),
        "description": item.get("description") or item.get("snippet") or "",
        "keyword": item.get("tags") or [],
        "issued": _timestamp(item.get("created")),
        "modified": _timestamp(item.get("modified")),
        "publisher": {"name": item.get("source") or recording.publisher},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": item.get("owner"),
            "hasEmail": f"mailto:{recording.options.get('contact', '')}",
        },
        "accessLevel": item.get("access", "public"),
        "spatial": ",".join(str(number) for corner in extent for number in corner) if extent else "",
        "license": item.get("licenseInfo") or "",
        "theme": ["geospatial"],
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "title": "ArcGIS Hub Dataset",
                "format": "Web Page",
                "mediaType": "text/html",
                "accessURL": page,
            },
            *(
                {
                    "@type": "dcat:Distribution",
                    "title": title,
                    "format": description,
                    "mediaType": media_type,
                    "accessURL": address,
                }
                for title, _, description, media_type, address in _distributions(page, item)
            ),
        ],
    }


def _distributions(page: str, item: Json) -> list[tuple[str, str, str, str, str]]:
    """Title, format, description, media type and address of each way to get the data."""
    url = item.get("url")
    if not url:
        return [
            (str(item.get("type")), "ZIP", str(item.get("type")), "application/octet-stream", f"{page}/about")
        ]
    service = ("ArcGIS GeoService", "JSON", "Esri REST", "application/json", str(url))
    if "FeatureServer" not in url:
        return [service]
    files = [
        (title, form, text, media, f"{page}.{suffix}") for title, form, text, media, suffix in _LAYER_FILES
    ]
    return [service, *files]


def _item_address(recording: Recording, item: Json) -> str | None:
    """The stable key of an item: its own id, with the layer as `sublayer`."""
    if not item.get("id"):
        return None
    item_id, _, layer = str(item["id"]).partition("_")
    return f"{recording.origin}/home/item.html?id={item_id}" + (f"&sublayer={layer}" if layer else "")


def _timestamp(milliseconds: object) -> str | None:
    if not isinstance(milliseconds, int):
        return None
    moment = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
