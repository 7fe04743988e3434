"""Wholeness: a packed answer that was cut off is no answer, though what came of it can be unpacked."""

from __future__ import annotations

import asyncio
import random
import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from harvester.asking.patience import TRIES, again, backoff

PACKINGS = "gzip, deflate"  # what we ask for: both tell where they end
_GZIP = b"\x1f\x8b"
_ANY_HEAD, _NO_HEAD = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS
_PIECE = 1 << 20  # bytes


class AnswerCutOff(IgnoreRequest):
    """A packed answer that ends before its end, again and again."""


class WholenessMiddleware:
    """Asks again for a packed answer that was cut off.

    Scrapy unpacks as far as it goes and says nothing; half of a CSV, or of N-Triples, reads like a whole one.
    """

    def __init__(self, first: float, most: int) -> None:
        self.first, self.most = first, most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholenessMiddleware:
        """Reads the first pause, in seconds, from the setting STOOK_BACKOFF."""
        return cls(crawler.settings.getfloat("STOOK_BACKOFF"), crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """The response, or the same request once more. Raises AnswerCutOff at last."""
        packing = (response.headers.get("Content-Encoding") or b"").strip().lower()
        if packing not in (b"gzip", b"x-gzip", b"deflate") or not is_cut_off(response.body, self.most):
            return response
        tries = request.meta.get("tries", 0)
        if tries >= TRIES:
            raise AnswerCutOff("broke off in the middle")
        await asyncio.sleep(backoff(tries, self.first, chance=random.random))
        return again(request, tries)


def is_cut_off(packed: bytes, most: int) -> bool:
    """Whether a gzip or deflate body ends before its end. What is none, or unpacks to more than `most` bytes, is for
    others to refuse."""
    try:
        return _ends_early(packed, most, _ANY_HEAD)
    except zlib.error:
        pass
    try:
        return _ends_early(packed, most, _NO_HEAD)
    except zlib.error:
        return False


def _ends_early(packed: bytes, most: int, window: int) -> bool:
    unpacked = 0
    while packed:
        part = zlib.decompressobj(window)
        while packed and not part.eof and unpacked <= most:
            unpacked += len(part.decompress(packed, _PIECE))
            packed = part.unconsumed_tail
        if unpacked > most or (packed and not part.eof):
            return False
        if not part.eof:
            return True
        packed = part.unused_data if part.unused_data.startswith(_GZIP) else b""
    return False
