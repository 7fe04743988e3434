"""The worker: a queue on SQLite (Huey), a clock that fills it with portals that are due, and their harvest."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta

import structlog
from huey import SqliteHuey, crontab
from sqlalchemy import Connection

from catalogue.clock import now_utc, shifted
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import due_portals, set_next_run
from catalogue.ledger.runs import STALE, stranded_portals
from catalogue.ledger.status import PortalStatus, portal_statuses
from catalogue.processes import start
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.owner import is_alive

log = structlog.get_logger()

_JITTER = 0.1
_MARGIN_HOURS = 0.1  # a clock may be put right between two looks at it


def build_queue(settings: Settings) -> tuple[SqliteHuey, Callable[[str], object]]:
    """The queue, which each minute files the portals that are due, and the task that harvests one portal."""
    settings.queue_path.parent.mkdir(parents=True, exist_ok=True)
    queue = SqliteHuey("stook", filename=str(settings.queue_path), results=False)

    @queue.task()  # type: ignore[untyped-decorator]
    def harvest_portal(slug: str) -> None:
        harvest_one(slug, settings)

    @queue.periodic_task(crontab())  # type: ignore[untyped-decorator]
    def file_due() -> None:
        for slug in take_due(settings):
            harvest_portal(slug)

    return queue, harvest_portal


def take_due(settings: Settings) -> tuple[str, ...]:
    """The portals whose time has come, and those whose run a killed process left; each is told when it is next."""
    ledger = open_ledger(settings.ledger_url)
    now = now_utc()
    try:
        with ledger.writing() as connection:
            due = _file(
                connection, (*_left_behind(connection, now), *due_portals(connection, now=now)), settings
            )
    finally:
        ledger.close()
    return due


def take_lost(settings: Settings, queued: Collection[str]) -> tuple[str, ...]:
    """The portals that a killed worker took from the queue and did not begin; `queued` are those still in it.

    A portal was filed about `harvest_hours` before its next run; one without a run since then was lost.
    """
    ledger = open_ledger(settings.ledger_url)
    span = timedelta(hours=settings.harvest_hours * (1 + _JITTER) + _MARGIN_HOURS)
    try:
        with ledger.writing() as connection:
            filed = [one for one in portal_statuses(connection) if one.next_run and not one.paused]
            lost = [one.slug for one in filed if _last_met(one) < shifted(one.next_run, -span)]
            return _file(connection, [slug for slug in lost if slug not in queued], settings)
    finally:
        ledger.close()


def _file(connection: Connection, slugs: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Each slug once, with the time of its next run noted."""
    filed = tuple(dict.fromkeys(slugs))
    for slug in filed:
        set_next_run(connection, slug, at=_next(now_utc(), settings.harvest_hours))
    return filed


def _left_behind(connection: Connection, now: str) -> Iterator[str]:
    """Portals with a run whose process is gone, or, where that cannot be known, silent for a minute."""
    beats = {one.slug: one.running.heartbeat for one in portal_statuses(connection) if one.running}
    for slug, owner in stranded_portals(connection):
        alive = is_alive(owner)
        if alive is False or (alive is None and beats.get(slug, "") <= shifted(now, -STALE)):
            yield slug


def _last_met(one: PortalStatus) -> str:
    return max(one.last.finished if one.last else "", one.running.started if one.running else "")


def harvest_one(slug: str, settings: Settings) -> None:
    """One run in a process of its own, then the projections."""
    process = start(["-m", "harvester.crawl", slug], environment=os.environ)
    status = process.wait()
    log.info("harvested", portal=slug, status=status)
    catch_up(settings)


def work(settings: Settings) -> None:
    """Works until it is told to stop. Several workers may share one queue: a run has one owner at a time."""
    queue, harvest_portal = build_queue(settings)
    catch_up(settings)
    for slug in (*take_lost(settings, _queued(queue)), *take_due(settings)):
        harvest_portal(slug)
    queue.create_consumer(workers=settings.jobs, worker_type="thread", check_worker_health=True).run()


def _queued(queue: SqliteHuey) -> set[str]:
    """The portals that are filed and wait."""
    return {str(task.args[0]) for task in queue.pending() if task.args}


def catch_up(settings: Settings) -> None:
    """Projects what is committed and not projected yet: by a run just ended, or by a process since killed."""
    ledger = open_ledger(settings.ledger_url)
    try:
        project(settings, ledger)
    finally:
        ledger.close()


def _next(now: str, hours: float) -> str:
    """When the portal is due again: a little early or late, so that not all portals are asked at once."""
    return shifted(now, timedelta(hours=hours * random.uniform(1 - _JITTER, 1 + _JITTER)))  # noqa: S311 - no secret
