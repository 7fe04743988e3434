"""The command that tells of copies at other portals, and takes a person's word for them."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy import Connection

from catalogue.by_command import who_runs
from catalogue.clock import now_utc
from catalogue.clusters.judging import Pair
from catalogue.clusters.standing import reason
from catalogue.console import say, say_json, say_table
from catalogue.errors import CatalogueError
from catalogue.ledger.clusters import cluster_sizes, decide, follow_changes, proposals
from catalogue.ledger.held import Held, list_held
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.projection import project
from catalogue.settings import load_settings


@click.command("clusters")
@click.option("--same", nargs=2, metavar="ID ID", help="Two datasets are one, whatever they say.")
@click.option("--part", nargs=2, metavar="ID ID", help="Two datasets are two, whatever they have in common.")
@click.option("--forget", nargs=2, metavar="ID ID", help="Take back what was said of two datasets.")
@click.option("--by", default="", help="Who says so; who is logged in when left out.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(min=1), help="Most proposals.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def clusters(*, by: str, limit: int, as_json: bool, **said: tuple[str, str] | None) -> None:
    """List datasets of different portals that may be one, for a person to say; or say it of two.

    \b
    Examples: stook clusters --json
              stook clusters --part whhapclyucew 3x7tq2hfnq5a --by "Ann, data team"
    """
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    for name, same in (("same", True), ("part", False), ("forget", None)):
        if pair := said[name]:
            _decide(ledger, pair, same=same, by=by)
            project(settings, ledger)
    follow_changes(ledger)
    with ledger.reading() as connection:
        sizes, found = cluster_sizes(connection), _proposals(connection, limit)
    if as_json:
        say_json({"clusters": {str(size): sizes[size] for size in sorted(sizes)}, "proposals": found})
        return
    _tell(sizes, found)


def _decide(ledger: Ledger, pair: tuple[str, str], *, same: bool | None, by: str) -> None:
    with ledger.writing() as connection:
        known = list_held(connection, pair)
        if pair[0] == pair[1] or len(known) < 2:
            raise CatalogueError(
                f"{pair[0]} and {pair[1]}: identifiers of two datasets of the catalogue were expected"
            )
        decide(connection, *pair, same=same, by=by or who_runs(), at=now_utc())


def _proposals(connection: Connection, limit: int) -> list[dict[str, Any]]:
    pairs = proposals(connection, limit=limit)
    held = list_held(connection, tuple({one for pair in pairs for one in (pair.a, pair.b)}))
    return [_row(pair, held) for pair in pairs if pair.a in held and pair.b in held]


def _row(pair: Pair, held: dict[str, Held]) -> dict[str, Any]:
    sides = [held[one].snapshot.entry for one in (pair.a, pair.b)]
    return {
        "datasets": [
            {"id": one.id, "portal": one.portal, "title": next((t.value for t in one.dataset.title), "")}
            for one in sides
        ],
        "because": reason(pair.kinds),
    }


def _tell(sizes: dict[int, int], found: list[dict[str, Any]]) -> None:
    for size, count in sorted(sizes.items()):
        say(f"{count:,} datasets are listed at {size} portals")
    rows = [
        (f"{one['id']} ({one['portal']})", f"{other['id']} ({other['portal']})", one["title"], row["because"])
        for row in found
        for one, other in [row["datasets"]]
    ]
    say_table(("dataset", "perhaps the same as", "title", "because"), rows)
