"""The commands by which a person decides what a harvest left open: what it held back, and whom it took for whom."""

from __future__ import annotations

from dataclasses import asdict

import click

from catalogue.by_command import note_command
from catalogue.clock import now_utc
from catalogue.console import say, say_json, say_table
from catalogue.ledger.holding import keep_held, list_held_back, release_held
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.matches import confirm_matches, list_matches, reject_matches
from catalogue.projection import project
from catalogue.settings import load_settings

_KEYS = click.argument("keys", metavar="[KEY]...", nargs=-1)
_ALL = click.option("--all", "every", is_flag=True, help="All that wait.")


@click.command("held")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def held(slug: str, *, as_json: bool) -> None:
    """List what a portal's harvest held back, because too much would go or change at once.

    \b
    Example: stook portal held leeds

    \b
    JSON: [{kind: removal, change or addition, key, dataset, title, reason, run, since, decision}]
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        found = list_held_back(connection, slug)
    if as_json:
        say_json([asdict(one) for one in found])
    elif not found:
        say(f"{slug}: nothing is held back.")
    else:
        columns = ("kind", "title", "reason", "run", "since", "decision")
        say_table(columns, [[getattr(one, name) for name in columns] for one in found])


@click.command("release")
@click.argument("slug")
def release(slug: str) -> None:
    """Let through what is held back: withdraw what is gone, and let the next harvest bring changes and additions.

    \b
    Example: stook portal release leeds
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    with ledger.writing() as connection:
        counted = release_held(connection, slug, now=now_utc())
        if counted:
            note_command(connection, "released", slug, **counted)
    project(settings, ledger)
    gone, later = counted.pop("removal", 0), sum(counted.values())
    say(f"{slug}: {gone:,} datasets withdrawn; the next harvest brings {later:,} changes and additions.")


@click.command("keep")
@click.argument("slug")
def keep(slug: str) -> None:
    """Leave what is held back as it is, and ask no more about it; what the portal lists as before is freed by itself.

    \b
    Example: stook portal keep leeds
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        counted = keep_held(connection, slug)
        if counted:
            note_command(connection, "kept", slug, **counted)
    say(f"{slug}: {sum(counted.values()):,} stay as they are.")


@click.command("matches")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def matches(slug: str, *, as_json: bool) -> None:
    """List the records of a portal that may be datasets held under other names, with the evidence and the doubt.

    \b
    Example: stook portal matches leeds

    \b
    JSON: [{key, title, dataset, held_key, held_title, evidence, doubt, moved, run, since}]
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        found = list_matches(connection, slug)
    if as_json:
        say_json([asdict(one) for one in found])
    elif not found:
        say(f"{slug}: no match waits.")
    else:
        say_table(
            ("key", "title", "held as", "titled", "evidence", "doubt"),
            [
                (
                    one.key,
                    one.title,
                    one.dataset,
                    one.held_title,
                    one.evidence,
                    one.doubt or "the portal moved",
                )
                for one in found
            ],
        )


@click.command("confirm")
@click.argument("slug")
@_KEYS
@_ALL
def confirm(slug: str, keys: tuple[str, ...], *, every: bool) -> None:
    """Say that these records are the datasets they were taken for: those keep their addresses here.

    \b
    Examples: stook portal confirm leeds https://leeds.example/datasets/bins
              stook portal confirm leeds --all
    """
    _check(keys, every=every)
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        count = confirm_matches(connection, slug, keys, now=now_utc())
        if count:
            note_command(connection, "matches confirmed", slug, count=count, keys=keys)
    say(f"{slug}: {count:,} confirmed; the next harvest brings what they say now.")


@click.command("reject")
@click.argument("slug")
@_KEYS
@_ALL
def reject(slug: str, keys: tuple[str, ...], *, every: bool) -> None:
    """Say that these records are other datasets: the next harvest adds them.

    \b
    Example: stook portal reject leeds https://leeds.example/datasets/bins
    """
    _check(keys, every=every)
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        count = reject_matches(connection, slug, keys)
        if count:
            note_command(connection, "matches rejected", slug, count=count, keys=keys)
    say(f"{slug}: {count:,} rejected; the next harvest adds them.")


def _check(keys: tuple[str, ...], *, every: bool) -> None:
    if bool(keys) == every:
        raise click.UsageError("name the keys, or give --all")
