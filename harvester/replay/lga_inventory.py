"""Replays an inventory of the LGA's schema (http://schemas.opendata.esd.org.uk/Inventory): one XML document.

It is made anew, with a new date, each time that it is asked for on another day, as councils' software does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from lxml import etree
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.formats.xml import Element
from harvester.replay.answering import Replay, conditional, to_url
from harvester.replay.recording import Recording

_NAMESPACE = "http://schemas.esd.org.uk/inventory"
_PATH = "/inventory.xml"


def build(recording: Recording) -> Replay:
    """A recorded inventory as recorded; records, objects with the schema's names in small, as one document. Options
    `publisher` and `spatial` are addresses that hold for all."""
    if recording.pages:
        return Replay(entry=to_url(recording.pages[0].address))
    return Replay(entry=_PATH, routes=(Route(_PATH, _inventory(recording)),))


def _inventory(recording: Recording) -> Callable[[Request], Any]:
    async def inventory(request: Request) -> Response:
        body = etree.tostring(_document(recording), encoding="utf-8", xml_declaration=True)
        return conditional(request, "application/xml", body, captured=recording.captured)

    return inventory


def _document(recording: Recording) -> Element:
    root = etree.Element(_name("Inventory"), nsmap={"inv": _NAMESPACE})
    root.set("Modified", recording.captured or "2024-01-01")
    _add(root, "Identifier", recording.origin)
    about = _add(root, "Metadata")
    _add(about, "Publisher", recording.options.get("publisher"))
    _add(about, "Title", recording.title)
    _add(_add(about, "Coverage"), "Spatial", recording.options.get("spatial"))
    datasets = _add(root, "Datasets")
    for line in recording.records:
        _add_dataset(datasets, orjson.loads(line))
    return root


def _add_dataset(datasets: Element, said: Mapping[str, Any]) -> None:
    dataset = _add(datasets, "Dataset")
    _mark(dataset, said, ("Active", "Modified"))
    _add(dataset, "Identifier", said.get("id"))
    for name in ("Title", "Description", "Rights", "RightsHolder"):
        if name.lower() in said:
            _add(dataset, name, said[name.lower()])
    subjects = _add(dataset, "Subjects")
    for name in ("Service", "Function"):
        for word in said.get(f"{name.lower()}s") or ():
            _add(_add(subjects, "Subject"), name, word)
    resources = _add(dataset, "Resources")
    for one in said.get("files") or ():
        _add_resource(resources, one)


def _add_resource(resources: Element, said: Mapping[str, Any]) -> None:
    resource = _add(resources, "Resource")
    _mark(resource, said, ("Active", "Language", "Type", "Modified"))
    _add(resource, "Identifier", said.get("id"))
    _add(resource, "Title", said.get("title"))
    renditions = _add(resource, "Renditions")
    for one in said.get("renditions") or ():
        rendition = _add(renditions, "Rendition")
        _mark(rendition, one, ("Active", "Modified"))
        _add(rendition, "Identifier", one.get("url"))
        for name in ("MimeType", "Title", "Description", "Availability", "ConformsTo"):
            _add(rendition, name, one.get(name.lower()))


def _mark(element: Element, said: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if said.get(name.lower()):
            element.set(name, str(said[name.lower()]))


def _add(above: Element, name: str, text: Any = None) -> Element:
    element = etree.SubElement(above, _name(name))
    element.text = None if text is None else str(text)
    return element


def _name(local: str) -> str:
    return f"{{{_NAMESPACE}}}{local}"
