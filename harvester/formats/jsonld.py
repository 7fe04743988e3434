"""JSON-LD without the network: every context that a document names is replaced by our own copy of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from harvester.record import PageUnreadable

_DEPTH = 100


def pinned(document: Any) -> bytes:
    """A document with its context addresses resolved, as JSON that needs nothing else to be read.

    Raises PageUnreadable that names a context we do not hold, or where the nesting is deeper than 100.
    """
    for thing in _objects(document):
        if "@context" in thing:
            thing["@context"] = _resolved(thing["@context"])
        if "@import" in thing:
            raise PageUnreadable(f"the JSON-LD context imports <{thing['@import']}>, which is not read")
    return json.dumps(document, ensure_ascii=False).encode(
        "utf-8", "replace"
    )  # of half a surrogate pair, "?"


def known_contexts() -> tuple[str, ...]:
    """The addresses of the contexts that we hold, without http(s):// and an ending slash or #."""
    return tuple(_index())


def _resolved(context: Any) -> Any:
    if isinstance(context, str):
        return _held(context)
    if isinstance(context, list):
        return [_held(item) if isinstance(item, str) else item for item in context]
    return context


def _held(address: str) -> Any:
    plain = address.strip().split("://")[-1].rstrip("/#")
    name = _index().get(plain)
    if name is None:
        raise PageUnreadable(f"the JSON-LD context <{address[:200]}> is not one that is held here")
    return _context(name)


@cache
def _index() -> dict[str, str]:
    contexts: dict[str, str] = _data("index.json")["contexts"]
    return contexts


@cache
def _context(name: str) -> Any:
    return _data(name)["@context"]


def _data(name: str) -> Any:
    return orjson.loads((files("harvester") / "contexts" / name).read_bytes())


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, the outer ones first."""
    pending = [(document, 0)]
    while pending:
        value, depth = pending.pop()
        if depth > _DEPTH:
            raise PageUnreadable(f"expected JSON-LD, got JSON nested deeper than {_DEPTH} levels")
        if isinstance(value, dict):
            yield value
            pending.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            pending.extend((inner, depth + 1) for inner in value)
