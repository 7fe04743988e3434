"""From Scrapy's response, or its failure, to the answer that the rules judge."""

from __future__ import annotations

import zlib
from datetime import datetime

from scrapy import Request
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from catalogue.linkage.answer import BODY_BYTES, Answer, Lost, Question
from harvester.asking.failure import describe, is_endless, is_untrusted
from harvester.asking.guard import AddressRefused
from harvester.asking.patience import read_retry_after

_RANGE = f"bytes=0-{BODY_BYTES - 1}"
_SLOW = frozenset(("DownloadTimeoutError", "TimeoutError", "TCPTimedOutError"))
_NOWHERE = frozenset(
    (
        "CannotResolveHostError",
        "DNSLookupError",
        "ConnectError",
        "DownloadConnectionRefusedError",
        "ConnectionRefusedError",
        "UnsupportedURLSchemeError",
    )
)
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WINDOWS = (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS)  # with a head of gzip or zlib, and without any


def request_for(question: Question) -> Request:
    """The question as Scrapy asks it."""
    headers = {"Range": _RANGE} if question.ranged else {}
    return Request(question.url, method=question.method, headers=headers, dont_filter=True)


def read_response(question: Question, response: Response, *, now: datetime) -> Answer:
    """The answer. One that leads to what is no web address is left by Scrapy as it is."""
    astray = response.status in _REDIRECTS and "Location" in response.headers
    return Answer(
        question=question,
        url=response.url if response.url != request_for(question).url else question.url,
        status=response.status,
        media_type=_head(response.headers, "Content-Type").partition(";")[0].strip().lower(),
        length=read_length(response),
        body=unpacked(response.body[:BODY_BYTES], _head(response.headers, "Content-Encoding")),
        retry_after=read_retry_after(_head(response.headers, "Retry-After"), now=now),
        lost=Lost.BROKEN if astray else Lost.NOT,
        why="leads to what is no web address" if astray else _remark(response),
    )


def read_failure(question: Question, error: Exception) -> Answer:
    """Why there was no answer, and whether another question may get one."""
    why = describe(Failure(error))  # type: ignore[no-untyped-call] # Twisted tells no types
    return Answer(question=question, url=question.url, lost=_lost(error), why=why)


def read_length(response: Response) -> int | None:
    """The bytes of the whole, by Content-Range where only a part was sent (RFC 9110, 14.4); None where untold."""
    whole = _head(response.headers, "Content-Range").rpartition("/")[2] if response.status == 206 else ""
    told = whole or ("" if response.status == 206 else _head(response.headers, "Content-Length"))
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


def unpacked(body: bytes, packing: str) -> bytes:
    """The first bytes of a body that was packed although nobody asked for it; itself where it was not."""
    if packing.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    for window in _WINDOWS:
        try:
            return zlib.decompressobj(window).decompress(body, BODY_BYTES)
        except zlib.error:
            continue
    return body


def _head(headers: Headers, name: str) -> str:
    return (headers.get(name) or b"").decode("latin-1")


def _remark(response: Response) -> str:
    return "broke off before its end" if "dataloss" in response.flags else ""


def _lost(error: Exception) -> Lost:
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & _SLOW:
        return Lost.SLOW
    if isinstance(error, AddressRefused) or is_untrusted(error) or names & _NOWHERE or is_endless(error):
        return Lost.NOWHERE
    return Lost.BROKEN
