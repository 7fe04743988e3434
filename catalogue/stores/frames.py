"""What a store and its worker processes say to each other: length-prefixed frames of bytes on two pipes.

A frame is a small JSON head and a body. Terms cannot be pickled, and nothing pickled should be read from a
process that runs strangers' queries.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from catalogue.errors import (
    AnswerTooLarge,
    QueryInvalid,
    QueryRefused,
    QueryTimeout,
    StoreError,
    StoreUnavailable,
)
from catalogue.stores.protocol import Answer, Query, QueryForm
from catalogue.stores.scan import Scan

_LENGTHS = struct.Struct(">IQ")
_PLACED = {kind.__name__: kind for kind in (QueryRefused, QueryInvalid)}
_PLAIN = {kind.__name__: kind for kind in (AnswerTooLarge, QueryTimeout, StoreUnavailable)}

Receive = Callable[[int], bytes]
"""Gives exactly so many bytes, or raises EOFError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A query for a worker, with the folder of the store to ask; no folder is the empty store.

    With `read_only` it is read and not run: the answer has no body.
    """

    data: str | None
    query: Query
    scan: Scan
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A query for a server elsewhere, with what is sent beside it; `headers` may hold a secret."""

    address: str
    headers: Mapping[str, str] = field(repr=False)
    parameters: tuple[tuple[str, str], ...]
    query: Query
    form: QueryForm


def write_ask(ask: Ask | Fetch) -> bytes:
    """The frame of a question."""
    return _frame(ask, b"")


def read_ask(receive: Receive) -> Ask | Fetch:
    """The next question; EOFError when the asking side has gone."""
    head, _ = _receive(receive)
    if "address" in head:
        return _read_fetch(head)
    scan = Scan(form=QueryForm(head["scan"]["form"]), names_dataset=head["scan"]["names_dataset"])
    return Ask(data=head["data"], query=_query(head["query"]), scan=scan, read_only=head["read_only"])


def _read_fetch(head: dict[str, Any]) -> Fetch:
    return Fetch(
        address=head["address"],
        headers=head["headers"],
        parameters=tuple((name, value) for name, value in head["parameters"]),
        query=_query(head["query"]),
        form=QueryForm(head["form"]),
    )


def _query(query: dict[str, Any]) -> Query:
    query["default_graphs"] = tuple(query["default_graphs"])
    query["named_graphs"] = tuple(query["named_graphs"])
    return Query(**query)


def write_ready() -> bytes:
    """What a worker says once, when it can take questions."""
    return _frame({"ready": True}, b"")


def write_answer(answer: Answer) -> bytes:
    """The frame of an answer."""
    return _frame({"form": answer.form.value, "media_type": answer.media_type}, answer.body)


def write_error(error: StoreError) -> bytes:
    """The frame of one of the errors that `Store.query` may raise."""
    line, column = getattr(error, "line", 0), getattr(error, "column", 0)
    head = {"error": type(error).__name__, "message": str(error), "line": line, "column": column}
    return _frame(head, b"")


def write_gone() -> bytes:
    """What a worker says if the generation was dropped before the question came."""
    return _frame({"gone": True}, b"")


def read_reply(receive: Receive) -> Answer | StoreError | None:
    """An answer, or an error to raise; None for a worker that is ready, or whose generation has gone."""
    head, body = _receive(receive)
    if "form" in head:
        return Answer(form=QueryForm(head["form"]), media_type=head["media_type"], body=body)
    if "error" not in head:
        return None
    if head["error"] in _PLACED:
        return _PLACED[head["error"]](head["message"], head["line"], head["column"])
    return _PLAIN[head["error"]](head["message"])


def _frame(head: Ask | Fetch | dict[str, Any], body: bytes) -> bytes:
    text = orjson.dumps(head, default=dict)  # a mapping that is no dict: `bindings`
    return _LENGTHS.pack(len(text), len(body)) + text + body


def _receive(receive: Receive) -> tuple[dict[str, Any], bytes]:
    head_length, body_length = _LENGTHS.unpack(receive(_LENGTHS.size))
    head: dict[str, Any] = orjson.loads(receive(head_length))
    return head, receive(body_length) if body_length else b""
