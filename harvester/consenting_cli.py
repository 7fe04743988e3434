"""The command that records who agreed to a portal's interface being asked."""

from __future__ import annotations

import click

from catalogue.by_command import note_command
from catalogue.consent import Consent
from catalogue.console import say
from catalogue.ledger.consenting import set_consent
from catalogue.ledger.ledger import open_ledger
from catalogue.settings import load_settings


@click.command("consent")
@click.argument("slug")
@click.option("--by", default="", metavar="NAME", help="Who of the portal agreed.")
@click.option(
    "--date", "on", default="", metavar="DATE", help="The day on which they did, such as 2026-11-01."
)
@click.option("--withdraw", is_flag=True, help="They agree no longer: robots.txt is obeyed.")
def consent(slug: str, *, by: str, on: str, withdraw: bool) -> None:
    """Record that a portal's council agrees to its interface being asked, although robots.txt closes it.

    \b
    Examples: stook portal consent leeds --by "A. Officer" --date 2026-11-01
              stook portal consent leeds --withdraw
    """
    given = Consent(by=" ".join(by.split()), on=on)
    if withdraw == bool(by or on):
        raise click.UsageError("give --by NAME and --date DATE, or --withdraw alone")
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        set_consent(connection, slug, None if withdraw else given)
        said = "" if withdraw else str(given)
        note_command(connection, "consent withdrawn" if withdraw else "consent given", slug, consent=said)
    say(
        f"{slug}: robots.txt is obeyed."
        if withdraw
        else f"{slug}: its interface is asked, as {given} agreed."
    )
