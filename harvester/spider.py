"""What every spider is: where to start, how to cut an answer into records, how to read a record into a draft."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.portal import Portal
from harvester.asking.failure import describe, is_closed
from harvester.asking.turns import BudgetSpent
from harvester.record import Draft, Page, Record

if TYPE_CHECKING:
    from harvester.desk import Desk

Reader = Callable[..., Page]

LONG_AGO, TO_COME = "1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z"


class Counted(Enum):
    """What a control query counts: everything; with the filter and a date before the portal's first record, which
    must be as many; or with a date to come, which must be none."""

    ALL = "all"
    SINCE_LONG_AGO = "old"
    SINCE_TO_COME = "new"


class PortalSpider(Spider):
    """A kind of portal. It knows nothing of vocabularies, our IRIs, the ledger, retries or politeness.

    `begin` and every reader are pure: a reader takes a Response and the keyword values of its request (JSON
    values only, since a checkpoint holds them) and returns a Page, or raises PageUnreadable.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    whole: ClassVar[bool] = False  # whether the whole catalogue comes as one document, which may be larger
    desk: Desk  # given by harvester.crawl; nothing but the three methods below it knows of it

    def __init__(self, portal: Portal, **kwargs: Any) -> None:
        super().__init__(name=portal.slug, **kwargs)
        self.portal = portal

    @abstractmethod
    def begin(self) -> Iterable[Request]:
        """The requests that open the portal."""

    def begin_since(self, since: str) -> Iterable[Request]:  # noqa: ARG002
        """The requests for what was changed or added since an instant ("2026-11-22T09:00:00Z"). None where the kind
        or this portal cannot be asked so; then every run asks for everything."""
        return ()

    def controls(self) -> Iterable[Request]:
        """The control queries, each made by `control`, that prove the filter `begin_since` asks with.

        Those that count ALL are asked in each run of changes: the portal must have as many records as at its last
        complete run and those met anew, else everything is asked for. All are asked once a month.
        """
        return ()

    @abstractmethod
    def draft(self, record: Record) -> Draft:
        """A record in DCAT's shape; raises catalogue.errors.RecordError when it cannot be one."""

    async def start(self) -> AsyncIterator[Request]:
        """Scrapy's way in: what the desk says is to be asked first."""
        for request in self.desk.opening():
            yield request

    def receive(self, response: Response) -> Iterable[Request]:
        """Scrapy's callback for every answer."""
        meta = response.meta
        return self.desk.receive(response, ask=meta["ask"], reader=meta["reader"], values=meta["values"])

    def lost(self, failure: Failure) -> Iterable[Request]:
        """Scrapy's errback for every request that got no good answer."""
        if isinstance(failure.value, BudgetSpent):
            self.desk.rest(str(failure.value))
        return self.desk.lose(failure.request, describe(failure), closed=is_closed(failure))  # type: ignore[attr-defined]

    def ask(
        self,
        url: str,
        reader: Reader,
        *,
        otherwise: tuple[Request, ...] = (),
        if_closed: tuple[Request, ...] = (),
        **values: Any,
    ) -> Request:
        """A request whose answer `reader` reads, with `values` as its keywords.

        `otherwise` is asked instead when this one fails for good; the failure then counts only as a remark.
        `if_closed` is asked instead where robots.txt closes it, and nothing else is.
        """
        request = Request(self.at_portal(url), callback=reader, cb_kwargs=values, dont_filter=True)
        request.meta["otherwise"] = otherwise
        request.meta["if_closed"] = if_closed
        return request

    def control(self, counted: Counted, url: str, reader: Reader, **values: Any) -> Request:
        """A control query, whose page says in `declared` how many records match; several of one sort are added up."""
        request = self.ask(url, reader, **values)
        request.meta["control"] = counted.value
        return request

    def rows(self, usual: int) -> int:
        """How many records to ask for at once: a dry run wants no more than it shows."""
        return min(usual, int(self.portal.settings.get("limit", usual)))

    def address(self, path: str) -> str:
        """An address below the portal's own. Joined as text, since a portal may live under a path."""
        return self.portal.address.split("?")[0].rstrip("/") + path

    def at_portal(self, url: str) -> str:
        """An address below the portal's `origin`, http or https, moved to where the portal is asked."""
        origin = self.portal.origin.rstrip("/").split("://")[-1]
        rest = url.split("://", 1)[-1]
        if (
            not origin
            or "://" not in url
            or not (rest == origin or rest.startswith((origin + "/", origin + "?")))
        ):
            return url
        return self.address(rest[len(origin) :])
