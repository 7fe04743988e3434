"""The questions for a file, and what its answers say: the first bytes, and of a longer workbook a few pieces more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.ledger.sampling import Result, State, TakenSample
from catalogue.linkage.statuses import asks_to_wait
from harvester.asking.failure import describe, is_closed
from harvester.asking.guard import AddressRefused
from harvester.asking.patience import read_retry_after
from harvester.linking.spider import MOST
from harvester.sampling.pieces import Wanted

_STOPPED = "download_stopped"  # Scrapy's mark of an answer of which only the head was taken
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)", re.ASCII)
_USUAL_REST = 3600.0  # seconds, for a host that asks us to wait and does not say how long
_TOO_OFTEN = 429
_CLOSED = {
    401: "asks for a name and a password",
    451: "is withheld for legal reasons",
}
_REMARKS = {
    202: "is still being made by its host",
    403: "is not given to programs, or not to everybody",
    404: "is not there",
    410: "is gone for good",
    429: "is on a host that was asked too often",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some bytes of a file: where they begin, and how many the file has, None where nobody says."""

    first: int
    body: bytes
    size: int | None


def request_for(taken: TakenSample, most: int) -> Request:
    """Asks for the first bytes, unless the file is as it was when it was last read (RFC 9110, 13.1)."""
    headers = {"Range": f"bytes=0-{most - 1}"}
    if taken.state in (State.READ, State.UNFIT):
        headers |= {"If-None-Match": taken.etag} if taken.etag else {}
        headers |= {"If-Modified-Since": taken.last_modified} if taken.last_modified else {}
    return Request(taken.url, headers=headers, meta={MOST: most}, dont_filter=True)


def request_for_piece(url: str, wanted: Wanted) -> Request:
    """Asks for some bytes within."""
    headers = {"Range": f"bytes={wanted.first}-{wanted.first + wanted.count - 1}"}
    return Request(url, headers=headers, meta={MOST: wanted.count}, dont_filter=True)


def read_part(response: Response, most: int) -> Part | None:
    """The bytes that an answer gives; None where it gives none of the file."""
    body = response.body[:most]
    if response.status == 206:
        found = _RANGE.fullmatch(_head(response, "Content-Range"))
        return Part(first=int(found[1]), body=body, size=_number(found[3])) if found else None
    if response.status != 200:
        return None
    whole = _STOPPED not in response.flags and "dataloss" not in response.flags and body == response.body
    return Part(first=0, body=body, size=len(body) if whole else _longer(response, len(body)))


def read_refusal(response: Response, taken: TakenSample, *, now: datetime) -> Result:
    """What an answer says that gives nothing of the file."""
    status = response.status
    if status == 304:
        return Result(state=taken.state, same=True)
    if is_of_no_range(response):
        return Result(state=State.UNFIT, remark="is empty")
    if status in _CLOSED:
        return Result(state=State.REFUSED, remark=_CLOSED[status])
    remark = _REMARKS.get(status, f"is not given: its host answered {status}")
    asked = read_retry_after(_head(response, "Retry-After"), now=now) if asks_to_wait(status) else None
    if asked is None and status != _TOO_OFTEN:  # a 503 of one file among many says nothing of the others
        return Result(state=State.FAILED, remark=remark)
    rest = _USUAL_REST if asked is None else asked
    return Result(state=State.FAILED, remark=remark, rest=rest, leads_to=response.url)


def read_failure(error: Exception) -> Result:
    """Why there was no answer."""
    failure: Failure = Failure(error)  # type: ignore[no-untyped-call] # Twisted tells no types
    if is_closed(failure):
        return Result(state=State.REFUSED, remark="is closed to programs by its host's robots.txt")
    state = State.REFUSED if isinstance(error, AddressRefused) else State.FAILED
    return Result(state=state, remark=describe(failure))


def is_of_no_range(response: Response) -> bool:
    """Whether a host does not give the first bytes: there are none (RFC 9110, 15.5.17), or it gives all or nothing."""
    return response.status == 416


def without_range(request: Request) -> Request:
    """The same question for all of the file, of which no more is read."""
    request = request.replace(dont_filter=True)
    request.headers.pop("Range", None)
    return request


def packing_of(response: Response) -> str:
    """How an answer came packed although nobody asked for it, where that is nothing that is unpacked; else ""."""
    told = _head(response, "Content-Encoding").lower()
    return "" if told in ("", "identity", "gzip", "x-gzip") else told[:20]


def marks_of(response: Response) -> tuple[str, str]:
    """What tells whether a file has changed: its ETag and its Last-Modified, "" where it has none."""
    return _head(response, "ETag"), _head(response, "Last-Modified")


def _longer(response: Response, read: int) -> int | None:
    """How long a file is that was left after its first bytes."""
    told = _number(_head(response, "Content-Length"))
    return told if told is not None and told > read else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _head(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()
