"""What came back for one question, and the keys of a document by their way from its root."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import ijson
from lxml import etree

from harvester.formats.native import as_utf8, read_document, text
from harvester.record import PageUnreadable

_ENTITIES = b"<!ENTITY"
_ELEMENTS = 20_000
_DEPTH = 100
ABSENT = "absent"
_TYPES: Mapping[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str) and bool(value.strip()),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "true": lambda value: value is True or value == "true",
    "any": lambda value: value is not None,
    ABSENT: lambda value: value is not None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `failure` says why there was none, as the end of a sentence that begins with the address;
    `cut` that only its head was taken, since it is long."""

    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str = ""
    cut: bool = False

    @property
    def content_type(self) -> str:
        """Its media type as stated."""
        return self.headers.get("content-type", "")


def read_json(answer: Answer) -> Any:
    """The JSON of an answer, as far as it was taken; raises PageUnreadable."""
    if not answer.cut:
        return read_document(answer.body)
    builder = ijson.ObjectBuilder()
    with suppress(ijson.JSONError, ValueError):
        for event, value in ijson.basic_parse(BytesIO(as_utf8(answer.body)), use_float=True):
            builder.event(event, value)
    held = getattr(builder, "value", None)
    if held is None:
        raise PageUnreadable("expected JSON, got something else")
    return held


def read_xml(answer: Answer) -> etree._Element:
    """The root of an XML answer, as far as it was taken. No entity is resolved and nothing is fetched for it;
    raises PageUnreadable."""
    if _ENTITIES in answer.body[:4096]:
        raise PageUnreadable("expected XML, got XML that declares entities; such XML is not read")
    parser: Any = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root, depth = None, 0
    with suppress(etree.XMLSyntaxError):
        parser.feed(answer.body)
        for count, (event, element) in enumerate(parser.read_events()):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _DEPTH or count > _ELEMENTS:
                break
    if root is None:
        raise PageUnreadable("expected XML, got something else")
    return root  # type: ignore[no-any-return]


def json_values(document: Any, way: str) -> Iterator[Any]:
    """What stands at the end of a way (`result.title`, `[].id`); `|` parts ways to try, `[]` is a first item."""
    for spelling in way.split("|"):
        value = document
        for step in spelling.split("."):
            value = _step(value, step)
        if value is not None:
            yield value


def xml_values(root: Any, way: str) -> Iterator[str]:
    """The same for XML, by local names; `@name` is an attribute of the root. An element without text is ""."""
    for spelling in way.split("|"):
        if spelling.startswith("@"):
            if root.get(spelling[1:]) is not None:
                yield root.get(spelling[1:])
            continue
        element = root
        for step in spelling.split("."):
            element = (
                next((one for one in element if local_name(one) == step), None)
                if element is not None
                else None
            )
        if element is not None:
            yield (element.text or "").strip()


def is_of(value: object, expected: str) -> bool:
    """Whether a value is a text, a number … as the table's words have it; what is to be absent must be nothing."""
    return _TYPES[expected](value)


def shown(value: object) -> str:
    """A value as it may stand in a sentence: one line, not long."""
    said = text(value) or ("" if value is None else json.dumps(value, ensure_ascii=False, default=str))
    line = " ".join(said.split())
    return line if len(line) <= 60 else line[:57] + "…"


def local_name(element: Element | Any) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element | Any) -> str:
    """An element's namespace, or ""."""
    return element.tag.rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""


def _step(value: Any, step: str) -> Any:
    if step == "[]":
        return value[0] if isinstance(value, list) and value else None
    return value.get(step) if isinstance(value, dict) else None
