"""GeoServer and other servers of a WFS and a WMS: a layer a dataset (OGC 09-025r2; OGC 06-042).

| asked | record | key | fields |
|---|---|---|---|
| capabilities at `/ows`: WFS 2.0.0, else 1.1.0; WMS 1.3.0, else 1.1.1 | a layer | its name | `drafting/ogc_layer.py` |
| the same | the service | `service` | the same |
| a layer's MetadataURL, else the server's `/csw` | the ISO record with its layers | its identifier | the same |

Layers of both services are joined by their names. A MetadataURL that cannot be had leaves the layer as it describes
itself, under the key that it would have had.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding, Severity
from harvester.drafting.iso_distributions import bare_address
from harvester.drafting.iso_record import iso_root, normal_identifier
from harvester.drafting.ogc_layer import draft_layer
from harvester.formats import native
from harvester.formats.capabilities import Layer, Service, as_values, layer_of, read_wfs, read_wms
from harvester.formats.ows import with_question
from harvester.formats.xml import canonical, read_xml
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_USUAL = ("/ows", "/geoserver/ows")
_SERVICES = ("/ows", "/wfs", "/wms")
_WFS_VERSIONS, _WMS_VERSIONS = ("2.0.0", "1.1.0"), ("1.3.0", "1.1.1")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NAMING = frozenset(("id", "uuid", "fileidentifier", "identifier"))
_SERVICE_KEY = "service"
_GMD = quote("http://www.isotc211.org/2005/gmd", safe="")


class GeoserverSpider(PortalSpider):
    """Map servers that have a WFS and a WMS."""

    kind: ClassVar[str] = "geoserver"
    title: ClassVar[str] = "GeoServer (WFS and WMS)"

    def begin(self) -> tuple[Request, ...]:
        """What the WFS says of itself, where these servers usually have it; else the WMS alone."""
        otherwise: tuple[Request, ...] = ()
        for root in reversed(self._roots()):
            otherwise = self._ask_wms(root, wfs={}, layers=[], otherwise=otherwise)
            for version in reversed(_WFS_VERSIONS):
                url = with_question(root, f"service=WFS&version={version}&request=GetCapabilities")
                otherwise = (self.ask(url, self.features, otherwise=otherwise, root=root),)
        return otherwise

    def features(self, response: Response, *, root: str) -> Page:
        """The feature types of a WFS; the WMS is asked next, and without one they are all there is."""
        service, layers = read_wfs(response.body)
        wfs = as_values(self._at(service, root))
        told = [as_values(layer) for layer in layers if layer.name]
        alone = self.ask(response.url, self.alone, root=root)
        return Page(follow=self._ask_wms(root, wfs=wfs, layers=told, otherwise=(alone,)))

    def alone(self, response: Response, *, root: str) -> Page:
        """The feature types of a WFS whose server has no WMS."""
        service, layers = read_wfs(response.body)
        return self._page((self._at(service, root),), [layer for layer in layers if layer.name], root)

    def maps(
        self, response: Response, *, root: str, wfs: Mapping[str, Any], layers: Sequence[Mapping[str, Any]]
    ) -> Page:
        """The layers of a WMS, joined with the feature types of the WFS."""
        service, drawn = read_wms(response.body)
        services = [dict(wfs)] if wfs else []
        services.append(as_values(self._at(service, root)))
        joined = _join([layer_of(layer) for layer in layers], drawn)
        return self._page(tuple(services), joined, root)

    def described(
        self,
        response: Response,
        *,
        key: str,
        services: Sequence[Mapping[str, Any]],
        layers: Sequence[Mapping[str, Any]],
    ) -> Page:
        """The ISO record that layers point to, with them."""
        root = iso_root(read_xml(response.body, expected="the layer's metadata"))
        if root is None:
            raise PageUnreadable("expected the layer's metadata, got XML without an ISO record")
        said = {"metadata": canonical(root).decode(), "services": services, "layers": layers}
        return Page(records=(self._record(key, said),))

    def undescribed(
        self,
        response: Response,
        *,
        key: str,
        services: Sequence[Mapping[str, Any]],
        layers: Sequence[Mapping[str, Any]],
    ) -> Page:
        """Layers whose metadata could not be had, as they describe themselves; the server still knows them."""
        read_xml(response.body, expected="the capabilities of the server")
        address = next(iter(native.listed(layers[0].get("described"))), "") if layers else ""
        finding = Finding(
            code="metadata-unreachable",
            severity=Severity.WARNING,
            message=f"The metadata of layer {layers[0].get('name')} cannot be had at the address that it gives.",
            place="MetadataURL",
            published=native.text(address),
            fix="Give an address that can be asked from everywhere, and that answers in ISO 19139.",
        )
        said = {"services": services, "layers": layers}
        return Page(records=(self._record(key, said),), findings=(finding,))

    def draft(self, record: Record) -> Draft:
        """A layer with its services, or the service itself."""
        return draft_layer(record)

    def _page(
        self, services: Sequence[Service | Mapping[str, Any]], layers: Sequence[Layer], root: str
    ) -> Page:
        """The service and the layers that nothing else describes as records, and a request for each description."""
        told = [one if isinstance(one, Mapping) else as_values(one) for one in services]
        records = [self._record(_SERVICE_KEY, {"services": told})]
        asked: dict[str, list[Layer]] = {}
        for layer in layers:
            if layer.described:
                asked.setdefault(_name_of(layer.described[0]) or layer.name, []).append(layer)
            else:
                said = {"services": told, "layers": [as_values(layer)]}
                records.append(self._record(layer.name, said))
        follow = tuple(
            request for key, group in asked.items() for request in self._describe(key, group, told, root)
        )
        return Page(records=tuple(records), follow=follow, declared=len(records) + len(asked))

    def _describe(
        self, key: str, layers: Sequence[Layer], services: list[Any], root: str
    ) -> tuple[Request, ...]:
        """The metadata at its address, else in the server's own catalogue; else the layers speak for themselves."""
        values: dict[str, Any] = {
            "key": key,
            "services": services,
            "layers": [as_values(layer) for layer in layers],
        }
        kind = "WFS" if layers[0].wfs else "WMS"
        asked = f"service={kind}&request=GetCapabilities&layer={quote(layers[0].name)}"
        otherwise: tuple[Request, ...] = (self.ask(with_question(root, asked), self.undescribed, **values),)
        url = layers[0].described[0]
        if _name_of(url):
            own = f"{root.rpartition('/')[0]}/csw?service=CSW&version=2.0.2&request=GetRecordById"
            own += f"&outputSchema={_GMD}&elementSetName=full&id={quote(_name_of(url))}"
            otherwise = (self.ask(own, self.described, otherwise=otherwise, **values),)
        if not _is_internal(self.at_portal(url), self.portal.address):
            otherwise = (self.ask(url, self.described, otherwise=otherwise, **values),)
        return otherwise

    def _record(self, key: str, said: Mapping[str, Any]) -> Record:
        return Record(
            key=key, body=native.pack(said), media_type="application/json", source=self.portal.address
        )

    def _ask_wms(
        self, root: str, *, wfs: Mapping[str, Any], layers: list[Any], otherwise: tuple[Request, ...]
    ) -> tuple[Request, ...]:
        for version in reversed(_WMS_VERSIONS):
            url = with_question(root, f"service=WMS&version={version}&request=GetCapabilities")
            otherwise = (self.ask(url, self.maps, otherwise=otherwise, root=root, wfs=wfs, layers=layers),)
        return otherwise

    def _at(self, service: Service, root: str) -> Service:
        """A service at the address that answered, where its own is on another host: that is often an internal name."""
        own = urlsplit(self.at_portal(service.address))
        same = own.scheme in ("http", "https") and own.hostname == urlsplit(root).hostname
        return service if same else replace(service, address=root)

    def _roots(self) -> tuple[str, ...]:
        """Where both services may be asked: the address if it is theirs, else the usual places below it."""
        address = bare_address(self.portal.address).rstrip("/")
        bare = address.removesuffix("/web").partition("/web/")[0]
        if urlsplit(address).query or urlsplit(address).path.endswith(_SERVICES):
            return (address,)
        return (*(f"{bare}{path}" for path in _USUAL), bare)


def _join(features: Sequence[Layer], drawn: Sequence[Layer]) -> list[Layer]:
    """Layers of both services, joined by name; by its last part, where only one other has it."""
    maps = {layer.name: layer for layer in drawn}
    last: dict[str, list[Layer]] = {}
    for layer in drawn:
        last.setdefault(layer.name.rpartition(":")[2], []).append(layer)
    joined = []
    for feature in features:
        near = last.get(feature.name.rpartition(":")[2], [])
        other = maps.get(feature.name) or (near[0] if len(near) == 1 else None)
        joined.append(feature.joined(maps.pop(other.name)) if other and other.name in maps else feature)
    return [*joined, *maps.values()]


def _name_of(url: str) -> str:
    """The identifier that the address of a record names, or ""."""
    pairs = parse_qsl(urlsplit(url).query)
    named = next((value for name, value in pairs if name.lower() in _NAMING), "")
    found = _UUID.search(url)
    return normal_identifier(named or (found.group() if found else ""))


def _is_internal(url: str, home: str) -> bool:
    """Whether an address is one inside of somebody's network, which need not be asked; the portal's own host is not."""
    host = urlsplit(url).hostname or ""
    if host == urlsplit(home).hostname:
        return False
    with suppress(ValueError):
        return not ipaddress.ip_address(host).is_global
    return "." not in host or host.endswith((".local", ".internal", ".lan"))
