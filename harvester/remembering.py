"""Answers that say the same as last time: asked for on condition, and not read again.

An answer is the same where the portal says so (304, RFC 9110, 13.1) or where its bytes are. What it held then stands
again only where every record of it is still held as it was; else it is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy import Request
from scrapy.http import Response

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.remembered import Memory, Validators, recall, recall_validators
from catalogue.ledger.runs import OpenRun, look_up
from harvester.asks import again
from harvester.road import names_of

NOT_MODIFIED = 304
_BATCH = 400
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


def on_condition(ledger: Ledger, run: OpenRun, request: Request) -> Request:
    """The request, to be answered only if the answer is not as remembered. A whole run believes no such word."""
    if run.whole or not run.full or request.method != "GET":
        return request
    with ledger.reading() as connection:
        known = recall_validators(connection, run, request.meta["ask"])
    for name, value in zip(_CONDITIONS, (known.etag, known.last_modified), strict=True):
        if value:
            request.headers[name] = value
            request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
    return request


def without_condition(request: Request) -> Request:
    """The same request once more, whose answer is wanted whatever it is."""
    asked = again(request)
    for name in _CONDITIONS:
        asked.headers.pop(name, None)
    return asked


def recalled(
    ledger: Ledger, run: OpenRun, response: Response, ask: str, values: Mapping[str, Any]
) -> Memory | None:
    """What an answer held, where it is the one remembered and all that it held is held still."""
    if not run.full:
        return None
    told = "" if response.status == NOT_MODIFIED else digest_of(response)
    with ledger.reading() as connection:
        memory = recall(connection, run, ask, digest=told)
        if memory is None or memory.values != values:
            return None
        batches = (memory.records[at : at + _BATCH] for at in range(0, len(memory.records), _BATCH))
        as_held = all(_is_held(look_up(connection, run, _names(batch)), batch, ask) for batch in batches)
    return memory if as_held else None


def validators_of(response: Response) -> Validators:
    """By what the portal lets an answer be asked for again."""
    etag, modified = (
        (response.headers.get(name) or b"").decode("latin-1").strip() for name in ("ETag", "Last-Modified")
    )
    return Validators(etag=etag, last_modified=modified)


def digest_of(response: Response) -> str:
    """A digest of all that a reader sees of an answer."""
    seen = hashlib.sha256(response.body)
    seen.update(b"\n" + (response.headers.get("Content-Type") or b"") + b"\n" + response.url.encode())
    return seen.hexdigest()


def _names(batch: Sequence[tuple[str, str]]) -> list[str]:
    return [name for key, _ in batch for name in names_of(key)]


def _is_held(known: Any, batch: Sequence[tuple[str, str]], ask: str) -> bool:
    """Whether each record is held with this digest, and the run has met none of them elsewhere."""
    elsewhere = any(page != ask for page in known.pages.values())
    return not elsewhere and all(known.digests.get(key) == digest for key, digest in batch)
