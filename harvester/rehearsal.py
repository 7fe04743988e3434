"""A dry run of portals that are registered: their first records, read and mapped in a ledger that is thrown away."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from tempfile import TemporaryDirectory

from catalogue.checking.report import Report
from catalogue.console import say, say_json
from catalogue.ledger.checks import Progress
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import get_portal
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.checking.doing import Attending, ended_early
from harvester.checking.printing import exit_status, finding_counts, print_report
from harvester.ended import Ended, worst
from harvester.nursery import LookOrder


def rehearse(slugs: Sequence[str], sample: int, ledger: Ledger, settings: Settings, *, as_json: bool) -> int:
    """Reads at most `sample` records of each portal and says what they would become; returns an exit status."""
    endings: list[Ended] = []
    for slug in slugs:
        with ledger.reading() as connection:
            portal = get_portal(connection, slug)
        last = _look(portal, sample, settings)
        _tell(slug, last, as_json=as_json)
        endings.append(Ended(exit_status(last)))
    return worst(endings).value


def _look(portal: Portal, sample: int, settings: Settings) -> Progress:
    """A look on the portal's own terms: no haste, and as long as a run may take."""
    with TemporaryDirectory(prefix="stook-check-") as folder:
        order = LookOrder(
            address=portal.address,
            folder=folder,
            environment=dict(os.environ),
            portal=replace(portal, settings=dict(portal.settings)),  # which a process can be told
            sample=sample,
            seconds=settings.run_hours * 3600,
            hasty=False,
        )
        attending = Attending(order, settings.run_megabytes, lambda _: True)
        last = attending.run()
    return last if last.state.is_over else ended_early(last, attending.over or "its process broke off")


def _tell(slug: str, last: Progress, *, as_json: bool) -> None:
    report = last.report or Report()
    if not as_json:
        say(f"{slug}: {last.sentence} Nothing was kept.")
        print_report(report)
        return
    read = [record for record in report.records if not record.rejected]
    found = [
        {"code": code, "message": message, "count": count} for code, message, count in finding_counts(report)
    ]
    rows = [{"title": record.title, "publisher": record.publisher} for record in read]
    say_json({"portal": slug, "sentence": last.sentence, "datasets": rows, "findings": found})
