"""A made-up kind of portal: pages of JSON that say plainly what the engine is to meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import orjson
from scrapy import Request
from scrapy.http import Response, TextResponse

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Dataset
from catalogue.portal import Portal
from catalogue.values import Text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

HOME = "https://small.example"
LOOSE = Finding(code="loose", severity=Severity.VIOLATION, message="No record.", rejected=True)


class SmallSpider(PortalSpider):
    """Pages `{"records": [{"key", "title"}], "next": path, "declared", "loose", "breaks"}`."""

    kind: ClassVar[str] = "small"
    title: ClassVar[str] = "Made up"

    def begin(self) -> Iterable[Request]:
        """The first page, or the old one."""
        other = self.ask(HOME + "/old", self.page)
        return (self.ask(HOME + "/1", self.page, otherwise=(other,), turn=1),)

    def page(self, response: Response, *, turn: int = 0) -> Page:
        """A page; text that is no JSON is unreadable, "bug" is a bug."""
        if response.body == b"bug":
            raise KeyError("a bug of ours")
        try:
            said = orjson.loads(response.body)
        except orjson.JSONDecodeError as error:
            raise PageUnreadable("expected JSON, got a web page") from error
        follow = (self.ask(HOME + said["next"], self.page, turn=turn + 1),) if said.get("next") else ()
        records = tuple(record_of(**one) for one in said["records"])
        return Page(
            records=_breaking(records) if said.get("breaks") else records,
            follow=follow,
            declared=said.get("declared"),
            findings=(LOOSE,) * int(said.get("loose", 0)),
        )

    def draft(self, record: Record) -> Draft:
        """A title; "bug" is a bug, and none is no dataset."""
        title = orjson.loads(record.body)["title"]
        if title == "bug":
            raise ZeroDivisionError
        if title == "refused":
            raise RecordError(f"record {record.key} is refused")
        return Draft(dataset=Dataset(title=(Text(title),) if title else ()))


def record_of(key: str, title: str, *, weak: bool = False) -> Record:
    """A record with its key and its title."""
    body = orjson.dumps({"title": title})
    return Record(key=key, body=body, media_type="application/json", source=f"{HOME}/{key}", weak=weak)


def small_spider(**settings: Any) -> SmallSpider:
    """The spider of a made-up portal."""
    return SmallSpider(Portal(slug="small", title="Small", kind="small", address=HOME, settings=settings))


def answer(request: Request, **page: Any) -> TextResponse:
    """A page as Scrapy hands it over."""
    body = page.pop("body", None) or orjson.dumps({"records": []} | page)
    return TextResponse(request.url, body=body, request=request)


def _breaking(records: Iterable[Record]) -> Iterator[Record]:
    yield from records
    raise PageUnreadable("the document ends early")
