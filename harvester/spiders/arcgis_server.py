"""ArcGIS Server: its directory of services, a layer or table a record (https://developers.arcgis.com/rest/services-reference/).

| asked | what is read |
|---|---|
| `…/rest/services?f=pjson`, and each folder | folders and services |
| `…/{service}/{type}?f=pjson`, once a service | what the service says of itself |
| `…/{service}/{type}/layers?f=pjson`, once a service | all its layers and tables; else only the names that the service lists |

A record is a layer with its service (JSON), drafted by `drafting/arcgis_layer.py`. Its key is `32hex_N` where the layer belongs to an item
of a portal, as Hub would call it, else the service's path and the layer's number. Where a name stands for a map and a feature service, both have
the same layers: the map service is read. What a token guards (498 and 499, told in a 200) is a rejected finding.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from harvester.drafting.arcgis_layer import draft_layer
from harvester.formats import native
from harvester.formats.items import rejected, sort_out
from harvester.formats.native import first, mapping, objects, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_EXPECTED = "ArcGIS Server's directory"
_USUAL = ("/rest/services", "/arcgis/rest/services", "/server/rest/services", "/gis/rest/services")
_LAYERED = ("MapServer", "FeatureServer")  # the first of a name is read
_WHOLE = "ImageServer"  # has no layers: the service is the dataset
_ESRIS_OWN = frozenset(("System", "Utilities"))  # tools that come with the server
_GUARDED = (401, 403, 498, 499)
_DRAWN = ("drawingInfo", "types", "templates", "advancedQueryCapabilities", "htmlPopupType")  # how, not what
_ITEM = 32  # hexadecimal digits
_TEXTS = 10_000  # signs of a service's text; it goes with every layer


class ArcgisServerSpider(PortalSpider):
    """Portals that run ArcGIS Server."""

    kind: ClassVar[str] = "arcgis_server"
    title: ClassVar[str] = "ArcGIS Server"

    def begin(self) -> tuple[Request, ...]:
        """The directory that the address names, else the usual places below it."""
        address = self.address("")
        if "/rest/services" in address:
            return (self._directory(address),)
        if address.endswith("/rest"):
            return (self._directory(address + "/services"),)
        otherwise: tuple[Request, ...] = ()
        for path in reversed(_USUAL):
            otherwise = (self._directory(address + path, otherwise=otherwise),)
        return otherwise

    def directory(self, response: Response, *, root: str, folder: str = "") -> Page:
        """The root or a folder: the requests for its services and folders."""
        answer = _object(response.body)
        if reason := _refusal(answer):
            if not folder:
                raise PageUnreadable(f"the directory {reason}")
            return Page(findings=(_guarded(f"folder {folder}", reason),))
        if not isinstance(answer.get("services"), list):
            raise PageUnreadable(f"expected {_EXPECTED}, got JSON without a list `services`")
        kinds = _by_name(answer["services"], folder)
        read = {name: found for name, types in kinds.items() if (found := _chosen(types))}
        folders = [
            text(name) for name in native.listed(answer.get("folders")) if text(name) not in _ESRIS_OWN
        ]
        return Page(
            follow=(
                *(self._service(root, name, *found) for name, found in read.items()),
                *(self._directory(root, folder=name) for name in folders if name and not folder),
            ),
            findings=tuple(_without_layers(kinds, read)),
        )

    def service(self, response: Response, *, home: str, path: str, kind: str, twin: str = "") -> Page:
        """One service: its layers are asked for together; one of images is a dataset itself."""
        answer = _object(response.body)
        if reason := _refusal(answer):
            return Page(findings=(_guarded(f"service {path}", reason),))
        about = _outlined(answer)
        if kind == _WHOLE:
            return self._page([({}, f"{path} ({kind})")], about, {"home": home, "path": path})
        values: dict[str, Any] = {"home": home, "path": path, "twin": twin}
        if not native.listed(answer.get("layers")) and not native.listed(answer.get("tables")):
            return Page(findings=(_empty(path),))
        named = self.ask(f"{home}?f=json", self.named, **values)
        return Page(
            follow=(
                self.ask(f"{home}/layers?f=pjson", self.layers, otherwise=(named,), about=about, **values),
            )
        )

    def layers(self, response: Response, *, about: dict[str, Any], home: str, path: str, twin: str) -> Page:
        """Every layer and table of a service, in full."""
        answer = _object(response.body)
        if reason := _refusal(answer):
            raise PageUnreadable(f"the list of layers {reason}")
        if not isinstance(answer.get("layers"), list):
            raise PageUnreadable("expected all layers of a service, got JSON without a list `layers`")
        return self._page(_places(answer, path), about, {"home": home, "path": path, "twin": twin})

    def named(self, response: Response, *, home: str, path: str, twin: str) -> Page:
        """The layers by what the service itself says of them, where the server does not give them in full."""
        answer = _object(response.body)
        if reason := _refusal(answer):
            raise PageUnreadable(f"the service {reason}")
        return self._page(
            _places(answer, path), _outlined(answer), {"home": home, "path": path, "twin": twin}
        )

    def draft(self, record: Record) -> Draft:
        """A layer as a dataset."""
        return draft_layer(record)

    def _directory(self, root: str, *, folder: str = "", otherwise: tuple[Request, ...] = ()) -> Request:
        at = f"{root}/{quote(folder)}" if folder else root
        return self.ask(f"{at}?f=pjson", self.directory, otherwise=otherwise, root=root, folder=folder)

    def _service(self, root: str, path: str, kind: str, twin: str) -> Request:
        home = f"{root}/{quote(path)}/{kind}"
        return self.ask(f"{home}?f=pjson", self.service, home=home, path=path, kind=kind, twin=twin)

    def _page(self, found: list[tuple[Any, str]], about: dict[str, Any], values: dict[str, str]) -> Page:
        records, findings = sort_out(
            _read(item, place, about, values) for item, place in found if not _is_group(item)
        )
        return Page(records=records, findings=findings)


def _read(item: Any, place: str, about: dict[str, Any], values: dict[str, str]) -> Record | Finding:
    """A layer with its service as a record."""
    if not isinstance(item, dict):
        return rejected("not-an-object", f"is {native.name_of(item)}, not a layer", place)
    number = text(item.get("id"))
    if item and not number:
        return rejected("arcgis-layer-without-id", "has no `id`", place)
    layer = {name: value for name, value in item.items() if name not in _DRAWN}
    body = {"path": values["path"], "service": about, "layer": layer, "twin": values.get("twin", "")}
    stem = first(item.get("serviceItemId"), about.get("serviceItemId"))
    try:
        packed = native.pack(body)
    except RecordError as error:
        return rejected("unreadable-item", str(error), place)
    if not item:
        return _record(stem or f"{values['path']}/{_WHOLE}", packed, values["home"])
    key = f"{stem}_{number}" if len(stem) == _ITEM else f"{values['path']}/{number}"
    return _record(key, packed, f"{values['home']}/{quote(number)}")


def _record(key: str, body: bytes, source: str) -> Record:
    return Record(key=key, body=body, media_type="application/json", source=source)


def _object(body: bytes) -> dict[str, Any]:
    answer = native.read_document(body, expected=f"the JSON of {_EXPECTED}")
    if not isinstance(answer, dict):
        raise PageUnreadable(f"expected {_EXPECTED}, got {native.name_of(answer)}")
    return answer


def _refusal(answer: Mapping[str, Any]) -> str:
    """Why a server gives nothing, which it tells in a 200; "" where it gives something. Raises PageUnreadable for
    what is not about permission."""
    error = mapping(answer.get("error"))
    if not error and text(answer.get("status")) != "error":
        return ""
    code, told = error.get("code"), first(error.get("message"), *native.listed(answer.get("messages")))
    if code in _GUARDED:
        return f"asks for a token ({code}: {told[:200]})"
    raise PageUnreadable(f"the server answers that it failed ({text(code) or 'no code'}: {told[:300]})")


def _by_name(services: list[Any], folder: str) -> dict[str, list[str]]:
    """The types of each service by its path, which includes its folder."""
    found: dict[str, list[str]] = {}
    for one in objects(services):
        name, kind = text(one.get("name")), text(one.get("type"))
        path = name if not folder or name.startswith(f"{folder}/") else f"{folder}/{name}"
        if name and kind:
            found.setdefault(path, []).append(kind)
    return found


def _chosen(types: list[str]) -> tuple[str, str] | None:
    """The type that is read, and its twin or ""; None where no type has data."""
    found = [kind for kind in _LAYERED if kind in types]
    if found:
        return found[0], "".join(found[1:])
    return (_WHOLE, "") if _WHOLE in types else None


def _outlined(service: Mapping[str, Any]) -> dict[str, Any]:
    """What a service says of itself, without its layers; its texts cut, since they go with each of them."""
    left_out = ("layers", "tables", *_DRAWN)
    kept = {
        name: value for name, value in service.items() if name not in left_out and not isinstance(value, list)
    }
    return {name: value[:_TEXTS] if isinstance(value, str) else value for name, value in kept.items()}


def _places(answer: Mapping[str, Any], path: str) -> list[tuple[Any, str]]:
    """Layers, then tables, each with where it stood."""
    return [
        (item, f"{path} {part}[{n}]")
        for part in ("layers", "tables")
        for n, item in enumerate(native.listed(answer.get(part)))
    ]


def _is_group(item: object) -> bool:
    """Whether a layer only holds others."""
    said = mapping(item)
    kind = text(said.get("type"))
    return kind == "Group Layer" or bool(not kind and native.listed(said.get("subLayerIds")))


def _without_layers(kinds: Mapping[str, list[str]], read: Mapping[str, Any]) -> Iterator[Finding]:
    others = [f"{path} ({', '.join(types)})" for path, types in kinds.items() if path not in read]
    if others:
        yield Finding(
            code="arcgis-service-without-data",
            severity=Severity.INFO,
            message=f"{len(others)} services are of a type that has no datasets: {'; '.join(others)[:300]}",
        )


def _empty(path: str) -> Finding:
    return Finding(
        code="arcgis-service-empty",
        severity=Severity.INFO,
        message=f"the service {path} has no layers",
        place=path,
    )


def _guarded(what: str, reason: str) -> Finding:
    return Finding(
        code="arcgis-token-required",
        severity=Severity.INFO,
        message=f"the {what} {reason}",
        place=what,
        fix="Share it with everyone, where it is meant to be open.",
        rejected=True,
    )
