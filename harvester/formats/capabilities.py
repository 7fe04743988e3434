"""What a WFS and a WMS say of themselves and their layers (OGC 09-025r2 and 04-094; OGC 06-042 and 01-068r3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from catalogue.iri import is_web_address
from harvester.formats.elements import attribute, each, every, one, text_of, texts_of, word_of
from harvester.formats.ows import operations, read_answer
from harvester.formats.xml import Element

_WFS = frozenset(("WFS_Capabilities",))
_WMS = frozenset(("WMS_Capabilities", "WMT_MS_Capabilities"))
_EDGES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_CORNERS = ("minx", "miny", "maxx", "maxy")
_DEEPEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer, by its own words. `box` is west, south, east, north in degrees; `described` are the addresses of
    its metadata, those in XML first; `wfs` and `wms` say which of the services gives it."""

    name: str
    title: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    box: tuple[str, ...] = ()
    crs: str = ""
    credit: str = ""
    credit_page: str = ""
    described: tuple[str, ...] = ()
    wfs: bool = False
    wms: bool = False

    def joined(self, other: Layer) -> Layer:
        """The same layer as another service tells of it: what this one does not say, and that both give it."""
        told = {one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)}
        told["described"] = tuple(dict.fromkeys((*self.described, *other.described)))
        told["keywords"] = tuple(dict.fromkeys((*self.keywords, *other.keywords)))
        return Layer(**(told | {"name": self.name}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service, by its own words; `address` is where features or maps are asked for, `formats` the forms of its
    features."""

    kind: str
    version: str = ""
    title: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    address: str = ""
    fees: str = ""
    constraints: str = ""
    provider: str = ""
    provider_page: str = ""
    person: str = ""
    email: str = ""
    formats: tuple[str, ...] = ()


def read_wfs(body: bytes) -> tuple[Service, tuple[Layer, ...]]:
    """A WFS and its feature types; raises PageUnreadable."""
    root = read_answer(body, expected="the capabilities of a WFS", roots=_WFS)
    get = operations(root).get("GetFeature")
    about = one(root, "ServiceIdentification|Service")
    provider = one(root, "ServiceProvider")
    service = _service(root, about, "WFS")
    service = replace(
        service,
        address=next(iter(get.gets), "") if get else "",
        provider=word_of(provider, "ProviderName"),
        provider_page=attribute(one(provider, "ProviderSite"), "href"),
        person=word_of(provider, "ServiceContact/PositionName")
        or word_of(provider, "ServiceContact/IndividualName"),
        email=word_of(provider, "ServiceContact/ContactInfo/Address/ElectronicMailAddress"),
        formats=get.parameters.get("outputformat", ()) if get else (),
    )
    return service, tuple(_feature_type(said) for said in each(root, "FeatureTypeList/FeatureType"))


def read_wms(body: bytes) -> tuple[Service, tuple[Layer, ...]]:
    """A WMS and its named layers, without those that only hold others; raises PageUnreadable."""
    root = read_answer(body, expected="the capabilities of a WMS", roots=_WMS)
    about = one(root, "Service")
    contact = one(about, "ContactInformation")
    way = one(root, "Capability/Request/GetMap/DCPType/HTTP/Get/OnlineResource")
    service = replace(
        _service(root, about, "WMS"),
        address=attribute(way, "href"),
        provider=word_of(contact, "ContactPersonPrimary/ContactOrganization"),
        provider_page=attribute(one(about, "OnlineResource"), "href"),
        person=word_of(contact, "ContactPosition") or word_of(contact, "ContactPersonPrimary/ContactPerson"),
        email=word_of(contact, "ContactElectronicMailAddress"),
    )
    found = (layer for top in each(root, "Capability/Layer") for layer in _layers(top, Layer(name=""), 0))
    return service, tuple({layer.name: layer for layer in found}.values())


def as_values(thing: Layer | Service) -> dict[str, Any]:
    """A layer or a service as JSON values."""
    return asdict(thing)


def layer_of(values: Mapping[str, Any]) -> Layer:
    """The inverse of `as_values`, for a layer."""
    return Layer(**{"name": "", **_known(Layer, values)})


def service_of(values: Mapping[str, Any]) -> Service:
    """The inverse of `as_values`, for a service."""
    return Service(**{"kind": "", **_known(Service, values)})


def _service(root: Element, about: Element | None, kind: str) -> Service:
    words = dict.fromkeys((*texts_of(about, "Keywords/Keyword"), *texts_of(about, "KeywordList/Keyword")))
    return Service(
        kind=kind,
        version=attribute(root, "version"),
        title=word_of(about, "Title"),
        abstract=word_of(about, "Abstract"),
        keywords=tuple(words),
        fees=word_of(about, "Fees"),
        constraints=word_of(about, "AccessConstraints"),
    )


def _feature_type(said: Element) -> Layer:
    return Layer(
        name=word_of(said, "Name"),
        title=word_of(said, "Title"),
        abstract=word_of(said, "Abstract"),
        keywords=texts_of(said, "Keywords/Keyword"),
        box=_box(said),
        crs=word_of(said, "DefaultCRS|DefaultSRS|SRS"),
        described=tuple(_described(said)),
        wfs=True,
    )


def _layers(said: Element, above: Layer, depth: int) -> Iterator[Layer]:
    """A layer and those inside of it, which take over what they do not say themselves (WMS 1.3.0, 7.2.4.8)."""
    credit = one(said, "Attribution")
    layer = Layer(
        name=word_of(said, "Name"),
        title=word_of(said, "Title"),
        abstract=word_of(said, "Abstract"),
        keywords=texts_of(said, "KeywordList/Keyword"),
        box=_box(said) or above.box,
        crs=next(iter(texts_of(said, "CRS|SRS")), "") or above.crs,
        credit=word_of(credit, "Title") or above.credit,
        credit_page=attribute(one(credit, "OnlineResource"), "href") or above.credit_page,
        described=tuple(_described(said)),
        wms=True,
    )
    inner = each(said, "Layer")
    if layer.name and not inner:
        yield layer
    for one_inside in inner if depth < _DEEPEST else ():
        yield from _layers(one_inside, layer, depth + 1)


def _box(said: Element) -> tuple[str, ...]:
    """The box in degrees, in each version's way."""
    corners = one(said, "WGS84BoundingBox")
    if corners is not None:
        return (*word_of(corners, "LowerCorner").split(), *word_of(corners, "UpperCorner").split())
    edges = one(said, "EX_GeographicBoundingBox")
    if edges is not None:
        return tuple(word_of(edges, edge) for edge in _EDGES)
    old = one(said, "LatLonBoundingBox|LatLongBoundingBox")
    return tuple(attribute(old, edge) for edge in _CORNERS) if old is not None else ()


def _described(said: Element) -> Iterator[str]:
    """The addresses of the layer's metadata: a link, or the text of WFS 1.1.0."""
    found = [(_kind(link), _address(link)) for link in each(said, "MetadataURL")]
    for _, address in sorted(found, key=lambda one: "xml" not in one[0]):
        if is_web_address(address):
            yield address


def _kind(link: Element) -> str:
    return (attribute(link, "format") or word_of(link, "Format")).lower()


def _address(link: Element) -> str:
    inner = next(iter(every(link, "OnlineResource")), None)
    return attribute(link, "href") or attribute(inner, "href") or (text_of(link) if not len(link) else "")


def _known(kind: type[Layer] | type[Service], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields that a thing has now: a record that is held may be of an earlier version."""
    told = {field.name: values[field.name] for field in fields(kind) if field.name in values}
    return {
        name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in told.items()
    }
