"""Replays a CSW 2.0.2 (OGC 07-006r1) over records of ISO 19139: GetCapabilities, GetRecords and GetRecordById.

`options` in portal.json: `refuse` (a list of "post", "get", "sort", "iso": what this server will not do), `broken` (the
identifiers of records that it cannot give, nor any page that holds one), `limit` (records a page, 100 unless said).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Replay, portal_url, typed
from harvester.replay.iso_records import GCO, GMD, Row, lines_of, root_of, rows_of, xml_of
from harvester.replay.lines import Lines
from harvester.replay.recording import Recording

_CSW = "http://www.opengis.net/cat/csw/2.0.2"
_ISO = "http://www.isotc211.org/2005/gmd"
_OGC = "{http://www.opengis.net/ogc}"
_NAMES = (
    f'xmlns:csw="{_CSW}" xmlns:ows="http://www.opengis.net/ows" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dct="http://purl.org/dc/terms/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_SINCE = re.compile(r"modified\s*>=\s*'([^']*)'", re.IGNORECASE)
_LIMIT = 100
_DEFAULT = 10


class CswRefusal(Exception):
    """What the service will not do, as the code, the place and the words of an `ows:Exception`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, however it came."""

    request: str
    schema: str = _CSW
    start: int = 1
    size: int = _DEFAULT
    hits: bool = False
    is_sorted: bool = False
    since: str = ""
    ids: tuple[str, ...] = ()


def build(recording: Recording) -> Replay:
    """The service at `/csw`."""
    return Replay(entry="/csw", routes=(Route("/csw", _service(recording), methods=["GET", "POST"]),))


def _service(recording: Recording) -> Callable[[Request], Any]:
    lines = lines_of(recording)
    rows = rows_of(lines)
    refused = frozenset(recording.options.get("refuse", ()))

    async def service(request: Request) -> Response:
        try:
            asked = _read_xml(await request.body()) if request.method == "POST" else _read_parameters(request)
            _refuse(asked, request.method.lower(), refused)
            match asked.request:
                case "GetCapabilities":
                    body = _capabilities(recording, f"{portal_url(request)}/csw", refused)
                case "GetRecords":
                    body = _records(recording, lines(), rows(), asked)
                case "GetRecordById":
                    body = _by_id(lines(), rows(), asked)
                case _:
                    raise CswRefusal("OperationNotSupported", "request", f"no operation {asked.request!r}")
        except CswRefusal as refusal:
            body = _exception(*refusal.args)
        return typed(b'<?xml version="1.0" encoding="UTF-8"?>\n' + body, "application/xml")

    return service


def _refuse(asked: Asked, method: str, refused: frozenset[str]) -> None:
    if asked.request == "GetCapabilities":
        return
    if method in refused:
        raise CswRefusal("OperationNotSupported", method, f"{asked.request} is not offered by this method")
    if asked.is_sorted and "sort" in refused:
        raise CswRefusal("InvalidParameterValue", "SortBy", "records cannot be sorted by this property")
    if asked.schema == _ISO and "iso" in refused:
        raise CswRefusal("InvalidParameterValue", "outputSchema", f"unknown schema {asked.schema}")
    if asked.schema not in (_ISO, _CSW):
        raise CswRefusal("InvalidParameterValue", "outputSchema", f"unknown schema {asked.schema}")


def _records(recording: Recording, lines: Lines, rows: Sequence[Row], asked: Asked) -> bytes:
    found = [row for row in rows if row.stamp >= asked.since]
    if asked.is_sorted:
        found = sorted(found, key=lambda row: row.identifier)
    size = min(asked.size, int(recording.options.get("limit", _LIMIT)))
    window = () if asked.hits else found[asked.start - 1 : asked.start - 1 + size]
    _refuse_broken(recording, window)
    after = asked.start + len(window)
    told = (
        f'numberOfRecordsMatched="{len(found)}" numberOfRecordsReturned="{len(window)}" '
        f'nextRecord="{after if after <= len(found) and not asked.hits else 0}" elementSet="full" '
        f"recordSchema={quoteattr(asked.schema)}"
    )
    inside = b"".join(_shown(lines, row, asked) for row in window)
    head = f'<csw:GetRecordsResponse {_NAMES} version="2.0.2"><csw:SearchStatus timestamp="2026-02-03T00:00:00Z"/>'
    return (
        f"{head}<csw:SearchResults {told}>".encode()
        + inside
        + b"</csw:SearchResults></csw:GetRecordsResponse>"
    )


def _by_id(lines: Lines, rows: Sequence[Row], asked: Asked) -> bytes:
    wanted = {identifier.strip("{}").lower() for identifier in asked.ids}
    found = [row for row in rows if row.identifier.strip("{}").lower() in wanted]
    inside = b"".join(_shown(lines, row, asked) for row in found)
    return f"<csw:GetRecordByIdResponse {_NAMES}>".encode() + inside + b"</csw:GetRecordByIdResponse>"


def _refuse_broken(recording: Recording, window: Sequence[Row]) -> None:
    broken = frozenset(recording.options.get("broken", ()))
    for row in window:
        if row.identifier in broken:
            raise CswRefusal("NoApplicableCode", "", f"record {row.identifier} cannot be transformed")


def _shown(lines: Lines, row: Row, asked: Asked) -> bytes:
    """A record in the form asked for; one that was recorded in another form stays as it is."""
    xml = xml_of(lines[row.place])
    root = root_of(xml)
    return xml if asked.schema == _ISO or etree.QName(root).namespace != _ISO else _core(row, root).encode()


def _core(row: Row, root: etree._Element) -> str:
    """A record as `csw:Record`: what Dublin Core has of it."""
    title = _inside(root, "title")
    words = "".join(f"<dc:subject>{escape(word)}</dc:subject>" for word in _all(root, "keyword"))
    links = "".join(
        f"<dct:references>{escape(url.text or '')}</dct:references>" for url in root.iter(f"{GMD}URL")
    )
    level = root.find(f"{GMD}hierarchyLevel/{GMD}MD_ScopeCode")
    kind = "dataset" if level is None else level.get("codeListValue", "dataset")
    return (
        f"<csw:Record><dc:identifier>{escape(row.identifier)}</dc:identifier>"
        f"{f'<dc:title>{escape(title)}</dc:title>' if title else ''}<dc:type>{escape(kind)}</dc:type>"
        f"<dct:modified>{escape(row.stamp)}</dct:modified>{words}"
        f"<dct:abstract>{escape(_inside(root, 'abstract'))}</dct:abstract>{links}</csw:Record>"
    )


def _inside(root: etree._Element, name: str) -> str:
    return next(iter(_all(root, name)), "")


def _all(root: etree._Element, name: str) -> list[str]:
    found = (said.findtext(f"{GCO}CharacterString") for said in root.iter(GMD + name))
    return [text for text in found if text]


def _read_parameters(request: Request) -> Asked:
    given = {name.lower(): value for name, value in request.query_params.items()}
    since = _SINCE.search(given.get("constraint", ""))
    return Asked(
        request=given.get("request", ""),
        schema=given.get("outputschema", _CSW),
        start=_number(given, "startposition", 1),
        size=_number(given, "maxrecords", _DEFAULT),
        hits=given.get("resulttype", "hits") == "hits",  # as the standard has it
        is_sorted="sortby" in given,
        since=since.group(1) if since else "",
        ids=tuple(given.get("id", "").split(",")),
    )


def _read_xml(body: bytes) -> Asked:
    try:
        root = root_of(body)
    except etree.XMLSyntaxError as error:
        raise CswRefusal("NoApplicableCode", "", "the request is not XML") from error
    given = {str(name).lower(): str(value) for name, value in root.attrib.items()}
    literal = root.find(f".//{_OGC}PropertyIsGreaterThanOrEqualTo/{_OGC}Literal")
    return Asked(
        request=etree.QName(root).localname,
        schema=given.get("outputschema", _CSW),
        start=_number(given, "startposition", 1),
        size=_number(given, "maxrecords", _DEFAULT),
        hits=given.get("resulttype", "hits") == "hits",
        is_sorted=root.find(f".//{_OGC}SortBy") is not None,
        since=(literal.text or "") if literal is not None else "",
        ids=tuple(one.text or "" for one in root.findall(f"{{{_CSW}}}Id")),
    )


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    said = given.get(name) or str(default)
    if not said.isdecimal():
        raise CswRefusal("InvalidParameterValue", name, f"{said!r} is no number")
    return int(said)


def _exception(code: str, place: str, words: str) -> bytes:
    return (
        f'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0"><ows:Exception '
        f"exceptionCode={quoteattr(code)} locator={quoteattr(place)}><ows:ExceptionText>{escape(words)}"
        "</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    ).encode()


def _capabilities(recording: Recording, address: str, refused: frozenset[str]) -> bytes:
    href = quoteattr(str(recording.options.get("advertised", address)))
    ways = "".join(f"<ows:{way} xlink:href={href}/>" for way in ("Get", "Post") if way.lower() not in refused)
    schemas = "".join(
        f"<ows:Value>{schema}</ows:Value>"
        for schema in (_CSW, _ISO)
        if schema == _CSW or "iso" not in refused
    )
    return (
        f'<csw:Capabilities {_NAMES} version="2.0.2"><ows:ServiceIdentification><ows:Title>'
        f"{escape(recording.title)}</ows:Title><ows:ServiceType>CSW</ows:ServiceType></ows:ServiceIdentification>"
        f'<ows:OperationsMetadata><ows:Operation name="GetRecords"><ows:DCP><ows:HTTP>{ways}</ows:HTTP></ows:DCP>'
        f'<ows:Parameter name="outputSchema">{schemas}</ows:Parameter></ows:Operation>'
        f'<ows:Operation name="GetRecordById"><ows:DCP><ows:HTTP>{ways}</ows:HTTP></ows:DCP></ows:Operation>'
        "</ows:OperationsMetadata></csw:Capabilities>"
    ).encode()
