"""A run in the ledger: begun or taken up again, its requests and what it has read, page by page.

Each page is one transaction: its records, the requests that follow from it, and the fact that it was read. So a
process killed at any moment has lost at most the page it was reading, and the next one goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from catalogue.clock import shifted
from catalogue.errors import PortalError
from catalogue.finding import Finding, Severity
from catalogue.ledger.plans import WHOLE, Plan
from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import asks, gathered, portals, records, runs

STALE = timedelta(seconds=60)
_CHUNK = 500
_BEFORE = 100_000  # places on a page, so that one number says page and place


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRun:
    """A run that goes on. `resumed` says that an earlier process began it, `since` from when on changes are asked
    for ("": everything), and `whole` that nothing remembered of earlier runs is trusted."""

    id: int
    portal_id: int
    number: int
    mapper: str
    resumed: bool
    since: str = ""
    whole: bool = True

    @property
    def full(self) -> bool:
        """Whether the run asks for every record, and so may miss one that is gone."""
        return not self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request of a run, as its checkpoint keeps it; `request` holds JSON values only."""

    fingerprint: str
    url: str
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One record of a page, ready to be committed. `outcome` is "same" (as held), "read", "rejected" or "remark"
    (a finding about the page itself). `body` is squeezed, `entry` a squeezed packed entry, for "read" only.
    `position` is its place on the page, `filled` what `catalogue.quarantine.filled_of` says of it."""

    key: str
    outcome: str
    digest: str = ""
    media_type: str = ""
    source: str = ""
    body: bytes | None = None
    entry: bytes | None = None
    title: str = ""
    publisher: str = ""
    publisher_name: str = ""
    position: int = 0
    filled: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is already there under some keys: digests held from earlier runs (by this mapper), and the page on
    which this run has read a key."""

    digests: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


def open_run(
    connection: Connection,
    slug: str,
    *,
    now: str,
    owner: str,
    mapper: str,
    owner_alive: bool | None = None,
    plan: Plan = WHOLE,
) -> OpenRun:
    """Begins a run by `plan`, or takes up the one that a killed process left, by the plan it had.

    `owner_alive` is whether the process that the unfinished run names still lives (None: it cannot be known).
    Raises PortalError while another process is harvesting the portal.
    """
    number = portal_id(connection, slug)
    left = (
        connection.execute(
            select(runs).where(runs.c.portal_id == number, runs.c.finished == "").order_by(runs.c.id.desc())
        )
        .mappings()
        .first()
    )
    if left is None:
        return _begin(connection, number, plan, {"started": now, "owner": owner, "mapper": mapper})
    fresh = left["heartbeat"] > shifted(now, -STALE)
    if left["owner"] != owner and (owner_alive is True or (owner_alive is None and fresh)):
        raise PortalError(
            f"portals/{slug}: run {left['number']} is going on in another process ({left['owner']})"
        )
    asked = {"since": left["since"], "whole": left["whole"]}
    if left["mapper"] != mapper:
        _forget(connection, left["id"])
        asked = {"since": "", "whole": True}
    connection.execute(
        update(runs)
        .where(runs.c.id == left["id"])
        .values(owner=owner, heartbeat=now, mapper=mapper, rests_until="", **asked)
    )
    kept = {name: left[name] for name in ("id", "portal_id", "number")}
    return OpenRun(**kept, **asked, mapper=mapper, resumed=True)


def unfinished_owner(connection: Connection, slug: str) -> str:
    """The process that the portal's unfinished run names, or ""."""
    number = portal_id(connection, slug)
    wanted = select(runs.c.owner).where(runs.c.portal_id == number, runs.c.finished == "")
    return str(connection.scalar(wanted) or "")


def stranded_portals(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Slug and owner of every run that has begun and not ended."""
    wanted = (
        select(portals.c.slug, runs.c.owner)
        .join(portals, portals.c.id == runs.c.portal_id)
        .where(runs.c.finished == "")
    )
    return tuple((slug, owner) for slug, owner in connection.execute(wanted))


def beat(connection: Connection, run: OpenRun, *, now: str) -> None:
    """Says that the run's process still lives."""
    connection.execute(update(runs).where(runs.c.id == run.id).values(heartbeat=now))


def pending_asks(connection: Connection, run: OpenRun) -> tuple[Ask, ...]:
    """The requests that the run still has to make, in the order they were found."""
    wanted = select(asks).where(asks.c.run_id == run.id, asks.c.state == "pending").order_by(asks.c.position)
    rows = connection.execute(wanted).mappings()
    return tuple(Ask(fingerprint=row["fingerprint"], url=row["url"], request=row["request"]) for row in rows)


def add_asks(connection: Connection, run: OpenRun, found: Iterable[Ask]) -> tuple[Ask, ...]:
    """Adds requests to the checkpoint; returns those that are new to this run."""
    wanted = {ask.fingerprint: ask for ask in found}
    if not wanted:
        return ()
    mine = select(asks.c.fingerprint).where(asks.c.run_id == run.id)
    known = {
        name
        for names in _chunks(list(wanted))
        for name in connection.scalars(mine.where(asks.c.fingerprint.in_(names)))
    }
    new = tuple(ask for name, ask in wanted.items() if name not in known)
    if new:
        last = connection.scalar(select(func.max(asks.c.position)).where(asks.c.run_id == run.id)) or 0
        connection.execute(
            insert(asks), [_ask_row(run, ask, last + place) for place, ask in enumerate(new, 1)]
        )
    return new


def end_ask(connection: Connection, run: OpenRun, fingerprint: str, *, state: str, remark: str = "") -> None:
    """Marks a request "done", "failed" or "replaced" (another way was taken), with the reason in a sentence."""
    connection.execute(
        update(asks)
        .where(asks.c.run_id == run.id, asks.c.fingerprint == fingerprint)
        .values(state=state, remark=remark)
    )


def look_up(connection: Connection, run: OpenRun, keys: Sequence[str]) -> Known:
    """What the ledger and this run already have under these keys."""
    held = connection.execute(
        select(records.c.key, records.c.digest).where(
            records.c.portal_id == run.portal_id, records.c.mapper == run.mapper, records.c.key.in_(keys)
        )
    )
    read = connection.execute(
        select(gathered.c.key, gathered.c.page).where(gathered.c.run_id == run.id, gathered.c.key.in_(keys))
    )
    return Known({key: digest for key, digest in held}, {key: page for key, page in read})


def stage(connection: Connection, run: OpenRun, staged: Sequence[Staged], *, page: str, now: str) -> None:
    """Adds records to the checkpoint. `page` is the fingerprint of the request that brought them.

    What the run has under the same key already stays: an unreadable record may stand on two pages.
    """
    first = {one.key: one for one in reversed(staged)}
    mine = select(gathered.c.key).where(gathered.c.run_id == run.id)
    for keys in _chunks(list(first)):
        for key in connection.scalars(mine.where(gathered.c.key.in_(keys))):
            del first[key]
    if first:
        told = {"page": page, "fetched": now}
        before = _BEFORE * _place(connection, run, page)
        rows = [_gathered_row(run, one) for one in reversed(first.values())]
        placed = [row | told | {"position": before + row["position"]} for row in rows]
        connection.execute(insert(gathered), placed)


def _place(connection: Connection, run: OpenRun, page: str) -> int:
    wanted = select(asks.c.position).where(asks.c.run_id == run.id, asks.c.fingerprint == page)
    return connection.scalar(wanted) or 0


def clear_page(connection: Connection, run: OpenRun, page: str) -> None:
    """Forgets what a page had brought, before it is read again."""
    connection.execute(delete(gathered).where(gathered.c.run_id == run.id, gathered.c.page == page))


def declare(connection: Connection, run: OpenRun, declared: int) -> None:
    """Notes how many records the portal says it has; the largest number it gave counts."""
    held = connection.scalar(select(runs.c.declared).where(runs.c.id == run.id)) or 0
    connection.execute(update(runs).where(runs.c.id == run.id).values(declared=max(held, declared)))


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """A few hundred at a time: a database takes so many parameters and no more."""
    return (names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK))


def _begin(connection: Connection, portal: int, plan: Plan, told: Mapping[str, str]) -> OpenRun:
    last = connection.scalar(select(func.max(runs.c.number)).where(runs.c.portal_id == portal)) or 0
    address = connection.scalar(select(portals.c.address).where(portals.c.id == portal))
    asked: dict[str, Any] = {"since": plan.since, "whole": plan.whole}
    row = {"portal_id": portal, "number": last + 1, "heartbeat": told["started"]}
    row |= {"why": plan.why, "address": address}
    made = connection.execute(insert(runs).values(**row, **asked, **told).returning(runs.c.id)).scalar_one()
    return OpenRun(id=made, portal_id=portal, number=last + 1, mapper=told["mapper"], resumed=False, **asked)


def _forget(connection: Connection, run: int) -> None:
    """A run that another mapper began is begun again: its entries were settled by other rules."""
    connection.execute(delete(gathered).where(gathered.c.run_id == run))
    connection.execute(delete(asks).where(asks.c.run_id == run))


def _ask_row(run: OpenRun, ask: Ask, position: int) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "fingerprint": ask.fingerprint,
        "position": position,
        "url": ask.url,
        "request": dict(ask.request),
        "state": "pending",
    }


def _gathered_row(run: OpenRun, one: Staged) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "key": one.key,
        "outcome": one.outcome,
        "digest": one.digest,
        "media_type": one.media_type,
        "source": one.source,
        "body": one.body,
        "entry": one.entry,
        "title": one.title,
        "publisher": one.publisher,
        "publisher_name": one.publisher_name,
        "position": one.position,
        "filled": one.filled,
        "findings": [finding_json(finding) for finding in one.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    plain = ("code", "message", "place", "published", "fix", "rejected")
    return {name: getattr(finding, name) for name in plain} | {"severity": finding.severity.value}


def finding_of(told: Mapping[str, Any]) -> Finding:
    """The inverse of finding_json."""
    return Finding(**{**told, "severity": Severity(told["severity"])})
