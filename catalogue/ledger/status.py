"""What the ledger can tell a page or a command: portals with their last run, runs, findings, organisations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from catalogue.finding import Finding, Severity
from catalogue.ledger.schema import changes, entries, findings, portals, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """One run. `since` is the instant from which on it asked for changes ("": for everything), `whole` says that it
    believed nothing remembered, `why` the reason for that, `shape` which fields `came` and are `gone`. `verdict` is
    "complete", "partial", "failed", or "" while it goes on. Counts in use: read, added, changed, same, missing,
    withdrawn, restored, rejected, recognised, waiting, held, held_changes, held_additions, pages, failed_pages,
    requests; of a run that knows what is gone also listed, and shown (before it)."""

    portal: str
    number: int
    started: str
    finished: str
    heartbeat: str
    verdict: str
    sentence: str
    declared: int | None
    counts: Mapping[str, int]
    since: str = ""
    whole: bool = True
    why: str = ""
    shape: Mapping[str, list[str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalStatus:
    """One portal as it stands: how many datasets it has here, and how its last finished run ended."""

    slug: str
    title: str
    kind: str
    address: str
    body: str
    paused: bool
    added: str
    next_run: str
    datasets: int
    missing: int
    withdrawn: int
    rejected: int
    last: RunStatus | None
    running: RunStatus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFinding:
    """A finding with the record it is about; `dataset` is the identifier here, "" where none was made of it."""

    finding: Finding
    key: str
    run: int
    dataset: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings of one rule at one portal."""

    code: str
    severity: Severity
    message: str
    fix: str
    rejected: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A publisher, as the entries name it."""

    slug: str
    name: str
    datasets: int
    portals: tuple[str, ...] = ()


def portal_statuses(connection: Connection, slug: str = "") -> tuple[PortalStatus, ...]:
    """Every portal (or only `slug`) with its counts and runs, by slug."""
    wanted = select(portals).order_by(portals.c.slug)
    rows = connection.execute(wanted.where(portals.c.slug == slug) if slug else wanted).mappings().all()
    only = rows[0]["id"] if slug and rows else None
    states, rejected = _states(connection, only), _rejected(connection, only)
    last = _latest(connection, only, finished=True)
    running = _latest(connection, only, finished=False)
    return tuple(
        PortalStatus(
            **{
                name: row[name]
                for name in ("slug", "title", "kind", "address", "body", "paused", "added", "next_run")
            },
            datasets=states.get((row["id"], "live"), 0) + states.get((row["id"], "missing"), 0),
            missing=states.get((row["id"], "missing"), 0),
            withdrawn=states.get((row["id"], "withdrawn"), 0),
            rejected=rejected.get(row["id"], 0),
            last=last.get(row["id"]),
            running=running.get(row["id"]),
        )
        for row in rows
    )


def portal_runs(connection: Connection, slug: str, *, limit: int = 50) -> tuple[RunStatus, ...]:
    """A portal's runs, newest first."""
    wanted = _runs().where(portals.c.slug == slug).order_by(runs.c.number.desc()).limit(limit)
    return tuple(_run(row) for row in connection.execute(wanted).mappings())


def portal_run(connection: Connection, slug: str, number: int) -> RunStatus | None:
    """One run of a portal, or None."""
    wanted = _runs().where(portals.c.slug == slug, runs.c.number == number)
    row = connection.execute(wanted).mappings().first()
    return _run(row) if row else None


def finding_groups(connection: Connection, slug: str) -> tuple[FindingGroup, ...]:
    """A portal's present findings by rule: violations first, then the most frequent."""
    wanted = (
        select(
            findings.c.code,
            findings.c.severity,
            findings.c.rejected,
            func.min(findings.c.message).label("message"),
            func.min(findings.c.fix).label("fix"),
            func.count().label("count"),
        )
        .join(portals, portals.c.id == findings.c.portal_id)
        .where(portals.c.slug == slug)
        .group_by(findings.c.code, findings.c.severity, findings.c.rejected)
    )
    groups = [
        FindingGroup(**{**row, "severity": Severity(row["severity"])})
        for row in connection.execute(wanted).mappings()
    ]
    order = list(Severity)
    return tuple(sorted(groups, key=lambda group: (order.index(group.severity), -group.count, group.code)))


def portal_findings(
    connection: Connection, slug: str, *, code: str = "", key: str = "", limit: int = 100, offset: int = 0
) -> tuple[RecordFinding, ...]:
    """A portal's present findings, one record each, rejected ones first; only of a rule or a record if given."""
    wanted = (
        _findings()
        .where(portals.c.slug == slug)
        .order_by(findings.c.rejected.desc(), findings.c.id)
        .limit(limit)
        .offset(offset)
    )
    if code:
        wanted = wanted.where(findings.c.code == code)
    if key:
        wanted = wanted.where(findings.c.key == key)
    return tuple(_record_finding(row) for row in connection.execute(wanted).mappings())


def findings_about(
    connection: Connection, published: str, *, portal: str = "", limit: int = 50
) -> tuple[RecordFinding, ...]:
    """The present findings about one published text, of every portal or of one, by title."""
    wanted = (
        _findings()
        .where(findings.c.published == published)
        .order_by(entries.c.title, findings.c.id)
        .limit(limit)
    )
    rows = connection.execute(wanted.where(portals.c.slug == portal) if portal else wanted).mappings()
    return tuple(_record_finding(row) for row in rows)


def _findings() -> Select[Any]:
    """Findings with the dataset and the run that each is about."""
    mine = (entries.c.portal_id == findings.c.portal_id) & (entries.c.key == findings.c.key)
    return (
        select(findings, entries.c.id.label("dataset"), entries.c.title, runs.c.number.label("run"))
        .join(portals, portals.c.id == findings.c.portal_id)
        .join(runs, runs.c.id == findings.c.run_id)
        .outerjoin(entries, mine)
    )


def organisations(connection: Connection, *, limit: int = 5000) -> tuple[Organisation, ...]:
    """Every publisher with live datasets, by name. A name is the one most of its datasets use."""
    found = _publishers(connection, entries.c.publisher != "")
    return tuple(sorted(found, key=lambda one: (one.name, one.slug)))[:limit]


def organisation(connection: Connection, slug: str) -> Organisation | None:
    """One publisher with the slugs of the portals that carry it, or None."""
    return next(iter(_publishers(connection, entries.c.publisher == slug)), None)


def _publishers(connection: Connection, wanted: ColumnElement[bool]) -> tuple[Organisation, ...]:
    counted = (
        select(entries.c.publisher, entries.c.publisher_name, portals.c.slug, func.count().label("datasets"))
        .join(portals, portals.c.id == entries.c.portal_id)
        .where(wanted, entries.c.state != "withdrawn")
        .group_by(entries.c.publisher, entries.c.publisher_name, portals.c.slug)
    )
    names: dict[str, Counter[str]] = defaultdict(Counter)
    carried: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(counted):
        names[row.publisher][row.publisher_name] += row.datasets
        carried[row.publisher].add(row.slug)
    return tuple(
        Organisation(
            slug=slug,
            name=max(called, key=lambda name: (called[name], name)),
            datasets=called.total(),
            portals=tuple(sorted(carried[slug])),
        )
        for slug, called in names.items()
    )


def catalogue_size(connection: Connection) -> tuple[int, int, str]:
    """Datasets shown, portals registered, and when a run last ended ("" for never)."""
    shown = connection.scalar(select(func.count()).select_from(entries).where(entries.c.state != "withdrawn"))
    count = connection.scalar(select(func.count()).select_from(portals))
    last = connection.scalar(select(func.max(runs.c.finished)))
    return int(shown or 0), int(count or 0), str(last or "")


def last_change(connection: Connection) -> int:
    """The number of the last change; 0 before the first."""
    return int(connection.scalar(select(func.max(changes.c.n))) or 0)


def _states(connection: Connection, only: int | None) -> dict[tuple[int, str], int]:
    """How many entries of each portal, or of the one with that number, are in each state."""
    counted = select(entries.c.portal_id, entries.c.state, func.count()).group_by(
        entries.c.portal_id, entries.c.state
    )
    wanted = counted if only is None else counted.where(entries.c.portal_id == only)
    return {(portal, state): count for portal, state, count in connection.execute(wanted)}


def _rejected(connection: Connection, only: int | None) -> dict[int, int]:
    counted = (
        select(findings.c.portal_id, func.count())
        .where(findings.c.rejected.is_(True))
        .group_by(findings.c.portal_id)
    )
    wanted = counted if only is None else counted.where(findings.c.portal_id == only)
    return {portal: count for portal, count in connection.execute(wanted)}


def _latest(connection: Connection, only: int | None, *, finished: bool) -> dict[int, RunStatus]:
    """The newest run of each portal, or of the one with that number, among those that have, or have not, ended."""
    ended = runs.c.finished != "" if finished else runs.c.finished == ""
    mine = ended if only is None else ended & (runs.c.portal_id == only)
    newest = select(func.max(runs.c.id)).where(mine).group_by(runs.c.portal_id)
    rows = connection.execute(_runs().where(runs.c.id.in_(newest))).mappings()
    return {row["portal_id"]: _run(row) for row in rows}


def _runs() -> Select[Any]:
    return select(runs, portals.c.slug.label("portal")).join(portals, portals.c.id == runs.c.portal_id)


def _run(row: Any) -> RunStatus:
    plain = ("portal", "number", "started", "finished", "heartbeat", "verdict", "sentence", "declared")
    asked = ("since", "whole", "why")
    counts, shape = (MappingProxyType(row[name]) for name in ("counts", "shape"))
    return RunStatus(**{name: row[name] for name in plain + asked}, counts=counts, shape=shape)


def _record_finding(row: Any) -> RecordFinding:
    plain = ("code", "message", "place", "published", "fix", "rejected")
    finding = Finding(**{name: row[name] for name in plain}, severity=Severity(row["severity"]))
    return RecordFinding(
        finding=finding,
        key=row["key"],
        run=row["run"],
        dataset=row["dataset"] or "",
        title=row["title"] or "",
    )
