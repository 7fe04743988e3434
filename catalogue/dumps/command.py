"""The command that makes dumps: `stook export`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table
from catalogue.dumps.making import make_dumps
from catalogue.dumps.sets import DumpSet
from catalogue.ledger.ledger import open_ledger
from catalogue.links import Links
from catalogue.profiles.catalog import about_quads, running_of
from catalogue.settings import load_settings
from vocab import load_vocabulary


@click.command("export")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Into this folder; else where the site gives them out.",
)
@click.option("--anew", is_flag=True, help="Also where nothing has changed since the last.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def export(*, folder: Path | None, anew: bool, as_json: bool) -> None:
    """Write the whole catalogue as N-Quads, Turtle, CSV and JSON Lines, packed and with their SHA-256.

    The files are read back before they are published; until then those of the last time stay.

    \b
    Example: stook export --to /srv/dumps
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    with progress() as bar:
        task = bar.add_task("writing datasets", total=None)
        made = make_dumps(
            ledger,
            folder or settings.dumps_path,
            base=settings.public_base,
            keep=settings.dumps_kept,
            now=now_utc(),
            told=lambda done, total: bar.update(task, completed=done, total=total),
            anew=anew,
            about=about_quads(running_of(settings), Links(settings.public_base), load_vocabulary()),
        )
    ledger.close()
    if as_json:
        say_json(asdict(made) if made else None)
    else:
        _tell(made)


def _tell(made: DumpSet | None) -> None:
    if made is None:
        say("Nothing has changed since the last dumps; --anew makes them all the same.")
        return
    say(f"{made.datasets:,} datasets, {made.statements:,} statements, up to change {made.change:,}.")
    say_table(("file", "bytes", "SHA-256"), [(one.name, one.size, one.sha256) for one in made.files])
