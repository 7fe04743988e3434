"""The desk: where a spider's requests and pages meet the ledger. Each page is staged before its links are followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NoReturn

import structlog
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from sqlalchemy import Connection

from catalogue.clock import shifted
from catalogue.ledger.hosts import rest_run
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.remembered import Memory, keep, remember
from catalogue.ledger.runs import (
    Ask,
    OpenRun,
    Staged,
    add_asks,
    beat,
    clear_page,
    declare,
    end_ask,
    look_up,
    pending_asks,
    stage,
)
from catalogue.ledger.short_runs import COUNTED, UNCOUNTED, note_clock
from catalogue.ledger.tally import first_outcomes, tally
from catalogue.portal import Portal
from harvester.asking.patience import read_clock
from harvester.asks import again, first_url, to_ask, to_request
from harvester.canary import none_read
from harvester.proving import go_on, in_doubt
from harvester.record import Page, PageUnreadable, batches
from harvester.remembering import (
    NOT_MODIFIED,
    digest_of,
    on_condition,
    recalled,
    validators_of,
    without_condition,
)
from harvester.road import PageRoad, names_of
from harvester.spider import PortalSpider
from vocab import Vocabulary

log = structlog.get_logger()

_BATCH = 200
_MAX_PAGES = 20_000
_CLOCK_APART = timedelta(minutes=1)
_READ_AGAIN = (
    1  # an answer that cannot be read is asked for once more: portals send a page of HTML now and then
)


@dataclass(slots=True)
class Desk:
    """One run at work. `clock` gives the ledger's instants; `sample` ends the run after that many records (0: all of
    them); a portal that never ends is ended after its setting `max_pages`."""

    ledger: Ledger
    run: OpenRun
    spider: PortalSpider
    vocabulary: Vocabulary
    clock: Callable[[], str]
    sample: int = 0
    faults: int = 0
    pages: int = 0
    records: int = 0
    stopped: str = ""
    rests: bool = False
    look_up: Callable[[], bool] = lambda: True  # asked after each page: whether the run goes on
    _tries: dict[str, int] = field(default_factory=dict)
    _proven: bool = False  # whether a record of this run could be read

    @property
    def portal(self) -> Portal:
        """The portal of this run."""
        return self.spider.portal

    def opening(self) -> list[Request]:
        """What is asked first: the requests a killed process left, else those that open the portal."""
        with self.ledger.writing() as connection:
            if not self.run.resumed or not pending_asks(connection, self.run):
                add_asks(connection, self.run, self._first(connection))
            return [self._request(ask) for ask in pending_asks(connection, self.run)]

    def receive(
        self, response: Response, *, ask: str, reader: str, values: dict[str, Any]
    ) -> Iterable[Request]:
        """Reads an answer, stages what it holds, and gives the requests that follow from it."""
        self.pages += 1
        self._note_clock(response)
        try:
            if not response.meta["control"] and not self.sample:
                if memory := recalled(self.ledger, self.run, response, ask, values):
                    return self._repeat(memory, ask)
                if response.status == NOT_MODIFIED and response.request is not None:
                    return [without_condition(response.request)]
            page = getattr(self.spider, reader)(response, **values)
            if response.meta["control"]:
                return self._count(page, ask)
            fresh = self._stage(page, ask)
        except PageUnreadable as unreadable:
            return self._unreadable(response, ask, str(unreadable))
        except Exception as error:
            self.faults += 1
            log.error("page failed", portal=self.portal.slug, url=response.url, exc_info=error)
            return self.lose(response.request, "could not be read because of a fault in our reader")
        self._refuse_broken(ask, last=not page.follow)
        return self._follow(page, ask, response, fresh=fresh)

    def lose(self, request: Request | None, remark: str, *, closed: bool = False) -> Iterable[Request]:
        """A request that failed for good: its other ways are taken, else the page counts as failed.

        The last way tells what was wrong with the first, which is what its portal's officer can mend.
        """
        if request is None:
            return ()
        ask, url = request.meta["ask"], first_url(request)
        if url != request.url:
            remark = f"led to {request.url}, which {remark}"
        before = request.meta["before"] or f"{url} {remark}"
        others = [to_ask(other) for other in self._otherwise(request, before, closed=closed)]
        if request.meta["before"]:
            remark = f"{remark}; it was asked because {before}"
        with self.ledger.writing() as connection:
            new = add_asks(connection, self.run, others)
            lost = UNCOUNTED if request.meta["control"] else "failed"
            state = "replaced" if others else lost
            end_ask(connection, self.run, ask, state=state, remark=remark)
            new += self._onward(connection)
            beat(connection, self.run, now=self.clock())
        return self._going_on(new)

    def rest(self, reason: str) -> NoReturn:
        """Leaves the run to the next day, its requests still to be made."""
        self.rests = True
        until = shifted(self.clock()[:10] + "T00:00:00Z", timedelta(days=1))
        with self.ledger.writing() as connection:
            found = tally(connection, self.run)
            good = found.read + found.same
            sentence = f"{good:,} records read so far; the portal {reason}. The run goes on at {until}."
            rest_run(connection, self.run, until=until, sentence=sentence)
        raise CloseSpider(reason)

    def pulse(self) -> None:
        """Says in the ledger that this process lives."""
        with self.ledger.writing() as connection:
            beat(connection, self.run, now=self.clock())

    def _stage(self, page: Page, ask: str) -> int:
        """Stages a page's records in batches; returns how many of them this run had not met before.

        Settling happens outside the transactions, so that a large document does not keep others from writing.
        What is no record has no name to be known again by, so it does not count: it would keep a loop going.
        """
        road = PageRoad(self.spider, self.portal, self.vocabulary, ask)
        with self.ledger.writing() as connection:
            clear_page(connection, self.run, ask)
        fresh = 0
        size = min(_BATCH, self.sample or _BATCH)
        for records in batches(page.records, size):
            if self._enough():
                break
            with self.ledger.reading() as connection:
                names = [name for record in records for name in names_of(record.key)]
                known = look_up(connection, self.run, names)
            fresh += self._write(list(road.walk(records, known)), ask)
            self.records += len(records)
        loose = [road.loose(finding, count) for count, finding in enumerate(page.findings)]
        self._write(loose, ask)
        return fresh

    def _refuse_broken(self, ask: str, *, last: bool) -> None:
        """Ends the run where none of its first records can be read; one of changes has too few to tell."""
        if self._proven or self.sample or not self.run.full:
            return
        with self.ledger.reading() as connection:
            self._proven, reasons = first_outcomes(connection, self.run)
            if self._proven:  # the commonest case, and a folder's asks are by the thousand
                return
            last = last and len(pending_asks(connection, self.run)) == 1  # the page at hand
        broken = none_read(reasons, last=last)
        if broken:
            self.stopped = broken
            with self.ledger.writing() as connection:
                end_ask(connection, self.run, ask, state="done")
            raise CloseSpider(broken)

    def _enough(self) -> bool:
        """Whether a dry run has read its sample."""
        if self.sample and self.records >= self.sample:
            self.stopped = f"dry run of {self.sample} records"
        return bool(self.stopped)

    def _write(self, staged: list[Staged], ask: str) -> int:
        if staged:
            with self.ledger.writing() as connection:
                stage(connection, self.run, staged, page=ask, now=self.clock())
                beat(connection, self.run, now=self.clock())
        return sum(one.outcome in ("read", "same", "rejected") for one in staged)

    def _follow(self, page: Page, ask: str, response: Response, *, fresh: int) -> Iterable[Request]:
        """Closes a page that was read. One that brought only records met before leads nowhere: a loop ends here."""
        repeats = page.records != () and fresh == 0 and not page.anew
        stated = [to_ask(request) for request in page.follow]
        with self.ledger.writing() as connection:
            if repeats and page.follow:
                remark = "brought only records that earlier pages had, so its next page was not asked for"
                new = self._close(connection, ask, (), page.declared)
                end_ask(connection, self.run, ask, state="failed", remark=remark)
            else:
                new = self._close(connection, ask, () if repeats else stated, page.declared)
            if self.run.full and not self.sample and not repeats:
                follow = [(one.fingerprint, one.url, one.request) for one in stated]
                told = {"values": response.meta["values"], "follow": follow, "declared": page.declared}
                remember(
                    connection, self.run, ask,
                    validators=validators_of(response), digest=digest_of(response), page=told,
                )  # fmt: skip
            new += self._onward(connection)
        return self._going_on(new)

    def _going_on(self, new: Iterable[Ask]) -> list[Request]:
        """What is asked next; nothing where the run leaves here, and another process may ask it later."""
        return [self._request(one) for one in new] if self.look_up() else []

    def _repeat(self, memory: Memory, ask: str) -> Iterable[Request]:
        """Closes a page that is as remembered: its records are as held, and what it led to is asked again."""
        same = (Staged(key=key, outcome="same", digest=digest) for key, digest in memory.records)
        with self.ledger.writing() as connection:
            clear_page(connection, self.run, ask)
            for batch in batches((*memory.others, *same), _BATCH):
                stage(connection, self.run, batch, page=ask, now=self.clock())
            self.records += len(memory.records)
            keep(connection, self.run, ask)
            new = self._close(connection, ask, memory.follow, memory.declared)
        return self._going_on(new)

    def _close(
        self, connection: Connection, ask: str, follow: Sequence[Ask], declared: int | None
    ) -> tuple[Ask, ...]:
        """Ends the ask of a good page, and adds those that follow from it."""
        if self.pages >= int(self.portal.settings.get("max_pages", _MAX_PAGES)) and follow:
            self.stopped = "more pages than a portal may have"
        new = () if self._enough() else add_asks(connection, self.run, follow)
        if declared is not None:
            declare(connection, self.run, declared)
        end_ask(connection, self.run, ask, state="done")
        return new

    def _first(self, connection: Connection) -> list[Ask]:
        if self.run.full:
            return [to_ask(request) for request in self.spider.begin()]
        return in_doubt(connection, self.run, self.spider, now=self.clock())

    def _onward(self, connection: Connection) -> tuple[Ask, ...]:
        """What a run of changes goes on with when all that it knew to ask is asked."""
        if self.run.full or pending_asks(connection, self.run):
            return ()
        self.run, follow = go_on(connection, self.run, self.spider, now=self.clock())
        return add_asks(connection, self.run, [to_ask(request) for request in follow])

    def _count(self, page: Page, ask: str) -> list[Request]:
        """Closes a control query with what it counted."""
        state, remark = (UNCOUNTED, "") if page.declared is None else (COUNTED, str(page.declared))
        with self.ledger.writing() as connection:
            end_ask(connection, self.run, ask, state=state, remark=remark)
            new = self._onward(connection)
        return self._going_on(new)

    def _note_clock(self, response: Response) -> None:
        """Notes the portal's own clock by its first answer, where it is not as ours."""
        told = read_clock((response.headers.get("Date") or b"").decode("latin-1"))
        if self.pages == 1 and told and told < shifted(self.clock(), -_CLOCK_APART):
            with self.ledger.writing() as connection:
                note_clock(connection, self.run, told)

    def _unreadable(self, response: Response, ask: str, reason: str) -> Iterable[Request]:
        tries = self._tries[ask] = self._tries.get(ask, 0) + 1
        if tries <= _READ_AGAIN and response.request is not None:
            return [again(response.request)]
        return self.lose(response.request, f"could not be read: {reason}")

    def _request(self, ask: Ask) -> Request:
        request = to_request(ask, self.spider.receive, self.spider.lost)
        if (
            self.sample
        ):  # what a page leads to goes before what was to be asked already: a folder's files come soon
            request = request.replace(priority=self.pages)
        return on_condition(self.ledger, self.run, request)

    def _otherwise(self, request: Request, before: str, *, closed: bool) -> Iterator[Request]:
        """The other ways; those for what robots.txt closes come first, since it closes whatever is alike."""
        ways = (closed and request.meta["if_closed"]) or request.meta["otherwise"]
        for held in ways:
            yield self._request(Ask(fingerprint="", url=held["url"], request=held | {"before": before}))
