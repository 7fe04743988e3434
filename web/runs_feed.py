"""A portal's runs as a feed, for those who look after it."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.ledger.status import PortalStatus, RunStatus
from web.addresses import Addresses
from web.atom import Feed, FeedEntry


def make_runs_feed(status: PortalStatus, runs: Iterable[RunStatus], iris: Addresses) -> Feed:
    """The runs that have ended, in the order given; one that goes on has nothing to say yet."""
    return Feed(
        title=f"Harvests of {status.title}",
        address=iris.runs_feed(status.slug),
        page=iris.portal(status.slug),
        entries=tuple(
            FeedEntry(
                iri=iris.run(run.portal, run.number),
                title=f"Run {run.number}: {run.verdict}",
                updated=run.finished,
                summary=run.sentence,
                category=run.verdict,
            )
            for run in runs
            if run.finished
        ),
    )
