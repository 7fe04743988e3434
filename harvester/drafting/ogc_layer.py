"""A layer of a WFS or WMS as a dataset, and the service itself (OGC 09-025r2, 8.3.4; OGC 06-042, 7.2.4).

Where the layer's MetadataURL led to an ISO record, that is the record, drafted as such (`iso_record.py`), and the layer
adds only its services: one dataset, however often it is described.

| model | layer, or service |
|---|---|
| key, identifier | the record's identifier as its address names it; else the layer's name; `service` |
| title, description | `Title`, else the name; `Abstract` |
| keyword | `Keywords` |
| spatial | `WGS84BoundingBox`, `EX_GeographicBoundingBox`, `LatLonBoundingBox` |
| conforms_to | the first reference system, as an EPSG address |
| creator | `Attribution` |
| publisher, contact_point | the service's provider and its contact |
| license, rights | the service's `AccessConstraints` and `Fees`: what names a licence, and the rest |
| distribution `wfs`, `wms` | the service, its capabilities, the layer's name |
| distribution `csv`, `geojson`, `shapefile` … | `GetFeature` in each form that is advertised |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, DataService, Dataset, Distribution, Location
from catalogue.values import Term, Text, Typed
from catalogue.writing import link
from harvester.drafting.iso_constraints import names_licence
from harvester.drafting.iso_record import RESOURCE_TYPES, draft_iso
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.capabilities import Layer, Service, layer_of, service_of
from harvester.formats.ows import with_question
from harvester.record import Draft, Record
from vocab.namespaces import DCT

_FORMS: tuple[tuple[str, str, str], ...] = (
    ("csv", "CSV", r"(?:text/)?csv"),
    ("geojson", "GeoJSON", r"(?:application/)?(?:geo\+|geo)?json"),
    ("shapefile", "Shapefile", r"shape-?zip"),
    ("geopackage", "GeoPackage", r"(?:application/)?(?:x-gpkg|geopackage\+sqlite3|geopackage|geopkg|gpkg)"),
    ("kml", "KML", r"kml|application/vnd\.google-earth\.kml[+ ]xml"),
    ("gml", "GML", r"gml32?|application/gml\+xml; version=3\.2|text/xml; subtype=gml/3\.[12]\.\d"),
)
_NOTHING = frozenset(("", "none", "no", "unknown", "free", "nothing"))
_EPSG = re.compile(r"EPSG\D{0,6}?(?:[\d.]+:)?:?(\d{4,5})$|crs/EPSG/0/(\d{4,5})$", re.IGNORECASE)


def draft_layer(record: Record) -> Draft:
    """A layer with its services, or a service itself, as a draft; raises RecordError where it has no title."""
    said = native.unpack(record.body)
    services = tuple(service_of(service) for service in native.objects(said.get("services")))
    layers = tuple(layer_of(layer) for layer in native.objects(said.get("layers")))
    if not layers:
        return Draft(dataset=_service_dataset(record, services))
    own = tuple(part for layer in layers for part in _distributions(layer, services, several=len(layers) > 1))
    if said.get("metadata"):
        body = native.text(said["metadata"]).encode()
        drafted = draft_iso(replace(record, body=body))
        kept = tuple(part for part in drafted.dataset.distribution if not _is_told(part, own))
        return replace(drafted, dataset=replace(drafted.dataset, distribution=(*kept, *own)))
    return Draft(
        dataset=name_services(replace(_layer_dataset(record, layers[0], services), distribution=own))
    )


def _layer_dataset(record: Record, layer: Layer, services: Sequence[Service]) -> Dataset:
    title = layer.title or layer.name
    if not title:
        raise RecordError(f"layer {record.key} has no title")
    box = native.box(*layer.box) if len(layer.box) == 4 else None
    credit = Agent(name=(Text(layer.credit),), homepage=layer.credit_page or None) if layer.credit else None
    return Dataset(
        key=record.key,
        identifier=(Typed(record.key),),
        title=(Text(title),),
        description=native.texts(layer.abstract),
        keyword=tuple(Text(word) for word in layer.keywords),
        spatial=(Location(bbox=box),) if box else (),
        conforms_to=tuple(_system(layer.crs)),
        creator=(credit,) if credit else (),
        **_provided(services),
    )


def _service_dataset(record: Record, services: Sequence[Service]) -> Dataset:
    titled = [service for service in services if service.title]
    if not titled:
        raise RecordError("the service has no title")
    words = dict.fromkeys(word for service in services for word in service.keywords)
    kind = link(RESOURCE_TYPES + "service")
    return Dataset(
        key=record.key,
        identifier=(Typed(record.key),),
        title=(Text(titled[0].title),),
        description=native.texts(next((one.abstract for one in services if one.abstract), "")),
        keyword=tuple(Text(word) for word in words),
        extra=(("", link(DCT.type), kind),),
        distribution=tuple(_served(service, "") for service in services),
        **_provided(services),
    )


def _provided(services: Sequence[Service]) -> Mapping[str, Any]:
    """Who answers for the services, and on which terms."""
    provider = next((one for one in services if one.provider), None)
    contact = next((one for one in services if one.email or one.person), None)
    said = dict.fromkeys(word for one in services for word in (one.constraints, one.fees))
    terms = [Term(word) for word in said if word.lower() not in _NOTHING]
    license_ = next(filter(names_licence, terms), None)
    return {
        "publisher": Agent(
            name=(Text(provider.provider),), homepage=native.iri(provider.provider_page) or None
        )
        if provider
        else None,
        "contact_point": (
            Contact(
                fn=(Text(contact.person or contact.provider),) if contact.person or contact.provider else (),
                has_email=native.mailbox(contact.email),
            ),
        )
        if contact
        else (),
        "license": license_,
        "rights": tuple(term for term in terms if term != license_),
    }


def _distributions(layer: Layer, services: Sequence[Service], *, several: bool) -> Iterator[Distribution]:
    """The layer by each service that gives it, and its features in each form; of several layers each by its name."""
    stem = f"{layer.name}-" if several else ""
    for service in services:
        if (service.kind == "WFS" and layer.wfs) or (service.kind == "WMS" and layer.wms):
            yield replace(_served(service, layer.name), key=f"{stem}{service.kind.lower()}")
        if service.kind == "WFS" and layer.wfs:
            yield from (replace(part, key=stem + part.key) for part in _files(layer, service))


def _served(service: Service, layer: str) -> Distribution:
    asked = f"service={service.kind}&version={service.version}&request=GetCapabilities"
    capabilities = with_question(service.address, asked)
    data_service = DataService(
        title=native.texts(service.title),
        endpoint_url=(service.address.rstrip("?&"),),
        endpoint_description=(capabilities,),
        format=(Term(f"OGC:{service.kind}"),),
    )
    return Distribution(
        key=service.kind.lower(),
        title=(Text(f"{service.kind}: {layer}" if layer else service.kind),),
        access_url=(capabilities,),
        access_service=(data_service,),
        format=Term(service.kind),
    )


def _files(layer: Layer, service: Service) -> Iterator[Distribution]:
    """The features as files, in each form that people open which the service advertises."""
    name = "typeNames" if service.version.startswith("2") else "typeName"
    for key, label, pattern in _FORMS:
        form = next((one for one in service.formats if re.fullmatch(pattern, one.strip(), re.IGNORECASE)), "")
        if form:
            asked = f"service=WFS&version={service.version}&request=GetFeature&{name}={quote(layer.name)}"
            url = with_question(service.address, f"{asked}&outputFormat={quote(form, safe='')}")
            yield Distribution(
                key=key, title=(Text(label),), access_url=(url,), download_url=(url,), format=Term(label)
            )


def _is_told(part: Distribution, own: Sequence[Distribution]) -> bool:
    """Whether a distribution of the ISO record is a service that the layer tells of as well."""
    ours = {named for one in own if (named := _kind_and_place(one))}
    return _kind_and_place(part) in ours


def _kind_and_place(part: Distribution) -> tuple[str, str] | None:
    """Which service a distribution is of, and on which host and path; GeoServer has `/wfs` and `/ows` for one."""
    kind = part.format.word.upper() if part.format else ""
    known = next((name for name in ("WFS", "WMS") if name in kind), "")
    places = [urlsplit(url.lower()) for service in part.access_service for url in service.endpoint_url]
    if not known or not places:
        return None
    return known, f"{places[0].netloc}{places[0].path.rstrip('/').rpartition('/')[0]}"


def _system(crs: str) -> Iterator[Term]:
    if found := _EPSG.search(crs.strip()):
        yield Term(f"http://www.opengis.net/def/crs/EPSG/0/{found.group(1) or found.group(2)}")
