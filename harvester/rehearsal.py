"""A dry run: the first records of a portal, read and mapped in a ledger that is thrown away."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.clock import now_utc
from catalogue.console import say, say_json, say_table
from catalogue.document import first_text
from catalogue.ledger.held import every_shown
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.ledger.status import PortalStatus, finding_groups, portal_statuses
from catalogue.processes import start, stop
from harvester.ended import Ended, worst


def rehearse(slugs: Sequence[str], sample: int, ledger: Ledger, *, as_json: bool) -> int:
    """Reads at most `sample` records of each portal and says what they would become; returns an exit status."""
    endings: list[Ended] = []
    for slug in slugs:
        with TemporaryDirectory() as folder:
            endings.append(_one(slug, sample, ledger, Path(folder), as_json=as_json))
    return worst(endings).value


def _one(slug: str, sample: int, ledger: Ledger, folder: Path, *, as_json: bool) -> Ended:
    with ledger.reading() as connection:
        portal = get_portal(connection, slug)
    address = f"sqlite:///{folder / 'ledger.db'}"
    trial = open_ledger(address)
    with trial.writing() as connection:
        add_portal(connection, portal, now=now_utc())
    environment = dict(os.environ) | {"STOOK_LEDGER": address}
    process = start(["-m", "harvester.crawl", slug, str(sample)], environment=environment)
    try:
        ended = Ended.of(process.wait())
        with trial.reading() as connection:
            (status,) = portal_statuses(connection, slug)
        _tell(trial, status, sample, as_json=as_json)
    finally:
        stop([process])
        trial.close()
    return Ended.COMPLETE if _was_filled(status, sample) else ended


def _was_filled(status: PortalStatus, sample: int) -> bool:
    """Whether the sample is all there: the run was cut short because nobody wanted more."""
    counts = status.last.counts if status.last else {}
    return counts.get("read", 0) + counts.get("rejected", 0) >= sample


def _sentence(status: PortalStatus, sample: int) -> str:
    if status.last is None:
        return "The run did not end."
    if not _was_filled(status, sample):
        return status.last.sentence
    declared = f" of {status.last.declared:,}" if status.last.declared else ""
    rejected = status.last.counts.get("rejected", 0)
    return f"A sample of {sample:,}{declared} records was asked for and read; {rejected:,} of them rejected."


def _tell(trial: Ledger, status: PortalStatus, sample: int, *, as_json: bool) -> None:
    slug, sentence = status.slug, _sentence(status, sample)
    with trial.reading() as connection:
        groups = finding_groups(connection, slug)
        datasets = [snapshot.entry.dataset for snapshot in every_shown(connection)]
    titles = [(first_text(d.title), first_text(d.publisher.name) if d.publisher else "") for d in datasets]
    if as_json:
        found = [{"code": one.code, "message": one.message, "count": one.count} for one in groups]
        rows = [{"title": title, "publisher": publisher} for title, publisher in titles]
        say_json({"portal": slug, "sentence": sentence, "datasets": rows, "findings": found})
        return
    say(f"{slug}: {sentence} Nothing was kept.")
    say_table(("title", "publisher"), titles)
    say_table(("finding", "records", "what it means"), [(one.code, one.count, one.message) for one in groups])
