"""How the data of an ISO record can be had (ISO 19115:2003 B.2.10, ISO 19119; GEMINI 19 and 21).

| model | record |
|---|---|
| distribution | each online resource of `transferOptions` and of the distributors', but those that are pages |
| … access_service | where protocol or address are those of a service (`OGC:WMS`, `/FeatureServer` …), or an operation |
| … of it | its address without the question (`request=GetCapabilities`), its capabilities, its layer as the title |
| … download_url | where the function is `download`, or the protocol says so, or the address ends like a file |
| … format | of a service its protocol; of a file the distribution's only format |
| … of several formats | one link for several formats stands once for each |
| … media_type, byte_size | `MimeFileType`; `transferSize` (megabytes) of a single resource |
| landing_page, page | resources whose function is `information`, `search`, `completeMetadata`, `browsing` …, in turn |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from catalogue.iri import is_web_address
from catalogue.model import DataService, Distribution
from catalogue.values import Term, Text, Typed
from harvester.drafting.iso_words import Tongues, code, plain, word
from harvester.formats import native
from harvester.formats.elements import attribute, each, every, one, word_of
from harvester.formats.xml import Element

_PAGES = frozenset(
    ("information", "search", "completeMetadata", "browsing", "browseGraphic", "emailService", "upload")
)
_SERVICE_PROTOCOL = re.compile(
    r"\b(WMS-?C|WMTS|WMS|WFS|WCS|WPS|CSW|SOS|SPS|TMS|WMC|OGC[ -]?API|OAPIF)\b|ESRI:(?:ArcGIS|AIMS)|ArcGIS.{0,20}Rest"
    r"|/(?:MapServer|FeatureServer|ImageServer)\b|(?:inspire|predefined).{0,12}atom|OpenSearch|\bOPeNDAP\b|\bTHREDDS\b",
    re.IGNORECASE,
)
_SERVICE_ADDRESS = re.compile(
    r"[?&]service=(WMS|WFS|WCS|WMTS|CSW|WPS|SOS)\b|[?&]request=GetCapabilities|/(?:Map|Feature|Image)Server(?:/\d+)?/?$"
    r"|/ows/?\??$|/(wms|wfs|wcs|wmts|csw)/?\??$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:zip|csv|xlsx?|json|geojson|gml|gpkg|kml|kmz|shp|tiff?|xml|pdf|gz|7z|tar|ods|txt|rdf|ttl|dxf|dwg|mdb|las|laz|nc)$",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(r"download|^(?:FILE|DB|GLG):|http--file", re.IGNORECASE)
_QUESTION = frozenset(("service", "request", "version", "acceptversions"))
_NO_FORMAT = frozenset(("unknown", "none", "n/a", "not applicable", "-", "various"))
_MOST_FORMATS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One online resource as a record gives it; `size` is in bytes."""

    url: str
    protocol: str = ""
    function: str = ""
    name: str = ""
    media_type: str = ""
    title: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    size: Typed | None = None

    @property
    def is_page(self) -> bool:
        """Whether it tells of the data and does not give it."""
        return self.function in _PAGES and not self.service and not _FILE.search(self.url)

    @property
    def is_file(self) -> bool:
        """Whether its address gives a file at once."""
        path = urlsplit(self.url).path if is_web_address(self.url) else ""
        return self.function == "download" or bool(_DOWNLOAD.search(self.protocol) or _FILE.search(path))

    @property
    def service(self) -> str:
        """The kind of service that it is the address of, such as `OGC:WMS`; "" for none."""
        if _SERVICE_PROTOCOL.search(self.protocol):
            return self.protocol
        found = _SERVICE_ADDRESS.search(self.url)
        if not found or (self.function == "download" and not found.group(1)):
            return ""
        return next((group.upper() for group in found.groups() if group), "") or _esri(self.url)


def resources_of(root: Element, tongues: Tongues) -> tuple[Resource, ...]:
    """Every online resource of a record's distribution, each address once in one protocol."""
    options = (
        *each(root, "distributionInfo/MD_Distribution/transferOptions/MD_DigitalTransferOptions"),
        *each(
            root,
            "distributionInfo/MD_Distribution/distributor/MD_Distributor/distributorTransferOptions"
            "/MD_DigitalTransferOptions",
        ),
    )
    found = [resource for option in options for resource in _of_option(option, tongues)]
    return tuple({(one.url, one.protocol, one.name): one for one in reversed(found)}.values())[::-1]


def operations_of(about: Element, tongues: Tongues) -> Iterator[Resource]:
    """The addresses that a service's operations are asked at (ISO 19119 `connectPoint`); one tells of all."""
    kind = plain(about, "serviceType")
    seen: set[str] = set()
    for operation in every(about, "SV_OperationMetadata"):
        for said in each(operation, "connectPoint/CI_OnlineResource"):
            resource = read_resource(said, tongues)
            if resource and (base := bare_address(resource.url)) not in seen:
                seen.add(base)
                yield replace(resource, protocol=resource.protocol or kind, title=(), name="")


def read_resource(said: Element, tongues: Tongues) -> Resource | None:
    """A `CI_OnlineResource`; None where it has no address."""
    url = plain(said, "linkage")
    if not url:
        return None
    return Resource(
        url=url,
        protocol=_protocol(said),
        function=code(one(said, "function")),
        name=plain(said, "name"),
        media_type=next((attribute(mime, "type") for mime in every(said, "MimeFileType")), ""),
        title=tongues.texts(said, "name"),
        description=tongues.texts(said, "description"),
    )


def formats_of(root: Element) -> tuple[str, ...]:
    """The names of the formats that a record says its data comes in."""
    said = (
        *each(root, "distributionInfo/MD_Distribution/distributionFormat/MD_Format"),
        *each(
            root, "distributionInfo/MD_Distribution/distributor/MD_Distributor/distributorFormat/MD_Format"
        ),
    )
    found = (
        plain(one, "name") or plain(one, "formatSpecificationCitation/CI_Citation/title") for one in said
    )
    return tuple(dict.fromkeys(name for name in found if name and name.lower() not in _NO_FORMAT))


def distributions_of(resources: tuple[Resource, ...], formats: tuple[str, ...]) -> Iterator[Distribution]:
    """The distributions that resources are; a single link for several formats stands once for each of them."""
    given = [resource for resource in resources if not resource.is_page]
    links = [resource for resource in given if not resource.service]
    for resource in given:
        if resource.service:
            yield _served(resource)
        elif len(links) == 1 and 1 < len(formats) <= _MOST_FORMATS and not resource.media_type:
            yield from (replace(_linked(resource), format=Term(name)) for name in formats)
        else:
            own = Term(formats[0]) if len(formats) == 1 else None
            yield replace(_linked(resource), format=own)


def pages_of(resources: tuple[Resource, ...]) -> tuple[str, ...]:
    """The addresses of the resources that tell of the data."""
    return tuple(dict.fromkeys(one.url for one in resources if one.is_page and is_web_address(one.url)))


def bare_address(url: str) -> str:
    """A service's address without the question asked of it (`service`, `request`, `version`); other parameters,
    such as MapServer's `map`, are part of the address."""
    parts = urlsplit(url)
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0].lower() not in _QUESTION
    ]
    if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)):
        return url.rstrip("?&")
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def data_service(resource: Resource, *, serves: tuple[str, ...] = ()) -> DataService:
    """The service that a resource is the address of."""
    asks = "getcapabilities" in resource.url.lower()
    return DataService(
        title=resource.title or ((Text(resource.service),) if resource.service else ()),
        description=resource.description,
        endpoint_url=(bare_address(resource.url),),
        endpoint_description=(resource.url,) if asks else (),
        serves_dataset=serves,
        format=(Term(resource.service),) if resource.service else (),
    )


def _served(resource: Resource) -> Distribution:
    return replace(
        _linked(resource),
        download_url=(),
        access_service=(data_service(resource),),
        format=Term(resource.service),
        byte_size=None,
    )


def _linked(resource: Resource) -> Distribution:
    return Distribution(
        title=resource.title,
        description=resource.description,
        access_url=(resource.url,),
        download_url=(resource.url,) if resource.is_file and is_web_address(resource.url) else (),
        media_type=native.term(resource.media_type),
        byte_size=resource.size,
    )


def _of_option(option: Element, tongues: Tongues) -> list[Resource]:
    said = each(option, "onLine/CI_OnlineResource")
    found = [resource for one in said if (resource := read_resource(one, tongues))]
    size = to_bytes(word_of(option, "transferSize"))
    return [replace(found[0], size=size)] if len(found) == 1 and size else found


def to_bytes(megabytes: str) -> Typed | None:
    """A size in megabytes, which is how both standards give it, as bytes; None where it is no number."""
    try:
        size = round(float(megabytes) * 1_000_000)
    except (ValueError, OverflowError):
        return None
    return native.byte_size(size) if size > 0 else None


def _protocol(said: Element) -> str:
    """A protocol by its name, else by the end of the address that stands for it."""
    found = one(said, "protocol")
    named = word(found)
    return named.rstrip("/").rpartition("/")[2] if is_web_address(named) else named


def _esri(url: str) -> str:
    return "ArcGIS REST" if "server" in url.lower() else ""
