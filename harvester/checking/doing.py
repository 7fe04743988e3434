"""A filed check, done: a process looks, and what it tells goes into the ledger for those who wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from tempfile import TemporaryDirectory

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.checks import Check, CheckState, Progress, give_back, let_go, note_progress
from catalogue.ledger.ledger import Ledger
from catalogue.settings import Settings
from harvester.bounds import resident_megabytes
from harvester.nursery import LookOrder, begin_look

log = structlog.get_logger()

_POLL_SECONDS = 0.2
_LATE_SECONDS = 15.0  # a look ends itself in time; one that cannot is ended from outside a little later

Tell = Callable[[Progress], bool]


@dataclass(slots=True)
class Attending:
    """A look's process, attended until it ends. `tell` is given what it tells, and says whether it goes on."""

    order: LookOrder
    megabytes: float
    tell: Tell
    is_wanted: Callable[[], bool] = lambda: True
    last: Progress = field(default_factory=lambda: Progress(state=CheckState.WAITING))
    over: str = ""

    def run(self) -> Progress:
        """The last that was told; `over` says why the process was killed where it was."""
        process, told = begin_look(self.order)
        until = time.monotonic() + self.order.seconds + _LATE_SECONDS
        try:
            while self.is_wanted() and self._listen(process, told, until):
                pass
        finally:
            process.kill()
            process.join()
            told.close()
        return self.last

    def _listen(self, process: ForkServerProcess, told: Connection, until: float) -> bool:
        """Whether the process goes on, and is to."""
        if told.poll(_POLL_SECONDS):
            try:
                self.last = told.recv()
            except (EOFError, OSError):
                return False
            return self.tell(self.last) and not self.last.state.is_over
        self.over = self._over(process.pid or 0, until)
        return not self.over

    def _over(self, process: int, until: float) -> str:
        if resident_megabytes(process) > self.megabytes:
            return f"it needed more than the {self.megabytes:,} MB of memory that a check may have"
        if time.monotonic() > until:
            return f"it took longer than the {self.order.seconds:,.0f} seconds that a check may take"
        return ""


def attend_check(
    check: Check, settings: Settings, ledger: Ledger, *, owner: str, is_wanted: Callable[[], bool]
) -> None:
    """Does a check that the owner has taken. Whatever becomes of its process, the check ends or is tried again."""

    def tell(progress: Progress) -> bool:
        with ledger.writing() as connection:
            return note_progress(connection, check, progress, owner=owner, now=now_utc())

    with TemporaryDirectory(prefix="stook-check-", ignore_cleanup_errors=True) as folder:
        order = LookOrder(
            address=check.address,
            folder=folder,
            environment=dict(os.environ),
            seconds=settings.check_seconds,
            hasty=check.alone,
        )
        attending = Attending(order, settings.check_megabytes, tell, is_wanted)
        last = attending.run()
    if not last.state.is_over:
        _leave(attending, replace(check, progress=last), ledger, owner=owner, is_wanted=is_wanted())
    log.info("checked", check=check.id, state=last.state.value, reason=attending.over)


def ended_early(last: Progress, reason: str) -> Progress:
    """What is told of a look that had to be ended: its report as far as it goes."""
    sentence = f"The check was ended: {reason}."
    report = replace(last.report, sentence=sentence) if last.report else None
    state = CheckState.DONE if report and report.read else CheckState.FAILED
    return replace(last, state=state, sentence=sentence, lines=(*last.lines, sentence), report=report)


def _leave(attending: Attending, check: Check, ledger: Ledger, *, owner: str, is_wanted: bool) -> None:
    """A look that told no end: it was over its bounds, its worker ends, or its process died."""
    with ledger.writing() as connection:
        if attending.over:
            ended = ended_early(check.progress, attending.over)
            note_progress(connection, check, ended, owner=owner, now=now_utc())
        elif is_wanted:
            let_go(connection, check, owner=owner, now=now_utc())
        else:
            give_back(connection, check, owner=owner)
