"""A round: links are taken host by host, asked for, judged and given back, until nothing is due or it must end.

Some visits to hosts go on at once; a host is visited by one of them, and by no other process. What stands in memory is
the links of these visits, however many the catalogue has.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from catalogue.checking.address import host_of
from catalogue.clock import shifted
from catalogue.ledger.link_checks import (
    Taken,
    Visit,
    beat,
    let_go,
    let_go_of_gone,
    note_check,
    rest_host,
    take_visit,
)
from catalogue.ledger.taking import Wanted
from catalogue.linkage.answer import Answer, Question
from catalogue.linkage.asking import Finding, judge, next_question
from catalogue.linkage.standing import after, next_due
from catalogue.linkage.statuses import asks_to_wait
from harvester.asking.turns import BudgetSpent
from harvester.linking.reading import read_failure, read_response, request_for
from harvester.linking.visiting import Download, HostRound, lives
from harvester.owner import own_name

log = structlog.get_logger()

_USUAL_REST = timedelta(hours=1)  # for a host that asks us to wait and does not say how long
_ALONE = 20  # hosts of which none answers, as a round begins: it is we who are cut off
_ALONE_LATER = 100  # the same in a row, once some have answered


@dataclass(slots=True)
class Round(HostRound[Visit]):
    """One round. `counts` are by outcome; `cut_off` says that it ended because no host answered any more."""

    counts: Counter[str] = field(default_factory=Counter)
    cut_off: bool = False
    _visits: int = 0
    _begun: str = ""
    _answered: bool = False
    _silent: dict[str, list[tuple[Taken, Finding]]] = field(default_factory=dict)

    async def run(self, download: Download) -> None:
        """Checks what there is to check. `download` asks as politely and as guarded as a harvest."""
        self._begun = self.clock()
        pulse = asyncio.ensure_future(self.keep_beating())
        try:
            await asyncio.gather(*(self._visit_hosts(download) for _ in range(self.settings.links_parallel)))
        finally:
            pulse.cancel()
            with self.ledger.writing() as connection:
                self._settle_silent(connection)  # of a machine that is cut off, nothing
                let_go(connection, own_name())

    async def _visit_hosts(self, download: Download) -> None:
        while not self._ended:
            visit = await self.next_visit()
            if visit is None and self._silent and not self._visits:
                await self.write(self._settle_silent)  # nobody is left who could be answered
                visit = await self.next_visit()
            if visit is None:
                return
            self._visits += 1
            try:
                await self._visit(visit, download)
            except BudgetSpent as spent:
                await self._put_off(visit.host, timedelta(days=1), str(spent))
            finally:
                self._visits -= 1
            await self._give_back(visit)

    async def _visit(self, visit: Visit, download: Download) -> None:
        for taken in visit.links:
            if self._ended:
                return
            finding = await check(taken, download)
            await self._conclude(visit.host, taken, finding)
            if asks_to_wait(finding.status):
                rest = timedelta(seconds=finding.rest) if finding.rest else _USUAL_REST
                asks = host_of(finding.leads_to) or visit.host  # it may be another, to which redirects led
                await self._put_off(asks, rest, finding.remark)
                if asks == visit.host:
                    return

    def take(self, connection: Connection, wanted: Wanted, *, now: str, most: int) -> Visit | None:
        """The next links of the next host."""
        let_go_of_gone(connection, now=now, is_alive=lives)
        return take_visit(connection, wanted, owner=own_name(), now=now, after=self.after, most=most)

    def measure(self, visit: Visit) -> tuple[str, int]:
        """Its host, and its links."""
        return visit.host, len(visit.links)

    def beat(self, connection: Connection) -> None:
        """For the links that this process has taken."""
        beat(connection, own_name(), now=self.clock())

    async def _conclude(self, host: str, taken: Taken, finding: Finding) -> None:
        """Keeps what was found. That a host does not answer is kept once another has: until then it may be that none
        can be reached from here, and no link is to die of that."""
        if finding.status is None:
            self._silent.setdefault(host, []).append((taken, finding))
            self.cut_off = self._is_alone() and self._was_patient()
            self._ended = self._ended or self.cut_off
            return
        self._answered = True
        if self._silent:
            await self.write(self._settle_silent)
        await self.write(lambda connection: self._note(connection, taken, finding))

    def _is_alone(self) -> bool:
        """Whether so many hosts do not answer, and none does, that it must be us."""
        return len(self._silent) >= (_ALONE_LATER if self._answered else _ALONE)

    def _was_patient(self) -> bool:
        """Whether a host that is slow would have answered by now: those that are not there are told in no time."""
        patience = timedelta(seconds=self.settings.links_timeout)
        return self.clock() >= shifted(self._begun, patience)

    def _settle_silent(self, connection: Connection) -> None:
        self.cut_off = self.cut_off or self._is_alone()
        silent, self._silent = self._silent, {}
        if self.cut_off:
            log.warning("links not checked", reason="no host answered", hosts=len(silent))
            return
        for taken, finding in [one for held in silent.values() for one in held]:
            self._note(connection, taken, finding)

    def _note(self, connection: Connection, taken: Taken, finding: Finding) -> None:
        now = self.clock()
        standing = after(taken.standing, finding.outcome, now=now)
        due = next_due(
            standing,
            finding.outcome,
            now=now,
            every=timedelta(hours=self.settings.links_hours),
            chance=self.chance,
            was=taken.standing,
            rest=timedelta(seconds=finding.rest) if finding.rest else None,
        )
        if note_check(connection, taken, finding, standing, owner=own_name(), now=now, due=due):
            self.counts[finding.outcome.value] += 1
            self.told(self.counts.total())

    async def _put_off(self, host: str, rest: timedelta, why: str) -> None:
        until = shifted(self.clock(), min(rest, timedelta(days=30)))
        log.info("host left alone", host=host, until=until, reason=why)
        await self.write(lambda connection: rest_host(connection, host, until=until))

    async def _give_back(self, visit: Visit) -> None:
        """Gives back what the visit did not come to; what is silent is kept until it is settled."""
        waits = {taken.id for taken, _ in self._silent.get(visit.host, ())}
        left = [taken.id for taken in visit.links if taken.id not in waits]
        await self.write(lambda connection: let_go(connection, own_name(), numbers=left))


async def check(taken: Taken, download: Download) -> Finding:
    """Asks for one link until enough is known. Raises BudgetSpent where its host may not be asked today."""
    answers: list[Answer] = []
    while question := next_question(taken.link, answers):
        answers.append(await _ask(question, download))
    return judge(taken.link, answers)


async def _ask(question: Question, download: Download) -> Answer:
    try:
        response = await download(request_for(question))
    except (BudgetSpent, SQLAlchemyError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a host does to us is about this one link
        return read_failure(question, error)
    return read_response(question, response, now=datetime.now(UTC))
