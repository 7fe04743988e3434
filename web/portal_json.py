"""Portals, runs and organisations as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from catalogue.ledger.holding import HeldBack
from catalogue.ledger.matches import ProposedMatch
from catalogue.ledger.oversight import Oversight, Overview
from catalogue.ledger.scores import ScoreDay
from catalogue.ledger.status import FindingGroup, Organisation, PortalStatus, RunStatus
from catalogue.ledger.watches import Watch
from catalogue.quality.advice import Advice
from catalogue.quality.metrics import MOST
from web.addresses import Addresses
from web.negotiation import JSON
from web.pages.account import make_account
from web.pages.cards import Card
from web.quality_json import GROUP_SCHEMA
from web.schema import (
    ANY,
    COUNT,
    COUNT_OR_NULL,
    NUMBER,
    STRING,
    TEXT_OR_NULL,
    TRUTH,
    every,
    joined,
    or_null,
    record,
    table,
)

_PORTAL = record(
    slug=STRING,
    iri=STRING,
    title=STRING,
    kind=STRING,
    address=STRING,
    paused=TRUTH,
    verdict=TEXT_OR_NULL,
    sentence=TEXT_OR_NULL,
    datasets=COUNT,
    missing=COUNT,
    withdrawn=COUNT,
    rejected=COUNT,
    last_run=TEXT_OR_NULL,
    next_run=TEXT_OR_NULL,
    state=TEXT_OR_NULL,
    state_since=TEXT_OR_NULL,
)
_MEAN = or_null({"type": "number", "minimum": 0, "maximum": MOST})
OVERVIEW_SCHEMA = record(
    "Status",
    portals=every(
        joined("", _PORTAL, record(undecided=COUNT, score_published=_MEAN, score_here=_MEAN)),
    ),
    running=every(ANY),
    queue=every(record(slug=STRING, due=STRING)),
    workers=COUNT,
)
RUN_SCHEMA = record(
    "Run",
    iri=STRING,
    portal=STRING,
    number=NUMBER,
    started=STRING,
    finished=TEXT_OR_NULL,
    verdict=TEXT_OR_NULL,
    sentence=STRING,
    declared=COUNT_OR_NULL,
    asked={"enum": ["changes", "everything"]},
    since=TEXT_OR_NULL,
    why=TEXT_OR_NULL,
    shape=table(every(STRING)),
    counts=table(COUNT),
    account=record(read=COUNT, became=table(COUNT)),
)
CARDS_SCHEMA = every(record(id=STRING, iri=STRING, title=STRING))
PORTAL_SCHEMA = joined(
    "Portal",
    _PORTAL,
    record(
        schedule=record(every_hours={"type": "number"}, quiet=TEXT_OR_NULL, zone=STRING),
        robots=ANY,
        consent=ANY,
        filed=ANY,
        running=or_null({"type": "object"}),
        held=record(total=COUNT, records=every({"type": "object"})),
        proposed_matches=record(total=COUNT, records=every({"type": "object"})),
        feed=STRING,
        badge=STRING,
        account=or_null(
            record(listed=COUNT, became=table(COUNT), not_come=COUNT, absent=table(COUNT)),
        ),
        scores=or_null(GROUP_SCHEMA),
        advice=every(
            record(
                metric=STRING,
                ask=STRING,
                datasets=COUNT,
                points=COUNT,
                gain=COUNT,
                where=STRING,
                records=STRING,
            )
        ),
        runs=every(RUN_SCHEMA),
        findings=every(
            record(code=STRING, severity=STRING, message=STRING, fix=STRING, rejected=TRUTH, count=COUNT)
        ),
        list=CARDS_SCHEMA,
        next=TEXT_OR_NULL,
    ),
)
ORGANISATION_SCHEMA = record(
    "OrganisationInList", slug=STRING, iri=STRING, name=STRING, datasets=COUNT, portals=every(STRING)
)


def portal_json(status: PortalStatus, iris: Addresses) -> dict[str, object]:
    """A portal as it stands."""
    last = status.last
    return {
        "slug": status.slug,
        "iri": iris.portal(status.slug),
        "title": status.title,
        "kind": status.kind,
        "address": status.address,
        "paused": status.paused,
        "verdict": last.verdict if last else None,
        "sentence": last.sentence if last else None,
        "datasets": status.datasets,
        "missing": status.missing,
        "withdrawn": status.withdrawn,
        "rejected": status.rejected,
        "last_run": last.finished if last else None,
        "next_run": status.next_run or None,
    }


def listed_json(
    one: PortalStatus, every: Overview, mean: ScoreDay | None, iris: Addresses
) -> dict[str, object]:
    """A portal in the list of all: as it stands, with its state, what waits for a person, and its mean scores."""
    published = mean.published if mean else None
    return (
        portal_json(one, iris)
        | state_json(every.watches.get(one.slug))
        | {"undecided": every.undecided.get(one.slug, 0)}
        | {"score_published": None if published is None else round(published, 1)}
        | {"score_here": round(mean.here, 1) if mean else None}
    )


def overview_json(rows: list[dict[str, object]], every: Overview, workers: int) -> dict[str, object]:
    """The portals of a list, what goes on and waits, and how many workers live."""
    waiting = [{"slug": one.slug, "due": one.due} for one in every.waiting if not one.worker]
    return {
        "portals": rows,
        "running": [asdict(one) for one in every.going],
        "queue": waiting,
        "workers": workers,
    }


def state_json(watch: Watch | None) -> dict[str, object]:
    """The state that a portal is in; null before its first run."""
    if watch is None:
        return {"state": None, "state_since": None}
    return {"state": watch.state.value, "state_since": watch.since}


def oversight_json(oversight: Oversight, iris: Addresses) -> dict[str, object]:
    """How a portal is harvested, and what waits for a person."""
    schedule = oversight.schedule
    return state_json(oversight.watch) | {
        "schedule": {
            "every_hours": schedule.every,
            "quiet": str(schedule.quiet) if schedule.quiet else None,
            "zone": schedule.zone,
        },
        "robots": oversight.robots,
        "consent": oversight.consent or None,
        "filed": oversight.filed or None,
        "running": asdict(oversight.progress) if oversight.progress else None,
        "held": {
            "total": oversight.held_count,
            "records": [_held_json(one, iris) for one in oversight.held],
        },
        "proposed_matches": {
            "total": oversight.match_count,
            "records": [_match_json(one, iris) for one in oversight.matches],
        },
    }


def _held_json(one: HeldBack, iris: Addresses) -> dict[str, object]:
    plain = ("kind", "key", "title", "reason", "since")
    iri = iris.dataset(one.dataset) if one.dataset else None
    return {name: getattr(one, name) for name in plain} | {"iri": iri}


def _match_json(one: ProposedMatch, iris: Addresses) -> dict[str, object]:
    plain = ("key", "title", "held_key", "held_title", "evidence", "doubt", "since")
    return {name: getattr(one, name) for name in plain} | {"iri": iris.dataset(one.dataset)}


def run_json(run: RunStatus, iris: Addresses) -> dict[str, object]:
    """A run with its figures."""
    return {
        "iri": iris.run(run.portal, run.number),
        "portal": run.portal,
        "number": run.number,
        "started": run.started,
        "finished": run.finished or None,
        "verdict": run.verdict or None,
        "sentence": run.sentence,
        "declared": run.declared,
        "asked": "changes" if run.since else "everything",
        "since": run.since or None,
        "why": run.why or None,
        "shape": {name: list(paths) for name, paths in run.shape.items()},
        "counts": dict(run.counts),
        "account": _account_json(run),
    }


def _account_json(run: RunStatus) -> dict[str, object]:
    """What became of every record that was read: the figures add up to `read`."""
    account = make_account(run)
    return {"read": account.read, "became": {line.name: line.count for line in account.became}}


def account_json(run: RunStatus) -> dict[str, object]:
    """What became of every record that the portal listed to a run, the rejected among them: they add up to `listed`;
    `absent` are datasets here that it did not list."""
    account = make_account(run)
    met = (*account.became, *(line for line in account.refused if line.name == "rejected"))
    return {
        "listed": account.met,
        "became": {line.name: line.count for line in met},
        "not_come": account.not_come,
        "absent": {line.name: line.count for line in account.absent},
    }


def advice_json(step: Advice, slug: str, iris: Addresses) -> dict[str, object]:
    """What a publisher can do for the score, and where the records concerned are."""
    plain = ("metric", "ask", "datasets", "points", "gain", "where")
    records = iris.records(slug, metric=step.metric, suffix=JSON.suffix)
    return {name: getattr(step, name) for name in plain} | {"records": records}


def group_json(group: FindingGroup) -> dict[str, object]:
    """Findings of one rule."""
    return {
        "code": group.code,
        "severity": group.severity.value,
        "message": group.message,
        "fix": group.fix,
        "rejected": group.rejected,
        "count": group.count,
    }


def organisation_json(organisation: Organisation, iris: Addresses) -> dict[str, object]:
    """A publisher."""
    return {
        "slug": organisation.slug,
        "iri": iris.organisation(organisation.slug),
        "name": organisation.name,
        "datasets": organisation.datasets,
        "portals": list(organisation.portals),
    }


def cards_json(cards: Iterable[Card], iris: Addresses) -> list[dict[str, object]]:
    """Datasets by identifier, IRI and title."""
    return [{"id": card.id, "iri": iris.dataset(card.id), "title": card.title} for card in cards]
