"""A round: files are taken host by host, asked for, read, told and given back, until nothing is due or it must end.

A host is visited by one process at a time, and by one visit of it. What stands in memory is a few files of as many
hosts as are visited at once, 64 KB each.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ClassVar

import structlog
from scrapy.http import Response
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from catalogue.checking.address import host_of
from catalogue.clock import shifted
from catalogue.ledger.link_checks import rest_host
from catalogue.ledger.sampling import (
    Result,
    SampleVisit,
    State,
    TakenSample,
    beat_samples,
    let_go_of_gone_samplers,
    let_go_samples,
    note_sample,
    put_off_samples,
    take_samples,
)
from catalogue.ledger.taking import Wanted
from harvester.asking.turns import BudgetSpent
from harvester.linking.visiting import Download, HostRound, lives
from harvester.owner import own_name
from harvester.sampling.answering import (
    Part,
    is_of_no_range,
    marks_of,
    packing_of,
    read_failure,
    read_part,
    read_refusal,
    request_for,
    request_for_piece,
    without_range,
)
from harvester.sampling.reading import Read, Unfit, read_pieces
from harvester.sampling.telling import tell
from vocab import Vocabulary

log = structlog.get_logger()

_PIECES = 3  # requests more for one workbook: its directory, and where its sheet and its texts begin
_SILENT = (
    2  # files of a host in a row to which nobody answers, after which the others are not asked for today
)
_LONGEST_REST = timedelta(days=30)


@dataclass(slots=True)
class SampleRound(HostRound[SampleVisit]):
    """One round. `key` makes the sketches; `counts` are by state."""

    at_once: ClassVar[int] = 5

    vocabulary: Vocabulary
    key: bytes
    counts: Counter[State] = field(default_factory=Counter)

    async def run(self, download: Download) -> None:
        """Samples what there is to sample. `download` asks as politely and as guarded as a harvest."""
        pulse = asyncio.ensure_future(self.keep_beating())
        try:
            await asyncio.gather(
                *(self._visit_hosts(download) for _ in range(self.settings.samples_parallel))
            )
        finally:
            pulse.cancel()
            with self.ledger.writing() as connection:
                let_go_samples(connection, own_name())

    async def _visit_hosts(self, download: Download) -> None:
        while not self._ended and (visit := await self.next_visit()):
            try:
                await self._visit(visit, download)
            except BudgetSpent as spent:
                log.info("host left alone", host=visit.host, reason=str(spent))
                await self.write(partial(self._put_off, visit.host))
            await self.write(partial(_give_back, visit))

    async def _visit(self, visit: SampleVisit, download: Download) -> None:
        silent = 0
        for taken in visit.files:
            if self._ended:
                return
            answered, result = await self._sample(taken, download, asked=silent < _SILENT)
            silent = 0 if answered else silent + 1
            await self.write(partial(self._note, taken, result))
            if result.rest is not None:
                asks = host_of(result.leads_to) or visit.host  # it may be another, to which redirects led
                await self._rest(asks, result.rest)
                if asks == visit.host:
                    return

    async def _sample(self, taken: TakenSample, download: Download, *, asked: bool) -> tuple[bool, Result]:
        """Whether the host answered at all, and what came of it."""
        if not asked:
            return False, Result(state=State.FAILED, remark="was not asked for: its host does not answer")
        try:
            return True, await self._look(taken, download)
        except (BudgetSpent, SQLAlchemyError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a host does to us is about this one file
            result = read_failure(error)
            return result.state is State.REFUSED, result

    async def _look(self, taken: TakenSample, download: Download) -> Result:
        most = self.settings.samples_bytes
        request = request_for(taken, most)
        response = await download(request)
        if is_of_no_range(response):
            response = await download(without_range(request))
        part = read_part(response, most)
        if part is not None and (packing := packing_of(response)):
            return Result(state=State.UNFIT, remark=f"comes packed as {packing}, which is not read")
        if part is None or part.first:
            return read_refusal(response, taken, now=datetime.now(UTC))
        pieces = [(0, part.body)]
        for _ in range(_PIECES + 1):
            found = await asyncio.to_thread(
                read_pieces, pieces, size=part.size, rows=self.settings.samples_rows
            )
            if isinstance(found, Read | Unfit):
                return self._told(taken, found, response, sum(len(body) for _, body in pieces))
            # at the address where redirects ended; the guard looks at it as at any
            further = await download(request_for_piece(response.url, found))
            piece = read_part(further, found.count)
            if piece is None or not _goes_with(piece, part, found.first):
                break
            pieces.append((piece.first, piece.body))
        beyond = Unfit(reason="is a workbook that is longer than what is read of a file")
        return self._told(taken, beyond, response, sum(len(body) for _, body in pieces))

    def _told(self, taken: TakenSample, found: Read | Unfit, response: Response, count: int) -> Result:
        etag, last_modified = marks_of(response)
        result = Result(state=State.UNFIT, bytes=count, etag=etag, last_modified=last_modified)
        if isinstance(found, Unfit):
            return replace(result, remark=found.reason)
        table = tell(found, self.vocabulary, key=self.key, at=self.clock(), url=taken.url)
        return replace(result, state=State.READ, table=table)

    def take(self, connection: Connection, wanted: Wanted, *, now: str, most: int) -> SampleVisit | None:
        """The next files of the next host."""
        let_go_of_gone_samplers(connection, now=now, is_alive=lives)
        return take_samples(connection, wanted, owner=own_name(), now=now, after=self.after, most=most)

    def measure(self, visit: SampleVisit) -> tuple[str, int]:
        """Its host, and its files."""
        return visit.host, len(visit.files)

    def beat(self, connection: Connection) -> None:
        """For the files that this process has taken."""
        beat_samples(connection, own_name(), now=self.clock())

    def _put_off(self, host: str, connection: Connection) -> None:
        put_off_samples(connection, host, until=shifted(self.clock(), timedelta(days=1)))

    def _note(self, taken: TakenSample, result: Result, connection: Connection) -> None:
        now = self.clock()
        due = next_look(taken, result, now=now, days=self.settings.samples_days, chance=self.chance)
        kept = note_sample(
            connection, taken, result, owner=own_name(), now=now, due=due, vocabulary=self.vocabulary
        )
        if kept:
            self.counts[result.state] += 1
            self.told(self.counts.total())

    async def _rest(self, host: str, seconds: float) -> None:
        until = shifted(self.clock(), min(timedelta(seconds=min(seconds, 1e9)), _LONGEST_REST))
        log.info("host left alone", host=host, until=until)
        await self.write(lambda connection: rest_host(connection, host, until=until))


def next_look(
    taken: TakenSample, result: Result, *, now: str, days: float, chance: Callable[[], float]
) -> str:
    """When a file is asked for again: after some weeks, give or take a tenth; one that failed after a day, then two."""
    if result.state is State.FAILED:
        days = min(days, 2.0 ** min(taken.failures, 10))
    rest = timedelta(seconds=min(result.rest or 0.0, _LONGEST_REST.total_seconds()))
    return shifted(now, max(rest, timedelta(days=days * (0.9 + chance() / 5))))


def _goes_with(piece: Part, first: Part, place: int) -> bool:
    """Whether a further piece is of the same file, and what was asked for."""
    return bool(piece.body) and piece.first == place and piece.size == first.size


def _give_back(visit: SampleVisit, connection: Connection) -> None:
    """Gives back what the visit did not come to."""
    let_go_samples(connection, own_name(), numbers=[taken.id for taken in visit.files])
