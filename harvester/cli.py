"""The commands that register portals, harvest them and serve the demonstration portals."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from catalogue.by_command import note_command
from catalogue.cli import status_row
from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal, list_portals, remove_portal, set_paused
from catalogue.ledger.status import portal_statuses
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.adding_cli import add
from harvester.asking.secrets import shown
from harvester.bars import Bars
from harvester.consenting_cli import consent
from harvester.correcting_cli import correct
from harvester.deciding_cli import confirm, held, keep, matches, reject, release
from harvester.ended import Ended, worst
from harvester.harvest import Harvest, end_on_term
from harvester.known.command import known
from harvester.rehearsal import rehearse
from harvester.replay.server import serve_command
from harvester.scheduling_cli import cancel, contact, schedule
from harvester.sparing_cli import samples
from harvester.worker import work


@click.group("portal")
def portal() -> None:
    """Register portals, and look after them."""


@portal.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """List the registered portals.

    \b
    Example: stook portal list
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        found = list_portals(connection)
    names = ("slug", "title", "kind", "address", "body", "paused")
    rows = [{name: getattr(one, name) for name in names} for one in found]
    if as_json:
        say_json(rows)
    else:
        say_table(names, [tuple(row.values()) for row in rows])


@portal.command("show")
@click.argument("slug")
def show(slug: str) -> None:
    """Show one portal, with how its harvest stands, as JSON.

    \b
    Example: stook portal show leeds
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        one = get_portal(connection, slug)
        (status,) = portal_statuses(connection, slug)
    say_json(
        status_row(status) | {"address": one.address, "origin": one.origin, "settings": shown(one.settings)}
    )


_DECISIONS = (held, release, keep, matches, confirm, reject)
for command in (add, known, consent, samples, correct, schedule, cancel, contact, *_DECISIONS):
    portal.add_command(command)


@portal.command("pause")
@click.argument("slug")
@click.option("--resume", is_flag=True, help="Harvest it again.")
def pause(slug: str, *, resume: bool) -> None:
    """Stop the regular harvest of a portal; what it gave stays.

    \b
    Example: stook portal pause leeds
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        if get_portal(connection, slug).paused == resume:
            set_paused(connection, slug, paused=not resume)
            note_command(connection, "resumed" if resume else "paused", slug)
    say(f"{slug}: {'harvested again' if resume else 'paused'}.")


@portal.command("remove")
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(slug: str, *, yes: bool) -> None:
    """Withdraw a portal's datasets and forget the portal.

    \b
    Example: stook portal remove leeds
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    with ledger.reading() as connection:
        (status,) = portal_statuses(connection, get_portal(connection, slug).slug)
    if not yes:
        click.confirm(f"Withdraw {status.datasets:,} datasets of {status.title}?", abort=True)
    with ledger.writing() as connection:
        withdrawn = withdraw_portal(connection, slug, now=now_utc())
        remove_portal(connection, slug)
        note_command(connection, "portal removed", slug, withdrawn=withdrawn)
    project(settings, ledger)
    say(f"{slug}: removed; {status.datasets:,} datasets withdrawn.")


@click.command("harvest")
@click.argument("slugs", metavar="[PORTAL]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every portal that is not paused.")
@click.option(
    "--dry-run",
    "sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read N records and say what they would be; keep nothing.",
)
@click.option("--full", is_flag=True, help="Ask for everything, and take nothing as known.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def harvest(slugs: tuple[str, ...], *, every: bool, sample: int | None, full: bool, as_json: bool) -> None:
    """Harvest portals: read what is new, map it, and bring the catalogue up to date.

    \b
    Examples: stook harvest leeds
              stook harvest --all
              stook harvest leeds --full
              stook harvest leeds --dry-run 20
    """
    end_on_term()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    chosen = _chosen(ledger, slugs, every=every)
    if sample is not None:
        sys.exit(rehearse(chosen, sample, ledger, settings, as_json=as_json))
    with progress() as bar:
        bars = Bars(bar, ledger, total=len(chosen))
        ended = Harvest(settings, ledger, bars.told, bars.watch, full=full).run(chosen)
    _report(ledger, ended, as_json=as_json)
    sys.exit(worst(list(ended.values())).value)


@click.command("worker")
def worker() -> None:
    """Harvest portals when they are due, until stopped.

    \b
    Example: stook worker
    """
    work(load_settings())


@click.command("demo")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of recorded portals.",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8100, show_default=True)
def demo(*, corpus: Path | None, host: str, port: int) -> None:
    """Serve the demonstration portals, or those recorded in a folder, over HTTP.

    \b
    Example: stook demo --port 8100
    then:    STOOK_ALLOW=127.0.0.1:8100 stook portal add --from http://127.0.0.1:8100/portals.json
    """
    serve_command(corpus, host, port, announce=say)


def _chosen(ledger: Ledger, slugs: tuple[str, ...], *, every: bool) -> list[str]:
    with ledger.reading() as connection:
        if every:
            return [one.slug for one in list_portals(connection) if not one.paused]
        if not slugs:
            raise click.UsageError("name a portal, or give --all")
        return [get_portal(connection, slug).slug for slug in dict.fromkeys(slugs)]


def _report(ledger: Ledger, ended: dict[str, Ended], *, as_json: bool) -> None:
    with ledger.reading() as connection:
        statuses = [one for one in portal_statuses(connection) if one.slug in ended]
    rows = [status_row(one) for one in statuses]
    for row, one in zip(rows, statuses, strict=True):
        if one.running and one.running.sentence and ended[one.slug] is Ended.PARTIAL:
            row["verdict"], row["sentence"] = (
                "partial",
                one.running.sentence,
            )  # it rests, and goes on by itself
        if ended[str(row["slug"])] is Ended.INTERRUPTED:
            row["verdict"], row["sentence"] = (
                "interrupted",
                "The run was interrupted; it goes on at the next harvest.",
            )
    if as_json:
        say_json({"portals": rows})
        return
    say_table(("portal", "verdict", "datasets", "rejected", "in a sentence"),
              [(r["slug"], r["verdict"], r["datasets"], r["rejected"], r["sentence"]) for r in rows])  # fmt: skip
