"""The dry run of a portal's first records, in a ledger that is thrown away; what it brings is told as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from catalogue.checking.report import Report
from catalogue.clock import now_utc
from catalogue.comparison import Verdict
from catalogue.ledger.checks import CheckState
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import OpenRun, open_run
from catalogue.ledger.staged import count_staged, declared_records, failed_asks, staged_records
from catalogue.ledger.tally import tally
from catalogue.portal import Portal
from harvester.asking.turns import Turns
from harvester.checking.sampling import Looked, look_at, report_of
from harvester.checking.telling import sample_sentence, with_blocking
from harvester.crawl import Circle, Crawl, follow_run
from harvester.desk import Desk
from harvester.owner import own_name
from harvester.road import mapper_version
from harvester.spiders import spider_for
from harvester.verdict import Circumstances, judge
from vocab import load_vocabulary

if TYPE_CHECKING:
    from harvester.checking.look import Look

ENOUGH, PATIENCE_SECONDS = 5, 10.0  # records that will do where a portal gives the others slowly
_SLOW = "enough to show"
_OUT_OF_TIME = "closespider_timeout"  # Scrapy's word


@dataclass(slots=True)
class Reading:
    """The dry run of one portal."""

    look: Look
    portal: Portal
    turns: Turns
    _looked: dict[str, Looked] = field(default_factory=dict)

    async def run(self, process: AsyncCrawlerProcess) -> None:
        """Reads the first records into a ledger of its own, and tells the report as it grows."""
        spider = spider_for(self.portal)
        trial = open_ledger(f"sqlite:///{Path(self.look.order.folder) / 'ledger.db'}")
        try:
            run = self._open(trial)
            circle = Circle(
                self.look.settings,
                trial,
                sample=self.look.order.sample,
                after_page=lambda desk: self._tell_more(trial, run, desk),
            )
            crawler = Crawler(type(spider), self.look.asking(self.portal) | {"STOOK_TURNS": self.turns})
            begun = follow_run(crawler, run, circle)
            self.look.note(state=CheckState.READING, sentence="Reading its first records.")
            await process.crawl(crawler, portal=self.portal)
            self.look.count(
                int(crawler.stats.get_value("downloader/request_count", 0)) if crawler.stats else 0
            )
            self._end(trial, run, begun)
        finally:
            trial.close()

    def _open(self, trial: Ledger) -> OpenRun:
        now = now_utc()
        with trial.writing() as connection:
            add_portal(connection, self.portal, now=now)
            mapper = mapper_version(self.portal)
            return open_run(connection, self.portal.slug, now=now, owner=own_name(), mapper=mapper)

    def _tell_more(self, trial: Ledger, run: OpenRun, desk: Desk) -> None:
        """Tells the report again where records have come; where they come slowly, a part of the sample will do."""
        with trial.reading() as connection:
            count = count_staged(connection, run)
        if self.look.is_waited_for and count >= ENOUGH and self.look.seconds > PATIENCE_SECONDS:
            desk.stopped = desk.stopped or _SLOW
        if min(count, self.look.order.sample) > len(self._looked):
            report = self._report(trial, run)
            read = f"{report.read + report.rejected:,} of its records have been looked at."
            self.look.note(report=report, sentence=read)

    def _report(self, trial: Ledger, run: OpenRun) -> Report:
        vocabulary, spider = load_vocabulary(), spider_for(self.portal)
        with trial.reading() as connection:
            staged = staged_records(connection, run, most=self.look.order.sample)
            declared = declared_records(connection, run)
        for one in staged:
            if one.key not in self._looked:
                self._looked[one.key] = look_at(one, spider, vocabulary)
        looked = [self._looked[one.key] for one in staged]
        report = report_of(looked, self.portal.kind, vocabulary)
        return replace(
            report,
            software=spider.title,
            address=self.portal.address,
            title=self.portal.title,
            declared=declared,
            seconds=self.look.seconds,
        )

    def _end(self, trial: Ledger, run: OpenRun, begun: Crawl) -> None:
        report = self._report(trial, run)
        desk = begun.desk
        reason = (desk.stopped if desk else "") or begun.reason
        if reason == _OUT_OF_TIME:
            reason = f"a check takes no longer than {self.look.order.seconds:,.0f} seconds"
        with trial.reading() as connection:
            ending = judge(
                tally(connection, run), Circumstances(reason=reason, faults=desk.faults if desk else 0)
            )
            failed = failed_asks(connection, run)
        sample = len(report.records) if reason == _SLOW else self.look.order.sample
        short = report.read + report.rejected < sample and ending.verdict is not Verdict.COMPLETE
        sentence = sample_sentence(report, sample, ending.sentence)
        state = CheckState.DONE if report.read else CheckState.FAILED
        self.look.finish(with_blocking(replace(report, partial=short), failed), sentence, state)
