"""The worker: a queue on SQLite (Huey), a pulse that fills it with portals that are due, and their harvest.

That a portal is filed, and which worker has it, stands in the ledger; the queue only says that there is work. So
several workers share one queue without making a run twice, and what a killed one had is found by the others.
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from huey import SqliteHuey

from catalogue.clock import now_utc
from catalogue.errors import PortalError
from catalogue.ledger.filings import (
    Clerk,
    end_filing,
    file_due,
    give_back,
    put_off,
    take_filing,
    unserved,
)
from catalogue.ledger.hosts import resting_until
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.notices import due_notices
from catalogue.ledger.schedules import portal_schedule
from catalogue.ledger.stopping import unfinished_run
from catalogue.ledger.watches import remind
from catalogue.ledger.workers import beat_worker, leave_work
from catalogue.projection import project
from catalogue.schedule import quiet_until
from catalogue.settings import Settings
from harvester.bell import Bell
from harvester.bounds import attend
from harvester.dumping import due_day, dump_in_process
from harvester.ended import Ended
from harvester.ending import Broken, after_death, conclude
from harvester.following import Follower
from harvester.harvest import end_on_term
from harvester.inspector import Inspector
from harvester.linking.keeper import Keeper
from harvester.nursery import Order, begin_run
from harvester.owner import is_alive, own_name
from harvester.removing import Remover
from harvester.sampling.keeper import SampleKeeper
from harvester.telling.audience import audience_of
from harvester.telling.delivery import deliver

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tasks:
    """What can be put into the queue: the harvest of a portal, by slug, the sending of a notice, by number, and the
    making of the dumps of a day."""

    harvest: Callable[[str], object]
    send: Callable[[int], object]
    dump: Callable[[str], object]


def work(settings: Settings) -> None:
    """Works until it is told to stop. Several workers may share one ledger and one queue."""
    ledger = open_ledger(settings.ledger_url)
    queue, tasks = build_queue(settings, ledger)
    pulse, bell = Pulse(settings, ledger, queue, tasks), Bell(settings, ledger)
    patrols = (
        Keeper(settings, ledger),
        SampleKeeper(settings, ledger),
        Inspector(settings, ledger),
    )
    end_on_term()  # until the consumer listens itself: a worker that is stopped as it begins says so too
    try:
        pulse.start()
        bell.start()  # before all that takes a while: somebody may wait
        project(settings, ledger)  # what is committed and not projected yet, by a process since killed
        for patrol in patrols:
            patrol.start()
        queue.create_consumer(
            workers=settings.jobs, worker_type="thread", periodic=False, check_worker_health=True
        ).run()
    finally:
        for patrol in reversed(patrols):
            patrol.stop()
        bell.stop()
        pulse.stop()
        ledger.close()


def build_queue(settings: Settings, ledger: Ledger) -> tuple[SqliteHuey, Tasks]:
    """The queue, and its tasks."""
    settings.queue_path.parent.mkdir(parents=True, exist_ok=True)
    queue = SqliteHuey("stook", filename=str(settings.queue_path), results=False)

    @queue.task()  # type: ignore[untyped-decorator]
    def harvest_portal(slug: str) -> None:
        harvest_filed(slug, settings, ledger)

    @queue.task()  # type: ignore[untyped-decorator]
    def send_notice(number: int) -> None:
        deliver(number, settings, ledger)

    @queue.task()  # type: ignore[untyped-decorator]
    def make_dumps_of(day: str) -> None:
        dump_in_process(day, settings)

    return queue, Tasks(harvest_portal, send_notice, make_dumps_of)


@dataclass(slots=True)
class Pulse:
    """A worker's pulse, in a thread of its own: it says that the worker lives, and files what is due."""

    settings: Settings
    ledger: Ledger
    queue: SqliteHuey
    tasks: Tasks
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _remover: Remover = field(init=False)
    _follower: Follower = field(init=False)

    def __post_init__(self) -> None:
        self._remover = Remover(self.settings, self.ledger)
        self._follower = Follower(self.settings, self.ledger)

    def start(self) -> None:
        """Beats once at once, and then regularly."""
        self.beat()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Says that the worker ends."""
        self._stopped.set()
        if self._thread and self._thread.is_alive():  # a signal may come before it is started
            self._thread.join()
        self._remover.errand.stop()
        self._follower.errand.stop()
        with self.ledger.writing() as connection:
            leave_work(connection, own_name())

    def beat(self) -> None:
        """One sign of life, and a look at what is due."""
        with self.ledger.writing() as connection:
            beat_worker(connection, own_name(), jobs=self.settings.jobs, now=now_utc())
        for slug in file_work(self.settings, self.ledger, self.queue):
            self.tasks.harvest(slug)
        for number in unsent(self.settings, self.ledger, self.queue):
            self.tasks.send(number)
        if (day := due_day(self.settings, self.ledger, now=now_utc())) and day not in _queued(self.queue):
            self.tasks.dump(day)
        self._remover.look()
        self._follower.look()

    def _run(self) -> None:
        while not self._stopped.wait(self.settings.worker_seconds):
            try:
                self.beat()
            except Exception as error:  # a full disk or a locked ledger must not end the pulse for good
                log.error("pulse failed", exc_info=error)


def file_work(settings: Settings, ledger: Ledger, queue: SqliteHuey) -> tuple[str, ...]:
    """The portals to put into the queue: those that are due now, and those that a gone worker had."""
    queued = {str(one) for one in _queued(queue)}
    clerk = clerk_of(settings)
    with ledger.writing() as connection:
        return (*unserved(connection, clerk, queued), *file_due(connection, clerk))


def unsent(settings: Settings, ledger: Ledger, queue: SqliteHuey) -> tuple[int, ...]:
    """The notices to put into the queue: those that are due, reminders included, and do not wait there."""
    now = now_utc()
    queued = _queued(queue)
    with ledger.writing() as connection:
        remind(connection, audience_of(settings), now=now)
        due = due_notices(connection, now=now, is_alive=_is_alive)
    return tuple(number for number in due if number not in queued)


def _queued(queue: SqliteHuey) -> set[object]:
    """What the tasks that wait are about: slugs and numbers."""
    return {task.args[0] for task in queue.pending() if task.args}


def clerk_of(settings: Settings) -> Clerk:
    """Who files, at this moment."""
    return Clerk(now=now_utc(), every=settings.harvest_hours, chance=random.random, is_alive=_is_alive)


def _is_alive(owner: str) -> bool | None:
    """As harvester.owner says, but this very process lives."""
    return True if owner == own_name() else is_alive(owner)


def harvest_filed(slug: str, settings: Settings, ledger: Ledger) -> None:
    """One run of a filed portal in a process of its own, then the projections.

    Nothing where another worker has it, or nobody has filed it; put off where its quiet hours have begun.
    """
    try:
        if not _take(slug, settings, ledger):
            return
        _run(slug, settings, ledger)
    except PortalError as gone:  # removed since it was filed
        log.info("not harvested", portal=slug, reason=str(gone))
        return
    project(settings, ledger)


def _run(slug: str, settings: Settings, ledger: Ledger) -> None:
    since = now_utc()
    process = begin_run(Order(slug=slug, environment=dict(os.environ), scheduled=True))
    reason = attend(process, settings)
    status = process.exitcode or 0
    log.info("harvested", portal=slug, status=status, reason=reason)
    if reason:
        conclude(ledger, slug, settings, Broken(reason=reason, since=since))
    elif not Ended.knows(status):
        after_death(ledger, slug, settings, since=since)
    _settle(slug, settings, ledger)


def _take(slug: str, settings: Settings, ledger: Ledger) -> bool:
    clerk = clerk_of(settings)
    with ledger.writing() as connection:
        if not take_filing(connection, slug, worker=own_name(), now=clerk.now):
            return False
        if not quiet_until(portal_schedule(connection, slug, every=clerk.every), clerk.now):
            return True
        due = put_off(connection, slug, clerk)
    log.info("quiet hours", portal=slug, due=due)
    return False


def _settle(slug: str, settings: Settings, ledger: Ledger) -> None:
    """Ends the filing, unless a run is left that may be taken up: then once its quiet hours are over, or soon."""
    clerk = clerk_of(settings)
    with ledger.writing() as connection:
        left = unfinished_run(connection, slug)
        if (
            left is None
            or _is_alive(left.owner) is not False
            or resting_until(connection, slug, now=clerk.now)
        ):  # another process has it, and will end it
            end_filing(connection, slug)
        elif quiet_until(portal_schedule(connection, slug, every=clerk.every), clerk.now):
            put_off(connection, slug, clerk)
        else:
            give_back(connection, slug, worker=own_name())
