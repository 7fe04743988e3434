"""A line to try for each operation: the command that asks it of this site, with examples that are true here."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from web.negotiation import HTML
from web.openapi.questions import example_of
from web.operations import Operation, Parameter, plain_path


def line_of(operation: Operation, base: str, samples: Mapping[str, str]) -> str:
    """The command for a shell; "" where the path names something of which there is none here."""
    address = _address(operation, base, samples)
    if address is None:
        return ""
    return shlex.join(["curl", *_options(operation, samples), address])


def _options(operation: Operation, samples: Mapping[str, str]) -> list[str]:
    if operation.methods[0] != "GET":
        given = [(one.name, example_of(one, samples)) for one in _in_query(operation)]
        return [part for name, value in given if value for part in ("--data-urlencode", f"{name}={value}")]
    if not operation.media:
        return ["--location"]
    asked = _best(operation)
    by_header = len(operation.suffixes) < 2 and asked != operation.media[0]
    return ["--header", f"Accept: {asked}"] if by_header else []


def _address(operation: Operation, base: str, samples: Mapping[str, str]) -> str | None:
    path = plain_path(operation.path)
    described = {one.name: one for one in operation.parameters if one.where == "path"}
    for name in operation.names():
        value = example_of(described.get(name, Parameter(name=name, about="")), samples)
        if not value:
            return None
        path = path.replace(f"{{{name}}}", quote(value, safe="/"))
    query = [(one.name, example_of(one, samples)) for one in _in_query(operation)]
    stated = urlencode([pair for pair in query if pair[1]]) if operation.methods[0] == "GET" else ""
    return f"{base}{path}{_suffix(operation)}" + (f"?{stated}" if stated else "")


def _in_query(operation: Operation) -> tuple[Parameter, ...]:
    """What the line says: all that must be said, else the first thing that has an example."""
    query = tuple(one for one in operation.parameters if one.where == "query")
    needed = tuple(one for one in query if one.required)
    return needed or tuple(one for one in query if one.example or one.of)[:1]


def _best(operation: Operation) -> str:
    """The form that a program would ask for first: the first that is no page."""
    return next((each for each in operation.media if each != HTML.media_type), operation.media[0])


def _suffix(operation: Operation) -> str:
    return next((each for each in operation.suffixes if each), "")
