"""The commands that say when a portal is harvested, and end a run that goes on."""

from __future__ import annotations

import getpass
import random

import click
from sqlalchemy import Connection

from catalogue.by_command import note_command
from catalogue.clock import now_utc
from catalogue.console import say, say_json
from catalogue.errors import PortalError
from catalogue.ledger.filings import end_filing, is_filed
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.schedules import ScheduleChange, plan_next, portal_schedule, set_schedule
from catalogue.ledger.stopping import cancel_run, unfinished_run
from catalogue.ledger.watches import portal_contact, set_contact
from catalogue.mail_address import check_mail_address
from catalogue.settings import Settings, load_settings
from harvester.ending import conclude_cancelled
from harvester.owner import is_alive


@click.command("schedule")
@click.argument("slug")
@click.option(
    "--every", type=float, metavar="HOURS", help="Hours between two runs; 0 for the catalogue's own."
)
@click.option("--days", type=float, metavar="DAYS", help="The same in days.")
@click.option("--quiet", metavar="08-18", help='Hours in which it is not asked; "" for none.')
@click.option("--zone", metavar="ZONE", help="Whose clock those are by; Europe/London when nobody says.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def schedule(
    slug: str,
    *,
    every: float | None,
    days: float | None,
    quiet: str | None,
    zone: str | None,
    as_json: bool,
) -> None:
    """Say how often a portal is harvested, and when it is left in peace; without options, show it.

    \b
    Example: stook portal schedule leeds --every 24 --quiet 08-18
    """
    if every is not None and days is not None:
        raise click.UsageError("give --every or --days, not both")
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    change = ScheduleChange(every=days * 24 if days is not None else every, quiet=quiet, zone=zone)
    with ledger.writing() as connection:
        due = ""
        if change != ScheduleChange():
            set_schedule(connection, slug, change)
            due = _planned(connection, slug, settings)
            after = portal_schedule(connection, slug, every=settings.harvest_hours)
            note_command(connection, "rescheduled", slug, schedule=after.sentence, due=due)
        held = portal_schedule(connection, slug, every=settings.harvest_hours)
    if as_json:
        say_json({"slug": slug, "every": held.every, "quiet": str(held.quiet or ""), "zone": held.zone})
    else:
        say(f"{slug}: harvested {held.sentence}." + (f" Next run {due}." if due else ""))


def _planned(connection: Connection, slug: str, settings: Settings) -> str:
    return plan_next(connection, slug, now=now_utc(), every=settings.harvest_hours, chance=random.random)


@click.command("contact")
@click.argument("slug")
@click.argument("address", required=False)
def contact(slug: str, address: str | None) -> None:
    """Say who is written to when the state of a portal changes; "" for nobody. Without ADDRESS, show it.

    \b
    Example: stook portal contact leeds data@leeds.example.gov.uk
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        if address is not None:
            set_contact(connection, slug, check_mail_address(address))
            note_command(connection, "contact changed" if address.strip() else "contact removed", slug)
        held = portal_contact(connection, slug)
    say(f"{slug}: {held or 'nobody'} is written to.")


@click.command("cancel")
@click.argument("slug")
@click.option("--by", metavar="NAME", help="Who cancels it; who is logged in when left out.")
def cancel(slug: str, *, by: str | None) -> None:
    """End the run of a portal at its next page, wherever it goes on; what it has read is kept.

    \b
    Example: stook portal cancel leeds --by "A. Officer"
    """
    settings = load_settings()
    say(cancel_portal(slug, by or getpass.getuser(), settings, open_ledger(settings.ledger_url)))


def cancel_portal(slug: str, by: str, settings: Settings, ledger: Ledger) -> str:
    """Cancels what goes on or waits at a portal; what happens now, in a sentence. PortalError where nothing does."""
    with ledger.writing() as connection:
        left = unfinished_run(connection, slug)
        if left is None and is_filed(connection, slug):
            end_filing(connection, slug)
            note_command(connection, "run cancelled", slug, by=by)
            return f"{slug}: taken out of the queue."
        if left is None:
            raise PortalError(f"portals/{slug}: no run is going on or waits, so there is none to cancel")
        cancel_run(connection, slug, by=by)
        note_command(connection, "run cancelled", slug, by=by, run=left.run.number)
    if is_alive(left.owner) is False:
        conclude_cancelled(ledger, slug, settings)
        return f"{slug}: run {left.run.number} had been interrupted and is ended."
    return f"{slug}: run {left.run.number} ends at its next page."
