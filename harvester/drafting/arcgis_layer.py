"""A layer or table of a map server as a dataset, its service as a data service.

Layer: https://developers.arcgis.com/rest/services-reference/enterprise/layer-table/ ·
service: https://developers.arcgis.com/rest/services-reference/enterprise/map-service/

| model | source |
|---|---|
| identifier, key | `serviceItemId` and the layer's `id`, else the service's path and the layer's `id` |
| title | the layer's `name`, else the service's title |
| description | the layer's `description`, else the service's `serviceDescription`, `description`, `documentInfo.Comments`, `.Subject` |
| keyword | `documentInfo.Keywords`, commas between |
| theme | `documentInfo.Category` |
| creator | `documentInfo.Author` |
| rights | the layer's `copyrightText`, else the service's; a licence is not guessed from it |
| modified | `editingInfo.dataLastEditDate`, else `.lastEditDate` (milliseconds since 1970) |
| spatial, conforms_to | the layer's `extent`, else the service's `fullExtent`; its `spatialReference` as an EPSG address |
| temporal | `timeInfo.timeExtent` (milliseconds since 1970) |
| landing_page | the layer's address |
| table | `fields` |
| distribution | the layer's address; its twin in a feature service; GeoJSON by `query` where `capabilities` has it; WMS and WFS where `supportedExtensions` names them |
| access_service | title `documentInfo.Title`, `mapName`, else the last of its path; `endpoint_url`, `endpoint_description`; description, rights, keyword as above |
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Agent, DataService, Dataset, Distribution, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.arcgis_item import read_extents, reference_system
from harvester.drafting.columns import read_fields
from harvester.formats import native
from harvester.formats.native import first, mapping, text, texts
from harvester.record import Draft, Record

_ESRI = Term("Esri REST")
_OGC = (("WMSServer", "WMS"), ("WFSServer", "WFS"))


def draft_layer(record: Record) -> Draft:
    """A layer with its service; raises RecordError where neither has a name."""
    said = native.unpack(record.body)
    layer, service = mapping(said.get("layer")), mapping(said.get("service"))
    title = first(layer.get("name"), _service_title(service, said))
    if not title:
        raise RecordError(f"the layer {record.key} has no name")
    address = record.source
    home = address.rpartition("/")[0] if layer else address
    dataset = Dataset(
        key=record.key,
        identifier=(Typed(record.key),),
        title=(Text(title),),
        description=_description(layer, service),
        keyword=tuple(_keywords(service)),
        theme=tuple(Term(word) for word in _parts(mapping(service.get("documentInfo")).get("Category"))),
        creator=_creator(service),
        rights=native.terms(first(layer.get("copyrightText"), service.get("copyrightText"))),
        modified=_modified(layer, service),
        spatial=tuple(read_extents(layer.get("extent"), service.get("fullExtent"), service.get("extent"))),
        conforms_to=tuple(reference_system(_stated(layer, service))),
        temporal=tuple(_period(mapping(layer.get("timeInfo") or service.get("timeInfo")).get("timeExtent"))),
        landing_page=(address,),
        table=read_fields(layer.get("fields")),
        distribution=tuple(_distributions(said, address, home)),
    )
    return Draft(dataset=dataset, findings=tuple(_remarks(dataset)))


def _service_title(service: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """A service's name for people; "Layers" is what ArcMap calls every map that nobody has named."""
    told = first(
        mapping(service.get("documentInfo")).get("Title"), service.get("mapName"), service.get("name")
    )
    path = text(said.get("path")).rpartition("/")[2].replace("_", " ").strip()
    return path if told.lower() in ("", "layers", "map") else told


def _description(layer: Mapping[str, Any], service: Mapping[str, Any]) -> tuple[Text, ...]:
    about = mapping(service.get("documentInfo"))
    return texts(
        first(layer.get("description"), _service_text(service), about.get("Comments"), about.get("Subject"))
    )


def _service_text(service: Mapping[str, Any]) -> str:
    return first(service.get("serviceDescription"), service.get("description"))


def _keywords(service: Mapping[str, Any]) -> Iterator[Text]:
    return (Text(word) for word in _parts(mapping(service.get("documentInfo")).get("Keywords")))


def _parts(value: object) -> Iterator[str]:
    parts = text(value).replace(";", ",").split(",")
    return (word for word in dict.fromkeys(part.strip() for part in parts) if word)


def _creator(service: Mapping[str, Any]) -> tuple[Agent, ...]:
    name = text(mapping(service.get("documentInfo")).get("Author"))
    return (Agent(name=(Text(name),)),) if name else ()


def _modified(layer: Mapping[str, Any], service: Mapping[str, Any]) -> Typed | None:
    edited = mapping(layer.get("editingInfo") or service.get("editingInfo"))
    moment = edited.get("dataLastEditDate") or edited.get("lastEditDate")
    return native.epoch_date(moment) if moment else None


def _stated(layer: Mapping[str, Any], service: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the reference system stands: the layer's extent or source, else the service."""
    inner = mapping(layer.get("extent"))
    return inner if inner.get("spatialReference") else layer if layer.get("spatialReference") else service


def _period(extent: object) -> Iterator[PeriodOfTime]:
    edges = extent if isinstance(extent, list) and len(extent) == 2 else (None, None)
    start, end = (native.epoch_date(edge) for edge in edges)
    if start or end:
        yield PeriodOfTime(start_date=start, end_date=end)


def _distributions(said: Mapping[str, Any], address: str, home: str) -> Iterator[Distribution]:
    layer, service = mapping(said.get("layer")), mapping(said.get("service"))
    name, kind = _service_title(service, said), home.rpartition("/")[2]
    yield _esri(address, home, kind, name, service)
    if twin := text(said.get("twin")):
        other = f"{home.rpartition('/')[0]}/{twin}"
        yield _esri(address.replace(home, other, 1), other, twin, name, service)
    if "Query" in first(layer.get("capabilities"), service.get("capabilities")) and layer.get("fields"):
        yield Distribution(
            key="geojson",
            title=(Text("GeoJSON"),),
            access_url=(f"{address}/query?where=1%3D1&outFields=*&f=geojson",),
            format=Term("GeoJSON"),
        )
    for extension, word in _OGC:
        if extension in text(service.get("supportedExtensions")):
            at = f"{home.replace('/rest/services/', '/services/', 1)}/{extension}"
            yield Distribution(
                key=word.lower(),
                title=(Text(word),),
                access_url=(f"{at}?service={word}&request=GetCapabilities",),
                format=Term(word),
            )


def _esri(address: str, home: str, kind: str, name: str, service: Mapping[str, Any]) -> Distribution:
    return Distribution(
        key=kind.lower(),
        title=(Text(f"Esri {kind}"),),
        access_url=(address,),
        format=_ESRI,
        access_service=(
            DataService(
                title=(Text(name),),
                description=texts(_service_text(service)),
                keyword=tuple(_keywords(service)),
                rights=native.terms(service.get("copyrightText")),
                endpoint_url=(home,),
                endpoint_description=(f"{home}?f=pjson",),
            ),
        ),
    )


def _remarks(dataset: Dataset) -> Iterator[Finding]:
    if not dataset.description:
        yield Finding(
            code="arcgis-layer-undescribed",
            severity=Severity.WARNING,
            message="Neither the layer nor its service has a description.",
            place="description",
            fix="Fill in the description in the map document's or the layer's properties, then publish again.",
        )
