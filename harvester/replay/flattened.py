"""Replays what somebody else's harvester made of a portal (`flattened`) as the list of datasets that it is.

A record is rows, one object with `resources`, one row, a page of Markdown, or a text with labels: each becomes rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from starlette.routing import Route

from harvester.replay.answering import Replay
from harvester.replay.list import PATH, answer_table
from harvester.replay.recording import Recording

_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_CELLS = re.compile(r"^\| ([\w :-]+?) +\| (.*?) +\|$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
_SECTION = re.compile(r"^## Description\s+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LABELS = re.compile(
    r"(Title|Summary|Published by|Tags|Temporal Coverage|Geospatial Coverage)(?::| (?=\S))\s*"
)


def build(recording: Recording) -> Replay:
    """The records as one table."""

    def rows() -> Iterator[Mapping[str, Any]]:
        return (row for line in recording.records for row in rows_of(orjson.loads(line)))

    return Replay(kind="list", entry=PATH, routes=(Route(PATH, answer_table(recording, rows)),))


def rows_of(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of one record."""
    if "rows" in record:
        yield from (_plain(row) for row in record["rows"])
    elif "record" in record:
        yield from _by_resource(record["record"])
    elif "text" in record:
        yield {"id": record["id"], **_of_page(record["text"])}
    elif "embedding_text" in record:
        yield {"id": record["id"], **_of_labels(record["embedding_text"])}
    else:
        yield _plain(record)


def _plain(row: Mapping[str, Any]) -> dict[str, str]:
    """A row of texts: a list is joined, null is empty."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    return "" if value is None else str(value)


def _by_resource(record: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A row for each resource, with what the record says beside it."""
    alone = _plain({name: value for name, value in record.items() if name != "resources"})
    resources = [_plain(resource) for resource in record.get("resources") or ()]
    yield from ({**resource, **alone} for resource in resources or [{}])


def _of_page(text: str) -> dict[str, str]:
    """A page of Markdown: its heading, the rows of its tables, and its description."""
    heading, section = _HEADING.search(text), _SECTION.search(text)
    cells = {name: _LINK.sub(r"\1", value) for name, value in _CELLS.findall(text)}
    return cells | {
        "title": heading[1] if heading else "",
        "description": section[1].strip() if section else "",
    }


def _of_labels(text: str) -> dict[str, str]:
    """`Title: … Summary: … Published by … Tags: …`, a value up to the next label."""
    _, *parts = _LABELS.split(text)
    return {name: value.strip(" .") for name, value in zip(parts[::2], parts[1::2], strict=True)}
