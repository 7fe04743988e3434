"""The commands of stories: bring some in a file, list those that are here, show one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, select

from catalogue.by_command import who_runs
from catalogue.clock import now_utc
from catalogue.console import say, say_json, say_table
from catalogue.errors import CatalogueError
from catalogue.ledger.columns_schema import reuses as table
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.reuse_filing import list_filed
from catalogue.projection import project
from catalogue.reuses.bringing import Brought, load_stories, tell_brought
from catalogue.reuses.story import Filed, State, to_plain
from catalogue.settings import load_settings
from vocab import Vocabulary, load_vocabulary


@click.group("reuses")
def reuses() -> None:
    """Stories of what good came of data."""


@reuses.command("add")
@click.option(
    "--from",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML with [[story]], or a JSON list: title, who, kind, changed, story, evidence, datasets, organisations, "
    "identifiers, featured, made_up.",
)
@click.option("--base", default="", help="What addresses of evidence are relative to.")
def add(*, file: Path, base: str) -> None:
    """Show the stories of a file, without anybody reading them again; all of them or none.

    A dataset is named by its identifier, its address here, or as PORTAL/KEY. Where a story of the same title is here,
    it stays as it is.

    \b
    Example: stook reuses add --from stories.toml
    """
    settings = load_settings()
    brought = load_stories(file, base=base, allow=settings.allow)
    ledger, vocabulary = open_ledger(settings.ledger_url), load_vocabulary()
    with ledger.writing() as connection:
        told = [_tell(connection, one, vocabulary) for one in brought]
    project(settings, ledger)
    for one, slug in zip(brought, told, strict=True):
        say(f"{one.said.title}: {'shown as ' + slug if slug else 'a story of this title is here already'}")


@reuses.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State if one is not State.DRAFT]), default=None
)
@click.option("--limit", default=200, show_default=True, type=click.IntRange(min=1), help="Most stories.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show_list(*, state: str | None, limit: int, as_json: bool) -> None:
    """List the stories that were sent, the newest first.

    \b
    Example: stook reuses list --state waiting
    """
    with _ledger().reading() as connection:
        found = list_filed(connection, State(state) if state else None, limit=limit)
    if as_json:
        say_json([_row(one) for one in found])
        return
    rows = ((one.story.id, one.story.state.value, one.submitted, one.sent.title) for one in found)
    say_table(("number", "state", "sent", "title"), rows)


@reuses.command("show")
@click.argument("name")
def show(*, name: str) -> None:
    """Show one story as JSON, by its number or its name in addresses.

    \b
    Example: stook reuses show fewer-missed-bins
    """
    which = table.c.id == int(name) if name.isdecimal() and len(name) < 10 else table.c.slug == name
    with _ledger().reading() as connection:
        number = connection.scalar(select(table.c.id).where(which, table.c.state != State.DRAFT.value))
        found = list_filed(connection, None, limit=1, number=number) if number else ()
    if not found:
        raise CatalogueError(f"{name!r}: the number of a story, or its name in addresses, was expected")
    say_json(_row(found[0]) | to_plain(found[0].sent))


def _tell(connection: Connection, brought: Brought, vocabulary: Vocabulary) -> str:
    """Tells one, or ends the command, so that nothing of the file is told."""
    outcome = tell_brought(connection, brought, vocabulary, who=who_runs(), now=now_utc())
    if outcome.missing:
        named = ", ".join(map(repr, outcome.missing))
        raise CatalogueError(f"story {brought.said.title!r}: no dataset here is {named}")
    return outcome.slug


def _ledger() -> Ledger:
    return open_ledger(load_settings().ledger_url)


def _row(filed: Filed) -> dict[str, Any]:
    story = filed.story
    return {
        "number": story.id,
        "slug": story.slug if story.told else None,
        "state": story.state.value,
        "waits": filed.waits or None,
        "title": filed.sent.title,
        "featured": story.featured,
        "made_up": story.made_up,
        "sent": filed.submitted,
        "told": story.told or None,
        "decided_by": filed.decided_by or None,
        "reason": filed.reason or None,
    }
