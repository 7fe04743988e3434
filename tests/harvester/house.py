"""A catalogue's state in a folder, and the means to harvest into it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from crawl_process import begin
from sqlalchemy import select

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.schema import entries, portals
from catalogue.ledger.status import (
    PortalStatus,
    RecordFinding,
    last_change,
    portal_findings,
    portal_statuses,
)
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.ended import Ended
from harvester.replay.recording import Recording
from harvester.replay.server import builders

# Whoever starts a process asks after all others, and takes their status.
_ONE_AT_A_TIME = threading.Lock()
NOW = "2026-11-22T09:00:00Z"


@dataclass(slots=True)
class House:
    """A catalogue's state in a folder, and the means to harvest into it."""

    home: Path
    ledger: Ledger
    environment: dict[str, str] = field(default_factory=dict)
    full: bool = False  # whether its runs take nothing as known

    @property
    def settings(self) -> Settings:
        """The settings that its processes have."""
        return Settings(home=self.home, bind="127.0.0.1:8000")

    @property
    def log(self) -> str:
        """What the processes said on standard error."""
        file = self.home / "crawl.log"
        return file.read_text() if file.exists() else ""

    def allow(self, address: str) -> None:
        """Lets the processes ask a server of this test."""
        self.environment["STOOK_ALLOW"] = address.partition("://")[2].partition("/")[0]

    def register(self, recording: Recording, address: str, **settings: str | int | float) -> None:
        """Registers a replayed portal, or moves it to another address."""
        replay = builders()[recording.kind](recording)
        self.add(
            slug=recording.slug,
            kind=replay.kind or recording.kind,
            address=f"{address}/{recording.slug}{replay.entry}",
            origin=recording.origin or "",
            settings={"delay": 0, "publisher": recording.publisher or ""} | settings,
        )

    def add(
        self, *, slug: str, kind: str, address: str, origin: str = "", settings: Mapping[str, Any]
    ) -> None:
        """Registers a portal at any address."""
        portal = Portal(slug=slug, title=slug, kind=kind, address=address, origin=origin, settings=settings)
        with self.ledger.writing() as connection:
            add_portal(connection, portal, now=NOW)

    def begin(self, slug: str, *, scheduled: bool = False) -> ForkServerProcess:
        """Starts one run in a process of its own; a scheduled one keeps quiet hours."""
        log = str(self.home / "crawl.log")
        return begin(slug, self.environment, log, scheduled=scheduled, full=self.full)

    def crawl(self, slug: str) -> Ended:
        """One run, to its end."""
        with _ONE_AT_A_TIME:
            process = self.begin(slug)
        wait([process.sentinel], 60)
        with _ONE_AT_A_TIME:
            status = process.exitcode
        if status is None:
            process.kill()
            raise AssertionError(f"the run of {slug} did not end within a minute: {self.log}")
        return Ended.of(status)

    def crawl_all(self, slugs: Iterable[str]) -> dict[str, Ended]:
        """A run of each portal, side by side, to their ends."""
        with ThreadPoolExecutor() as pool:
            return dict(zip(slugs, pool.map(self.crawl, slugs), strict=True))

    def status(self, slug: str) -> PortalStatus:
        """How the portal stands."""
        with self.ledger.reading() as connection:
            (status,) = portal_statuses(connection, slug)
        return status

    def sentence(self, slug: str) -> str:
        """What people read of the last run."""
        last = self.status(slug).last
        return last.sentence if last else ""

    def datasets(self, slug: str) -> dict[str, str]:
        """State by key: "live", "missing" or "withdrawn"."""
        mine = select(entries.c.key, entries.c.state).join(portals, portals.c.id == entries.c.portal_id)
        with self.ledger.reading() as connection:
            return {row.key: row.state for row in connection.execute(mine.where(portals.c.slug == slug))}

    def findings(self, slug: str, code: str = "") -> tuple[RecordFinding, ...]:
        """The portal's present findings."""
        with self.ledger.reading() as connection:
            return portal_findings(connection, slug, code=code, limit=1000)

    def last_change(self) -> int:
        """The number of the last change."""
        with self.ledger.reading() as connection:
            return last_change(connection)


@contextmanager
def open_house(home: Path) -> Iterator[House]:
    """The catalogue in a folder, or a new one there."""
    ledger = open_ledger(f"sqlite:///{home / 'ledger.db'}")
    try:
        quick = {"STOOK_BACKOFF": "0.01", "STOOK_DELAY": "0", "STOOK_LINKS": "false"}
        yield House(home, ledger, {"STOOK_HOME": str(home)} | quick)
    finally:
        ledger.close()
