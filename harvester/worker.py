"""The worker: a queue on SQLite (Huey), a clock that fills it with portals that are due, and their harvest."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import timedelta

import structlog
from huey import SqliteHuey, crontab

from catalogue.clock import now_utc, shifted
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import due_portals, set_next_run
from catalogue.ledger.runs import stranded_portals
from catalogue.processes import start
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.crawl import is_alive

log = structlog.get_logger()

_JITTER = 0.1


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
            stranded = [slug for slug, owner in stranded_portals(connection) if is_alive(owner) is False]
            due = tuple(dict.fromkeys((*stranded, *due_portals(connection, now=now))))
            for slug in due:
                set_next_run(connection, slug, at=_next(now, settings.harvest_hours))
    finally:
        ledger.close()
    return due


def harvest_one(slug: str, settings: Settings) -> None:
    """One run in a process of its own, then the projections."""
    process = start(["-m", "harvester.crawl", slug], environment=os.environ)
    status = process.wait()
    log.info("harvested", portal=slug, status=status)
    ledger: Ledger = open_ledger(settings.ledger_url)
    try:
        project(settings, ledger)
    finally:
        ledger.close()


def work(settings: Settings) -> None:
    """Works until it is told to stop. Several workers may share one queue: a run has one owner at a time."""
    queue, harvest_portal = build_queue(settings)
    catch_up(settings)
    for slug in take_due(settings):
        harvest_portal(slug)
    queue.create_consumer(workers=settings.jobs, worker_type="thread", check_worker_health=True).run()


def catch_up(settings: Settings) -> None:
    """What a killed process committed and did not project."""
    ledger = open_ledger(settings.ledger_url)
    try:
        project(settings, ledger)
    finally:
        ledger.close()


def _next(now: str, hours: float) -> str:
    """When the portal is due again: a little early or late, so that not all portals are asked at once."""
    return shifted(now, timedelta(hours=hours * random.uniform(1 - _JITTER, 1 + _JITTER)))  # noqa: S311 - no secret
