"""The `stook` command, and those of its commands that need the catalogue alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path

import click

from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table, set_up_logs
from catalogue.errors import CatalogueError
from catalogue.indexes.protocol import Search, open_index
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.status import PortalStatus, portal_statuses
from catalogue.ledger.tally import progress_of_runs
from catalogue.ledger.workers import waiting_portals, worker_statuses
from catalogue.projection import project
from catalogue.questions.question import Question
from catalogue.questions.understanding import understand
from catalogue.settings import Settings, load_settings, setting_source
from catalogue.stores import BY_NAME, Query, open_store
from vocab import load_vocabulary

DONE, PARTLY, COULD_NOT = 0, 1, 2

_GROUP = "stook.commands"


class _Found(click.Group):
    """A group whose commands are found through the entry points `stook.commands`, one line each.

    Only the command that is asked for is loaded: the web site need not wait for Scrapy.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(entry_points(group=_GROUP).names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click's
        found: list[click.Command] = [point.load() for point in entry_points(group=_GROUP, name=name)]
        return found[0] if found else None


@click.group(cls=_Found, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--verbose", "-v", is_flag=True, help="Say each stage of the work on standard error.")
@click.version_option(package_name="stook")
def stook(*, verbose: bool) -> None:
    """Stook: an open data catalogue and metadata harvester for councils.

    Exit status: 0 done, 1 partly done, 2 could not be done.
    """
    set_up_logs(verbose=verbose)


def main() -> None:
    """The way in: what we can name ends in a sentence and status 2, never in a trace."""
    try:
        status = stook(standalone_mode=False)  # without standalone mode an exit's status is returned
        sys.exit(status if isinstance(status, int) else DONE)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PARTLY)
    except CatalogueError as error:
        click.echo(f"stook: {error}", err=True)
        sys.exit(COULD_NOT)


@click.command("settings")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show_settings(*, as_json: bool) -> None:
    """Print every setting, its value and where it came from.

    \b
    Example: STOOK_BIND=0.0.0.0:80 stook settings
    """
    settings = load_settings()
    rows = [
        {
            "name": f"STOOK_{name.upper()}",
            "value": _shown(getattr(settings, name)),
            "from": setting_source(name),
            "means": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        say_json(rows)
    else:
        say_table(("setting", "value", "from", "means"), [tuple(row.values()) for row in rows])


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """Say how each portal's harvest stands, what goes on, what waits, and which workers live.

    \b
    Example: stook status --json
    """
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.reading() as connection:
        rows = [status_row(one) for one in portal_statuses(connection)]
        going = [asdict(one) for one in progress_of_runs(connection)]
        waiting = [asdict(one) for one in waiting_portals(connection) if not one.worker]
        working = [asdict(one) for one in worker_statuses(connection, now=now_utc())]
    if as_json:
        say_json({"portals": rows, "running": going, "queue": waiting, "workers": working})
        return
    shown = ("slug", "verdict", "datasets", "rejected", "last_run", "next_run", "sentence")
    columns = ("portal", "verdict", "datasets", "rejected", "last run", "next run", "in a sentence")
    say_table(columns, [tuple(row[name] for name in shown) for row in rows])
    for one in going:
        say(f"going on: {_going(one)}")
    for one in waiting:
        say(f"waits: {one['slug']}, due {one['due']}")
    alive = sum(bool(one["alive"]) for one in working)
    say(f"{alive} {'worker lives' if alive == 1 else 'workers live'}.")


def _going(one: Mapping[str, object]) -> str:
    """How far a run is, in a sentence."""
    of = f" of {one['declared']:,}" if one["declared"] else ""
    left = f", {one['pending']:,} known of" if one["pending"] else ""
    ends = f"; cancelled by {one['cancelled_by']}" if one["cancelled_by"] else ""
    ends += f"; rests until {one['rests_until']}" if one["rests_until"] else ""
    return f"{one['slug']} run {one['number']}, {one['pages']:,} pages{left}, {one['records']:,}{of} records{ends}"


def status_row(one: PortalStatus) -> dict[str, object]:
    """A portal's status as programs read it."""
    last = one.last
    return {
        "slug": one.slug,
        "title": one.title,
        "kind": one.kind,
        "verdict": "running" if one.running else (last.verdict if last else ""),
        "datasets": one.datasets,
        "missing": one.missing,
        "withdrawn": one.withdrawn,
        "rejected": one.rejected,
        "last_run": last.finished if last else "",
        "next_run": one.next_run,
        "sentence": last.sentence if last else "Not harvested yet.",
    }


@click.command("search")
@click.argument("text")
@click.option("--limit", default=10, show_default=True, help="How many results.")
@click.option("--exact", is_flag=True, help="Search for the words as they stand.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def search(text: str, *, limit: int, exact: bool, as_json: bool) -> None:
    """Search the catalogue for TEXT, and say what it was understood as.

    \b
    Example: stook search "bins in leeds"
    """
    settings = load_settings()
    today = now_utc()[:10]
    question = Question(text=text) if exact else understand(text, load_vocabulary(), today=today)
    index = open_index(settings.index_url)
    results = index.search(question.put_to(Search(today=today, limit=limit)))
    index.close()
    if as_json:
        hits = [{"id": hit.id, "score": hit.score, **hit.card} for hit in results.hits]
        say_json({"understood": _understood(question), "total": results.total, "hits": hits})
        return
    for sense in question.senses:
        also = f"; also searched: {', '.join(sense.also)}" if sense.also else ""
        say(f"{sense.typed}: {sense.label}{also}")
    say(f"{results.total:,} datasets")
    say_table(
        ("id", "title", "publisher"),
        [(h.id, h.card["title"], h.card["publisher_label"]) for h in results.hits],
    )


def _understood(question: Question) -> list[dict[str, object]]:
    """What was understood, as programs read it."""
    return [
        {"typed": one.typed, "kind": one.kind.value, "label": one.label, "code": one.code, "also": one.also}
        for one in question.senses
    ]


@click.command("query")
@click.argument("text")
@click.option("--format", "name", default="csv", show_default=True, type=click.Choice(sorted(BY_NAME)))
def query(text: str, *, name: str) -> None:
    """Answer a SPARQL query: TEXT is a file, or the query itself.

    \b
    Example: stook query "SELECT (COUNT(*) AS ?n) { ?d a <http://www.w3.org/ns/dcat#Dataset> }"
    """
    settings = load_settings()
    source = Path(text) if len(text) < 250 and "\n" not in text else None
    words = source.read_text() if source and source.is_file() else text
    store = open_store(settings.store_url, writable=False, secret=settings.secret)
    answer = store.query(
        Query(text=words, media_type=BY_NAME[name].media_type, seconds=settings.query_seconds)
    )
    store.close()
    click.echo(answer.body.decode())


@click.command("rebuild")
def rebuild() -> None:
    """Build the RDF store and the search index again from the ledger.

    What is there serves until the new is complete.

    \b
    Example: stook rebuild
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    with progress() as bar:
        bar.add_task("building store and index", total=None)
        mark = project(settings, ledger, anew=True)
    say(f"Store and index hold the catalogue up to change {mark:,} ({now_utc()}).")


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    main()
