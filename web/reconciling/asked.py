"""A batch of queries as a client writes it, read with the place of whatever is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from web.problems import Problem, ProblemRaised
from web.schema import ANY, NUMBER, STRING, Schema, either, every

MOST_QUERIES = 100
MOST_CANDIDATES = 50
_USUAL_CANDIDATES = 10
_MOST_PROPERTIES = 20
_MOST_VALUES = 20
_LONGEST = 400
_STRICT = ("any", "all", "should")


def written(schema: Schema) -> Schema:
    """JSON that is written into a text."""
    return {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}


_CONDITION = {"type": "object", "properties": {"pid": STRING, "v": ANY}, "required": ["pid", "v"]}
_QUERY: Schema = {
    "type": "object",
    "properties": {
        "query": STRING,
        "type": either(STRING, every(STRING)),
        "type_strict": {"enum": list(_STRICT)},
        "limit": NUMBER,
        "properties": every(_CONDITION),
    },
    "required": ["query"],
}
QUERIES_SCHEMA = written({"type": "object", "additionalProperties": _QUERY, "maxProperties": MOST_QUERIES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A property that the thing is said to have, with its values as written."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One cell. `types` are those asked for, any where none is; `strict` says how they bind (0.2, 4.2)."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = _USUAL_CANDIDATES
    conditions: tuple[Condition, ...] = ()

    def stated(self, name: str) -> str:
        """What is said of a property, "" where nothing is."""
        return next((one.values[0] for one in self.conditions if one.property == name and one.values), "")


def read_queries(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys."""
    batch = read_object(text, "queries")
    if len(batch) > MOST_QUERIES:
        detail = f"A batch has at most {MOST_QUERIES} queries; this one has {len(batch):,}."
        raise ProblemRaised(Problem(status=413, title="The batch is too large", detail=detail))
    return {key: _query(value, f"queries.{key[:40]}") for key, value in batch.items()}


def read_object(text: str, place: str) -> Mapping[str, Any]:
    """An object of JSON."""
    try:
        found = orjson.loads(text.encode(errors="replace"))
    except orjson.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        detail = f"{place} is not JSON: it cannot be read at line {error.lineno}, column {error.colno}."
        raise _bad(detail, where) from error
    return as_object(found, place)


def as_object(value: object, place: str) -> Mapping[str, Any]:
    """An object, or the problem that says where one was expected."""
    if not isinstance(value, dict):
        raise _bad(f"{place} must be an object.")
    return value


def as_list(value: object, place: str, most: int) -> Sequence[Any]:
    """A list of at most so many, or the problem that says where one was expected."""
    if not isinstance(value, list):
        raise _bad(f"{place} must be a list.")
    if len(value) > most:
        raise _bad(f"{place} has {len(value):,} items; at most {most} are taken.")
    return value


def as_text(value: object, place: str) -> str:
    """A text, a number taken as one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _bad(f"{place} must be a text.")
    return str(value)[:_LONGEST]


def _query(value: object, place: str) -> Query:
    said = as_object(value, place)
    if "query" not in said:
        raise _bad(f"{place}.query is missing.")
    strict = said.get("type_strict") or "any"
    if strict not in _STRICT:
        raise _bad(f"{place}.type_strict must be one of {', '.join(_STRICT)}.")
    stated = said.get("properties")
    conditions = as_list([] if stated is None else stated, f"{place}.properties", _MOST_PROPERTIES)
    return Query(
        text=as_text(said["query"], f"{place}.query"),
        types=_types(said.get("type"), f"{place}.type"),
        strict=strict,
        limit=_limit(said.get("limit"), f"{place}.limit"),
        conditions=tuple(
            _condition(one, f"{place}.properties[{number}]") for number, one in enumerate(conditions)
        ),
    )


def _types(value: object, place: str) -> tuple[str, ...]:
    """One type, several, or none; each as its id or as an object that has it."""
    listed = as_list(value, place, _MOST_VALUES) if isinstance(value, list) else [value] if value else []
    return tuple(_said(one, place) for one in listed)


def _limit(value: object, place: str) -> int:
    if value is None:
        return _USUAL_CANDIDATES
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _bad(f"{place} must be a whole number from 1.")
    return min(value, MOST_CANDIDATES)


def _condition(value: object, place: str) -> Condition:
    said = as_object(value, place)
    given = said.get("v")
    listed = as_list(given, f"{place}.v", _MOST_VALUES) if isinstance(given, list) else [given]
    values = (_said(one, f"{place}.v") for one in listed if one is not None)
    return Condition(
        property=as_text(said.get("pid"), f"{place}.pid"), values=tuple(one for one in values if one.strip())
    )


def _said(value: object, place: str) -> str:
    """What names a thing: its id, where an object gives it, else its name or the text itself."""
    if isinstance(value, dict):
        return as_text(value.get("id") or value.get("name") or value.get("str"), place)
    return str(value).lower() if isinstance(value, bool) else as_text(value, place)


def _bad(detail: str, more: Mapping[str, object] | None = None) -> ProblemRaised:
    problem = Problem(status=400, title="The request cannot be read", detail=detail, more=more or {})
    return ProblemRaised(problem)
