"""`stook links`: check the addresses that datasets lead to, and tell how they stand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict

import click

from catalogue.cli import COULD_NOT, DONE, PARTLY
from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.link_checks import wanted_now
from catalogue.ledger.link_report import link_counts
from catalogue.ledger.links import follow_links
from catalogue.ledger.portals import get_portal
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.linking.round import Round
from harvester.linking.service import run_round


@click.group("links")
def links() -> None:
    """Check the addresses that datasets lead to, and see how they stand."""


@links.command("check")
@click.option("--portal", metavar="SLUG", default="", help="Only what the datasets of one portal lead to.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N addresses.")
@click.option("--again", is_flag=True, help="Also what is not due yet.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(*, portal: str, limit: int | None, again: bool, as_json: bool) -> None:
    """Check what is due, at many hosts at once and at none more than twice a second.

    \b
    Example: stook links check --portal leeds --limit 100
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    follow_links(ledger)
    with ledger.reading() as connection:
        slug = get_portal(connection, portal).slug if portal else ""
        wanted = wanted_now(connection, now=now_utc(), portal=slug, again=again)
        due = link_counts(connection, now=wanted.now).due
    with progress() as bar:
        task = bar.add_task("links", total=limit if portal or again else min(limit or due, due))
        told: Callable[[int], None] = lambda done: bar.update(task, completed=done)  # noqa: E731 - it is told a number
        round_ = Round(ledger, settings, wanted, limit=limit or 0, told=told)
        run_round(round_)
    project(settings, ledger)  # the scores follow what was found
    counts = {outcome: round_.counts[outcome] for outcome in ("works", "failed", "unknown")}
    if as_json:
        say_json(counts | {"cut_off": round_.cut_off})
    else:
        say_table(("worked", "failed", "could not be checked"), [tuple(counts.values())])
        if round_.cut_off:
            say("No host answered at all. Is this machine connected? Nothing was kept of it.")
    sys.exit(_status(round_))


@links.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """Tell how many addresses work, fail, are dead or could not be checked, and what is due.

    \b
    Example: stook links status
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        counts = asdict(link_counts(connection, now=now_utc()))
    if as_json:
        say_json(counts)
    else:
        say_table(("links", ""), [(name.replace("_", " "), value) for name, value in counts.items()])


def _status(round_: Round) -> int:
    if round_.cut_off:
        return PARTLY if round_.counts else COULD_NOT
    return DONE
