"""The bell: a thread of the worker that hears what a person waits for, and has it done at once.

The pulse looks every ten seconds, and its queue may be busy with harvests for hours; a check that somebody has filed,
or a mail with a link that somebody needs, is looked for twice a second and has threads of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.checks import (
    Check,
    forget_expired,
    is_anything_filed,
    let_go,
    let_go_of_gone,
    take_check,
)
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.notices import ready_notices
from catalogue.ledger.provider_visits import is_any_visit_filed, take_visits
from catalogue.settings import Settings
from harvester.checking.doing import attend_check
from harvester.nursery import open_nursery
from harvester.owner import is_alive, own_name
from harvester.provider.attending import attend_visit
from harvester.telling.delivery import deliver

log = structlog.get_logger()

_LOOK_SECONDS = 0.5
_TIDY_SECONDS = 10.0
_MAILS = 20  # taken up at one look


@dataclass(slots=True)
class Bell:
    """What is filed by people, done by threads of this process: so many checks at a time, and mails one by one."""

    settings: Settings
    ledger: Ledger
    clock: Callable[[], float] = time.monotonic
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _checkers: ThreadPoolExecutor = field(init=False)
    _sender: ThreadPoolExecutor = field(init=False)
    _checking: set[Future[None]] = field(default_factory=set)
    _sending: dict[int, Future[bool]] = field(default_factory=dict)
    _tidied: float | None = None

    def __post_init__(self) -> None:
        self._checkers = ThreadPoolExecutor(self.settings.checks, "check")
        self._sender = ThreadPoolExecutor(1, "mail")

    def start(self) -> None:
        """Listens from now on."""
        open_nursery()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listens no more; checks in work are given back, so that another worker takes them up."""
        self._stopped.set()
        if self._thread and self._thread.is_alive():  # a signal may come before it is started
            self._thread.join()
        self._checkers.shutdown(cancel_futures=True)
        self._sender.shutdown(cancel_futures=True)

    def look(self) -> None:
        """One look at what is filed."""
        if self._tidied is None or self.clock() - self._tidied > _TIDY_SECONDS:
            self._tidied = self.clock()
            self._tidy()
        self._checking = {one for one in self._checking if not one.done()}
        self._sending = {number: one for number, one in self._sending.items() if not one.done()}
        with self.ledger.reading() as connection:
            mails = ready_notices(connection, now=now_utc(), most=_MAILS)
            filed = is_anything_filed(connection)
            visited = bool(self.settings.oidc_issuer) and is_any_visit_filed(connection, now=now_utc())
        for number in mails:
            if number not in self._sending:
                self._sending[number] = self._sender.submit(deliver, number, self.settings, self.ledger)
        if visited:
            with self.ledger.writing() as connection:
                visits = take_visits(connection, owner=own_name(), now=now_utc(), most=_MAILS)
            for visit in visits:
                self._sender.submit(attend_visit, visit, self.settings, self.ledger)
        while filed and len(self._checking) < self.settings.checks and (check := self._take()):
            self._checking.add(self._checkers.submit(self._check, check))

    def finish(self) -> None:
        """Looks until nothing that can be done now is left."""
        self.look()
        while self._checking or self._sending:
            wait([*self._checking])
            wait([*self._sending.values()])
            self.look()

    def _run(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:  # a full disk or a locked ledger must not end the bell for good
                log.error("bell failed", exc_info=error)

    def _take(self) -> Check | None:
        with self.ledger.writing() as connection:
            return take_check(connection, owner=own_name(), now=now_utc())

    def _check(self, check: Check) -> None:
        try:
            attend_check(
                check,
                self.settings,
                self.ledger,
                owner=own_name(),
                is_wanted=lambda: not self._stopped.is_set(),
            )
        except (
            Exception
        ) as error:  # in a pool's thread it would be seen by nobody, and the check stay taken for ever
            log.error("check failed", check=check.id, exc_info=error)
            with self.ledger.writing() as connection:
                let_go(connection, check, owner=own_name(), now=now_utc())

    def _tidy(self) -> None:
        """Lets go what gone workers had, and forgets the checks whose links have ended."""
        with self.ledger.writing() as connection:
            let_go_of_gone(connection, now=now_utc(), is_alive=_is_alive)
            forget_expired(connection, now=now_utc())


def _is_alive(owner: str) -> bool | None:
    """As harvester.owner says, but this very process lives."""
    return True if owner == own_name() else is_alive(owner)
