"""The command that records who agreed to a portal's interface being asked."""

from __future__ import annotations

from dataclasses import replace

import click

from catalogue.clock import now_utc
from catalogue.console import say
from catalogue.errors import PortalError
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.settings import load_settings
from harvester.asking.terms import CONSENTED, Consent, check_terms, read_consent


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
    if not withdraw and read_consent(str(given)) != given:
        raise PortalError(
            f"portals/{slug}: consent is given by somebody on a day; --by NAME --date 2026-11-01 was expected"
        )
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        held = get_portal(connection, slug)
        rest = {name: value for name, value in held.settings.items() if name not in ("robots", "consent")}
        told = {} if withdraw else {"robots": CONSENTED, "consent": str(given)}
        portal = replace(held, settings=rest | told)
        check_terms(portal)
        add_portal(connection, portal, now=now_utc())
    say(
        f"{slug}: robots.txt is obeyed."
        if withdraw
        else f"{slug}: its interface is asked, as {given} agreed."
    )
