"""What the ledger measures of the harvest, for programs that watch it: cheap enough to be asked every few seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, select

from catalogue.clock import from_instant
from catalogue.ledger.holding import count_held_back
from catalogue.ledger.link_report import LinkCounts, link_counts
from catalogue.ledger.matches import count_matches
from catalogue.ledger.notices import outbox_size
from catalogue.ledger.sampling import SampleCounts, sample_counts
from catalogue.ledger.schema import entries, filings, findings, portals, runs, watches
from catalogue.ledger.workers import worker_statuses

_CHUNK = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRun:
    """A run that has ended, in figures; `seconds` is from its begin to its end, pauses included."""

    verdict: str
    seconds: float
    requests: int


@dataclass(slots=True)
class RunLog:
    """Tells each run once, when it has ended, so that nobody need read all of them again at each look."""

    _read_to: int = 0
    _going: set[int] = field(default_factory=set)

    def ended_since(self, connection: Connection) -> list[EndedRun]:
        """The runs that have ended since the last look; at the first, all."""
        found: list[EndedRun] = []
        for number in sorted(self._going):
            self._take(connection, select(runs).where(runs.c.id == number), found)
        while self._take(connection, _after(self._read_to), found) == _CHUNK:
            pass
        return found

    def _take(self, connection: Connection, wanted: Select[Any], found: list[EndedRun]) -> int:
        rows = connection.execute(wanted).mappings().all()
        for row in rows:
            self._read_to = max(self._read_to, row["id"])
            self._going.discard(row["id"])
            if not row["finished"]:
                self._going.add(row["id"])
                continue
            seconds = (from_instant(row["finished"]) - from_instant(row["started"])).total_seconds()
            requests = int(row["counts"].get("requests", 0))
            found.append(EndedRun(verdict=row["verdict"], seconds=seconds, requests=requests))
        return len(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How everything stands at one moment. `complete` is, by portal, when its last complete run ended; `states` counts
    portals, `datasets` datasets, each by its state."""

    datasets: Mapping[str, int]
    states: Mapping[str, int]
    complete: Mapping[str, str]
    rejected: int
    held: int
    matches: int
    running: int
    queued: int
    workers: int
    notices: int
    links: LinkCounts
    samples: SampleCounts


def measure(connection: Connection, *, now: str) -> Measures:
    """The measures at `now`."""
    complete = (
        select(portals.c.slug, func.max(runs.c.finished))
        .join(runs, runs.c.portal_id == portals.c.id)
        .where(runs.c.verdict == "complete")
        .group_by(portals.c.slug)
    )
    return Measures(
        datasets=_counted(connection, select(entries.c.state, func.count()).group_by(entries.c.state)),
        states=_counted(connection, select(watches.c.state, func.count()).group_by(watches.c.state)),
        complete={slug: instant for slug, instant in connection.execute(complete)},
        rejected=_count(connection, select(func.count()).where(findings.c.rejected.is_(True))),
        held=sum(count_held_back(connection).values()),
        matches=sum(count_matches(connection).values()),
        running=_count(connection, select(func.count()).where(runs.c.finished == "")),
        queued=_count(connection, select(func.count()).where(filings.c.taken_by == "")),
        workers=sum(one.alive for one in worker_statuses(connection, now=now)),
        notices=outbox_size(connection),
        links=link_counts(connection, now=now),
        samples=sample_counts(connection, now=now),
    )


def last_harvests(connection: Connection, slugs: Iterable[str]) -> dict[str, str]:
    """When the last run of each of some portals ended that read any of it; portals without one are left out."""
    wanted = (
        select(portals.c.slug, func.max(runs.c.finished))
        .join(runs, runs.c.portal_id == portals.c.id)
        .where(portals.c.slug.in_(tuple(slugs)), runs.c.verdict.in_(("complete", "partial")))
        .group_by(portals.c.slug)
    )
    return {slug: finished for slug, finished in connection.execute(wanted) if finished}


def _after(number: int) -> Select[Any]:
    return select(runs).where(runs.c.id > number).order_by(runs.c.id).limit(_CHUNK)


def _counted(connection: Connection, wanted: Select[Any]) -> Counter[str]:
    return Counter({name: count for name, count in connection.execute(wanted)})


def _count(connection: Connection, wanted: Select[Any]) -> int:
    return int(connection.scalar(wanted) or 0)
