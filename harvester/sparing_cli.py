"""The command that says whether the files of a portal's datasets are sampled."""

from __future__ import annotations

import click

from catalogue.by_command import note_command
from catalogue.console import say
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.sparing import are_sampled, set_sampled
from catalogue.settings import load_settings


@click.command("samples")
@click.argument("slug")
@click.argument("wanted", type=click.Choice(["yes", "no"]), required=False)
def samples(slug: str, wanted: str | None) -> None:
    """Say whether the first rows of a portal's files are read, to tell their columns; without yes or no, show it.

    \b
    Example: stook portal samples leeds no
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        if wanted and set_sampled(connection, slug, sampled=wanted == "yes"):
            note_command(connection, "samples allowed" if wanted == "yes" else "samples stopped", slug)
        sampled = are_sampled(connection, slug)
    say(f"{slug}: the first rows of its files are {'read' if sampled else 'not read'}.")
