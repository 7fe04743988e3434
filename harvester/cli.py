"""The commands that register portals, harvest them and serve the demonstration portals."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from catalogue.cli import status_row
from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table
from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal, list_portals, remove_portal, set_paused
from catalogue.ledger.status import portal_statuses
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.projection import project
from catalogue.settings import Settings, load_settings
from harvester.bars import Bars
from harvester.correcting_cli import correct
from harvester.harvest import Ended, Harvest, end_on_term, worst
from harvester.registering import fetch_list, listed_portal, portal_from, register
from harvester.rehearsal import rehearse
from harvester.replay.server import serve_command
from harvester.scheduling_cli import cancel, schedule
from harvester.spiders import kinds
from harvester.worker import work


@click.group("portal")
def portal() -> None:
    """Register portals, and look after them."""


@portal.command("add")
@click.argument("address", required=False)
@click.option("--from", "source", metavar="ADDRESS", help="Register every portal of the list at ADDRESS.")
@click.option("--kind", help="The portal's kind: arcgis_hub, ckan, dcat or pod.")
@click.option("--slug", default="", help="Its short name here; made from the address when left out.")
@click.option("--title", default="", help="Its name for people.")
@click.option("--body", default="", help="Code of the council (GSS) or public body whose portal it is.")
@click.option(
    "--setting", "settings_", multiple=True, metavar="NAME=VALUE", help="An odd habit of the portal."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def add(
    address: str | None,
    *,
    source: str | None,
    kind: str | None,
    slug: str,
    title: str,
    body: str,
    settings_: tuple[str, ...],
    as_json: bool,
) -> None:
    """Register the portal at ADDRESS, or every portal of a list.

    \b
    Examples: stook portal add https://data.example.gov.uk --kind ckan --body E08000035
              stook portal add --from http://127.0.0.1:8100/portals.json
    """
    settings = load_settings()
    if bool(address) == bool(source):
        raise click.UsageError("give one ADDRESS, or --from ADDRESS of a list of portals")
    if address and not kind:
        raise click.UsageError(f"--kind is one of {', '.join(kinds())}")
    ledger = open_ledger(settings.ledger_url)
    if source:
        added, skipped = register_list(source, settings, ledger)
    else:
        one = portal_from(
            str(address), kind=str(kind), slug=slug, title=title, body=body, settings=_pairs(settings_),
            allow=settings.allow,
        )  # fmt: skip
        with ledger.writing() as connection:
            register(connection, one)
        added, skipped = [one.slug], []
    if as_json:
        say_json({"added": added, "skipped": [{"slug": name, "reason": reason} for name, reason in skipped]})
        return
    say(f"{len(added)} registered: {', '.join(added)}" if added else "None registered.")
    for name, reason in skipped:
        say(f"skipped {name}: {reason}")


def register_list(source: str, settings: Settings, ledger: Ledger) -> tuple[list[str], list[tuple[str, str]]]:
    """Registers the portals of a list; the slugs registered, and those left out with the reason."""
    added: list[str] = []
    skipped: list[tuple[str, str]] = []
    for listed in fetch_list(source, settings):
        if listed.get("served") is False:
            skipped.append((str(listed["slug"]), str(listed.get("reason") or "it is not served")))
            continue
        try:
            with ledger.writing() as connection:
                register(connection, listed_portal(listed, settings))
            added.append(str(listed["slug"]))
        except PortalError as error:
            skipped.append((str(listed["slug"]), str(error)))
    return added, skipped


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
        status_row(status) | {"address": one.address, "origin": one.origin, "settings": dict(one.settings)}
    )


for command in (correct, schedule, cancel):
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
        set_paused(connection, slug, paused=not resume)
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
        withdraw_portal(connection, slug, now=now_utc())
        remove_portal(connection, slug)
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
        sys.exit(rehearse(chosen, sample, ledger, as_json=as_json))
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


def _pairs(given: tuple[str, ...]) -> dict[str, str | float]:
    pairs = dict(pair.partition("=")[::2] for pair in given)
    return {
        name: float(value) if value.replace(".", "", 1).isdigit() else value for name, value in pairs.items()
    }


def _chosen(ledger: Ledger, slugs: tuple[str, ...], *, every: bool) -> list[str]:
    with ledger.reading() as connection:
        if every:
            return [one.slug for one in list_portals(connection) if not one.paused]
        if not slugs:
            raise click.UsageError("name a portal, or give --all")
        return [get_portal(connection, slug).slug for slug in dict.fromkeys(slugs)]


def _report(ledger: Ledger, ended: dict[str, Ended], *, as_json: bool) -> None:
    with ledger.reading() as connection:
        rows = [status_row(one) for one in portal_statuses(connection) if one.slug in ended]
    for row in rows:
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
