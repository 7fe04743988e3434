"""`stook samples`: read the first rows of files, and tell how they stand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict

import click

from catalogue.cli import DONE
from catalogue.clock import now_utc
from catalogue.console import progress, say_json, say_table
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import get_portal
from catalogue.ledger.sample_report import NOT_READ, portal_samples
from catalogue.ledger.samples import follow_samples
from catalogue.ledger.sampling import State, forget_closed, sample_counts, samples_wanted
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.sampling.service import make_round, run_samples


@click.group("samples")
def samples() -> None:
    """Read the first rows of files, so that datasets tell their columns, and see how they stand."""


@samples.command("check")
@click.option("--portal", metavar="SLUG", default="", help="Only the files of one portal's datasets.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N files.")
@click.option("--again", is_flag=True, help="Also what is not due yet.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(*, portal: str, limit: int | None, again: bool, as_json: bool) -> None:
    """Read the files that are due, at several hosts at once and at none more than once in two seconds.

    \\b
    Example: stook samples check --portal leeds --limit 100
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    follow_samples(ledger)
    with ledger.writing() as connection:
        slug = get_portal(connection, portal).slug if portal else ""
        wanted = samples_wanted(connection, now=now_utc(), portal=slug, again=again)
        due = sample_counts(connection, now=wanted.now).due
    round_ = make_round(ledger, settings, wanted)
    with ledger.writing() as connection:
        forget_closed(connection, wanted, round_.vocabulary)
    with progress() as bar:
        task = bar.add_task("files", total=limit if portal or again else min(limit or due, due))
        told: Callable[[int], None] = lambda done: bar.update(task, completed=done)  # noqa: E731 - it is told a number
        round_.limit, round_.told = limit or 0, told
        run_samples(round_)
    project(settings, ledger)  # what was found is told of its datasets
    counts = {state.value: round_.counts[state] for state in State if state is not State.NEVER_ASKED}
    if as_json:
        say_json(counts)
    else:
        say_table(("read", "no table", "closed to us", "failed"), [tuple(counts.values())])
    sys.exit(DONE)


@samples.command("list")
@click.argument("slug")
@click.option("--all", "every", is_flag=True, help="Also the files that were read, or not asked for yet.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), metavar="N")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_files(slug: str, *, every: bool, limit: int, as_json: bool) -> None:
    """List the files of a portal that were not read, and why.

    \b
    Example: stook samples list leeds
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        portal = get_portal(connection, slug).slug
        files = portal_samples(connection, portal, tuple(State) if every else NOT_READ, limit=limit)
    if as_json:
        say_json([asdict(one) for one in files])
    else:
        rows = [
            (one.state.value or "not asked yet", one.url, f"The file {one.remark}." if one.remark else "")
            for one in files
        ]
        say_table(("state", "file", "why"), rows)


@samples.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """Tell how many files were read, are no tables, are closed to us or failed, and what is due.

    \\b
    Example: stook samples status
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        counts = asdict(sample_counts(connection, now=now_utc()))
    if as_json:
        say_json(counts)
    else:
        say_table(("samples", ""), [(name.replace("_", " "), value) for name, value in counts.items()])
