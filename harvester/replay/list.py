"""Replays a list of datasets: the records are its rows, written as CSV.

`options`: `delimiter` (","), `encoding` ("utf-8-sig"), `preamble` (lines above the head), `columns` (their order; else
that of first use).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Replay, conditional, to_url
from harvester.replay.recording import Recording

PATH = "/datasets.csv"


def build(recording: Recording) -> Replay:
    """A recorded list is answered as recorded; rows are written as one."""
    if recording.pages:
        return Replay(entry=to_url(recording.pages[0].address))

    def rows() -> Iterator[Mapping[str, Any]]:
        return map(orjson.loads, recording.records)

    return Replay(entry=PATH, routes=(Route(PATH, answer_table(recording, rows)),))


def answer_table(
    recording: Recording, rows: Callable[[], Iterable[Mapping[str, Any]]]
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """An endpoint that gives rows as CSV, written when first asked for."""

    @lru_cache(maxsize=1)
    def document() -> bytes:
        return write_table(list(rows()), recording.options)

    async def table(request: Request) -> Response:
        return conditional(request, "text/csv", document(), captured=recording.captured)

    return table


def write_table(rows: list[Mapping[str, Any]], options: Mapping[str, Any]) -> bytes:
    """Rows as CSV, as `options` has it."""
    columns = options.get("columns") or list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO(newline="")
    text.writelines(f"{line}\r\n" for line in options.get("preamble", ()))
    writer = csv.DictWriter(
        text, columns, restval="", delimiter=options.get("delimiter", ","), extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(options.get("encoding", "utf-8-sig"))
