"""Replays a GeoServer: WFS 2.0.0 and 1.1.0, WMS 1.3.0 and 1.1.1 at `/ows`, and the ISO records of its layers at `/csw`.

A record is a layer: `{"name", "title", "abstract", "keywords", "box", "crs", "wfs", "wms", "credit", "id", "xml"}`,
`xml` being the ISO record that its MetadataURL leads to, and `id` that record's. `options` in portal.json: `off`
(a list of "wfs", "wms", "csw", "metadata": what is switched off), `metadata_at` (where MetadataURLs point instead).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Replay, portal_url, typed
from harvester.replay.recording import Recording

Json = Mapping[str, Any]
_FORMS = (
    "application/gml+xml; version=3.2",
    "GML2",
    "KML",
    "SHAPE-ZIP",
    "application/json",
    "csv",
    "excel2007",
)
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_GMD = "http://www.isotc211.org/2005/gmd"


def build(recording: Recording) -> Replay:
    """The server below `/geoserver`."""
    routes = (
        Route("/geoserver/ows", _ows(recording)),
        Route("/geoserver/csw", _csw(recording)),
    )
    return Replay(entry="/geoserver", routes=routes)


def _ows(recording: Recording) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        given = {name.lower(): value for name, value in request.query_params.items()}
        service = given.get("service", "").upper()
        if service.lower() in recording.options.get("off", ()) or service not in ("WFS", "WMS"):
            return _xml(_exception(f"No service: {service}"))
        root = recording.origin or f"{portal_url(request)}/geoserver"
        write = _wfs if service == "WFS" else _wms
        return _xml(write(recording, f"{root}/ows", given.get("version", "")))

    return answer


def _csw(recording: Recording) -> Callable[[Request], Any]:
    off = frozenset(recording.options.get("off", ()))

    async def answer(request: Request) -> Response:
        given = {name.lower(): value for name, value in request.query_params.items()}
        ours = "from" in given  # a MetadataURL; the rest asks the catalogue
        if ("metadata" if ours else "csw") in off:
            return PlainTextResponse("Not Found", status_code=404)
        found = (
            layer for layer in _layers(recording) if layer.get("id") == given.get("id") and layer.get("xml")
        )
        inside = next((str(layer["xml"]) for layer in found), "")
        return _xml(
            f'<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">{inside}'
            "</csw:GetRecordByIdResponse>"
        )

    return answer


def _layers(recording: Recording) -> Iterator[Json]:
    yield from map(orjson.loads, recording.records)


def _wfs(recording: Recording, address: str, version: str) -> str:
    newest = version != "1.1.0"
    ows = "http://www.opengis.net/ows/1.1" if newest else "http://www.opengis.net/ows"
    wfs = "http://www.opengis.net/wfs/2.0" if newest else "http://www.opengis.net/wfs"
    forms = "".join(f"<ows:Value>{escape(form)}</ows:Value>" for form in _FORMS)
    types = "".join(
        _feature_type(recording, layer, newest=newest) for layer in _layers(recording) if layer.get("wfs")
    )
    way = f"<ows:DCP><ows:HTTP><ows:Get xlink:href={quoteattr(address)}/></ows:HTTP></ows:DCP>"
    return (
        f'<wfs:WFS_Capabilities xmlns:wfs="{wfs}" xmlns:ows="{ows}" {_LINKS} '
        f'version="{"2.0.0" if newest else "1.1.0"}">'
        f"<ows:ServiceIdentification><ows:Title>{escape(recording.title)}</ows:Title><ows:Abstract>Features of the map "
        "server.</ows:Abstract><ows:Fees>NONE</ows:Fees><ows:AccessConstraints>Open Government Licence v3.0"
        "</ows:AccessConstraints></ows:ServiceIdentification><ows:ServiceProvider><ows:ProviderName>"
        f"{escape(recording.publisher or '')}</ows:ProviderName><ows:ServiceContact><ows:PositionName>Maps team"
        "</ows:PositionName><ows:ContactInfo><ows:Address><ows:ElectronicMailAddress>maps@marlbeck.example"
        "</ows:ElectronicMailAddress></ows:Address></ows:ContactInfo></ows:ServiceContact></ows:ServiceProvider>"
        f'<ows:OperationsMetadata><ows:Operation name="GetFeature">{way}<ows:Parameter name="outputFormat">'
        f"{forms}</ows:Parameter></ows:Operation></ows:OperationsMetadata>"
        f"<wfs:FeatureTypeList>{types}</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )


def _feature_type(recording: Recording, layer: Json, *, newest: bool) -> str:
    west, south, east, north = layer["box"]
    words = "".join(f"<ows:Keyword>{escape(word)}</ows:Keyword>" for word in layer.get("keywords", ()))
    crs = "DefaultCRS" if newest else "DefaultSRS"
    url = _metadata_url(recording, layer)
    pointed = f"<wfs:MetadataURL xlink:href={quoteattr(url)}/>"
    if not newest:
        pointed = f'<wfs:MetadataURL type="TC211" format="text/xml">{escape(url)}</wfs:MetadataURL>'
    return (
        f"<wfs:FeatureType><wfs:Name>{escape(layer['name'])}</wfs:Name><wfs:Title>{escape(layer['title'])}</wfs:Title>"
        f"<wfs:Abstract>{escape(layer.get('abstract', ''))}</wfs:Abstract><ows:Keywords>{words}</ows:Keywords>"
        f"<wfs:{crs}>urn:ogc:def:crs:{escape(layer['crs'].replace('EPSG:', 'EPSG::'))}</wfs:{crs}>"
        f"<ows:WGS84BoundingBox><ows:LowerCorner>{west} {south}</ows:LowerCorner><ows:UpperCorner>{east} {north}"
        f"</ows:UpperCorner></ows:WGS84BoundingBox>{pointed if url else ''}</wfs:FeatureType>"
    )


def _wms(recording: Recording, address: str, version: str) -> str:
    newest = version != "1.1.1"
    layers = "".join(
        _drawn(recording, layer, newest=newest) for layer in _layers(recording) if layer.get("wms")
    )
    root = "WMS_Capabilities" if newest else "WMT_MS_Capabilities"
    space = ' xmlns="http://www.opengis.net/wms"' if newest else ""
    head = "" if newest else f'<!DOCTYPE {root} SYSTEM "http://schemas.madeup.example/wms/1.1.1/WMS.dtd">'
    link = f"<OnlineResource {_LINKS} xlink:href={quoteattr(address + '?')}/>"
    return (
        f'{head}<{root}{space} version="{"1.3.0" if newest else "1.1.1"}"><Service><Name>WMS</Name><Title>'
        f"{escape(recording.title)}</Title>{link}<ContactInformation><ContactPersonPrimary><ContactOrganization>"
        f"{escape(recording.publisher or '')}</ContactOrganization></ContactPersonPrimary></ContactInformation>"
        "<Fees>NONE</Fees><AccessConstraints>Open Government Licence v3.0</AccessConstraints></Service><Capability>"
        f"<Request><GetMap><DCPType><HTTP><Get>{link}</Get></HTTP></DCPType></GetMap></Request><Layer><Title>All</Title>"
        f"{layers}</Layer></Capability></{root}>"
    )


def _drawn(recording: Recording, layer: Json, *, newest: bool) -> str:
    west, south, east, north = layer["box"]
    words = "".join(f"<Keyword>{escape(word)}</Keyword>" for word in layer.get("keywords", ()))
    edges = (
        f"<westBoundLongitude>{west}</westBoundLongitude><eastBoundLongitude>{east}</eastBoundLongitude>"
        f"<southBoundLatitude>{south}</southBoundLatitude><northBoundLatitude>{north}</northBoundLatitude>"
    )
    box = f"<EX_GeographicBoundingBox>{edges}</EX_GeographicBoundingBox>"
    if not newest:
        box = f'<LatLonBoundingBox minx="{west}" miny="{south}" maxx="{east}" maxy="{north}"/>'
    credit = layer.get("credit", "")
    url = _metadata_url(recording, layer)
    pointed = (
        f'<MetadataURL type="ISO19115:2003"><Format>text/xml</Format><OnlineResource {_LINKS} '
        f"xlink:href={quoteattr(url)}/></MetadataURL>"
    )
    return (
        f'<Layer queryable="1"><Name>{escape(layer["name"])}</Name><Title>{escape(layer["title"])}</Title>'
        f"<Abstract>{escape(layer.get('abstract', ''))}</Abstract><KeywordList>{words}</KeywordList>"
        f"<{'CRS' if newest else 'SRS'}>{escape(layer['crs'])}</{'CRS' if newest else 'SRS'}>{box}"
        f"{f'<Attribution><Title>{escape(credit)}</Title></Attribution>' if credit else ''}"
        f"{pointed if url else ''}</Layer>"
    )


def _metadata_url(recording: Recording, layer: Json) -> str:
    if not layer.get("id"):
        return ""
    base = recording.options.get("metadata_at", f"{recording.origin}/csw")
    return f"{base}?from=layer&request=GetRecordById&id={layer['id']}&outputSchema={_GMD}"


def _exception(words: str) -> str:
    return (
        '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
        'exceptionCode="NoApplicableCode">'
        f"<ows:ExceptionText>{escape(words)}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )


def _xml(text: str) -> Response:
    return typed(b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode(), "application/xml")
