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
from catalogue.ledger.status import finding_groups, portal_statuses
from catalogue.processes import start
from catalogue.settings import Settings
from harvester.harvest import Ended, worst


def rehearse(slugs: Sequence[str], sample: int, settings: Settings, ledger: Ledger, *, as_json: bool) -> int:
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
    ended = Ended.of(process.wait())
    _tell(trial, slug, as_json=as_json)
    trial.close()
    return ended


def _tell(trial: Ledger, slug: str, *, as_json: bool) -> None:
    with trial.reading() as connection:
        (status,) = portal_statuses(connection, slug)
        groups = finding_groups(connection, slug)
        datasets = [snapshot.entry.dataset for snapshot in every_shown(connection)]
    titles = [(first_text(d.title), first_text(d.publisher.name) if d.publisher else "") for d in datasets]
    sentence = status.last.sentence if status.last else "The run did not end."
    if as_json:
        found = [{"code": one.code, "message": one.message, "count": one.count} for one in groups]
        rows = [{"title": title, "publisher": publisher} for title, publisher in titles]
        say_json({"portal": slug, "sentence": sentence, "datasets": rows, "findings": found})
        return
    say(f"{slug}: {sentence} Nothing was kept.")
    say_table(("title", "publisher"), titles)
    say_table(("finding", "records", "what it means"), [(one.code, one.count, one.message) for one in groups])
