"""JSON Schemas (draft 2020-12, as OpenAPI 3.1 takes them), said in a few words beside what they describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

STRING: Schema = {"type": "string"}
EMPTY: Schema = {"const": ""}
NUMBER: Schema = {"type": "integer", "minimum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TRUTH: Schema = {"type": "boolean"}
ANY: Schema = {}


def record(title: str = "", /, **members: Schema) -> Schema:
    """An object that has all of these members; it may have more, since members may be added.

    With a title it is named in the document, and said there once.
    """
    named = {"title": title} if title else {}
    return {**named, "type": "object", "properties": members, "required": list(members)}


def text(**limits: object) -> Schema:
    """A text within limits, such as `pattern` or `enum`."""
    return {"type": "string", **limits}


def every(schema: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": schema}


def table(schema: Schema) -> Schema:
    """An object of which every value is such, under names that are not known beforehand."""
    return {"type": "object", "additionalProperties": schema}


def either(*schemas: Schema) -> Schema:
    """One of these."""
    return {"anyOf": list(schemas)}


def or_null(schema: Schema) -> Schema:
    """Such, or null where nothing is stated."""
    return either(schema, {"type": "null"})


def joined(title: str, *schemas: Schema) -> Schema:
    """One object with the members of all of these."""
    properties = {name: member for each in schemas for name, member in each["properties"].items()}
    return record(title, **properties)


TEXT_OR_NULL = or_null(STRING)
COUNT_OR_NULL = or_null(COUNT)
