"""Portals, runs and organisations as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.ledger.status import FindingGroup, Organisation, PortalStatus, RunStatus
from web.addresses import Addresses
from web.pages.search import Card


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
        "counts": dict(run.counts),
    }


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
