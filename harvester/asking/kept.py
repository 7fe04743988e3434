"""Answers kept for a moment: what a check has had once, it does not ask for again."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

_MOST_BYTES = 30_000_000  # of all answers together
_CUT = "download_stopped"  # Scrapy's mark of an answer of which only the head was taken


@dataclass(slots=True)
class Kept:
    """The answers of one check by what was asked for, as long as its process lives."""

    answers: dict[tuple[str, bytes], Response] = field(default_factory=dict)
    size: int = 0

    def __deepcopy__(self, _: object) -> Kept:
        """Itself: Scrapy copies its settings, and two crawls share this."""
        return self


class KeptAnswersMiddleware:
    """Answers from what is kept, and keeps what comes. It stands before all others, so that nothing is done twice."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeptAnswersMiddleware:
        """Reads the setting STOOK_KEPT."""
        return cls(crawler.settings["STOOK_KEPT"])

    def process_request(self, request: Request) -> Response | None:
        """The answer that is kept, if it is: a copy, since an answer knows whose it is."""
        held = self.kept.answers.get(_name(request)) if request.method == "GET" else None
        return held.replace(request=None) if held else None

    def process_response(self, request: Request, response: Response) -> Response:
        """The response; a whole one is kept, also that a robots.txt is not there."""
        name, is_robots = _name(request), request.url.endswith("/robots.txt")
        good = response.status == 200 or (is_robots and response.status == 404)
        fits = self.kept.size + len(response.body) <= _MOST_BYTES
        if good and fits and request.method == "GET" and _CUT not in response.flags:
            if name not in self.kept.answers:
                self.kept.size += len(response.body)
            self.kept.answers[name] = response
        return response


def _name(request: Request) -> tuple[str, bytes]:
    """What may not differ: an address has several forms, of which one is accepted."""
    return request.url, request.headers.get("Accept") or b""
