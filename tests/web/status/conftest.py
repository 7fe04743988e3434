"""A site whose portal has scores and much that waits for a person, opened once for the tests of its status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_up_catalogue import BARE, BASE, BINS, EVIL, EVIL_ID, open_site
from sqlalchemy import Connection, delete, insert, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.ledger.quality_schema import checked_links, link_uses, scores
from catalogue.ledger.schema import held_back, matches, portals, runs
from catalogue.quality.metrics import points_of

COUNTS = {
    "read": 9, "added": 3, "same": 3, "changed": 1, "waiting": 1, "held_changes": 1, "rejected": 2,
    "repeated": 1, "missing": 2, "held": 12, "listed": 10,
}  # fmt: skip
PUBLISHED = {BINS: ["keyword", "theme", "known-licence"], EVIL_ID: ["keyword", "licence"], BARE: []}


@pytest.fixture(scope="session")
def scored_app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The site over the made-up catalogue with what its status can tell."""
    app = open_site(tmp_path_factory.mktemp("scored"))
    with app.state.site.ledger.writing() as connection:
        fill_status(connection)
    return app


@pytest.fixture(scope="session")
def scored(scored_app: Starlette) -> Iterator[TestClient]:
    """What a visitor sees of it."""
    with TestClient(
        scored_app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False
    ) as opened:
        yield opened


def fill_status(connection: Connection) -> None:
    """Scores of the first portal's datasets, a full account of its run, and what waits for a person."""
    portal = connection.scalar(select(portals.c.id).where(portals.c.slug == "leeds"))
    connection.execute(
        update(runs).where(runs.c.portal_id == portal, runs.c.number == 2).values(counts=COUNTS, declared=10)
    )
    connection.execute(delete(scores).where(scores.c.portal == "leeds"))
    connection.execute(delete(link_uses).where(link_uses.c.portal == "leeds"))
    for entry, passed in PUBLISHED.items():
        row = {"entry_id": entry, "portal": "leeds", "at": "2026-11-22T03:12:00Z", "publisher": ""}
        told = {"passed_published": passed, "passed_here": [*passed, "issued"]}
        points = {"published": points_of(passed), "here": points_of([*passed, "issued"])}
        connection.execute(insert(scores).values(**row, **told, **points))
    row = {"kind": "ckan", "added": "2026-01-01T00:00:00Z", "settings": {}, "paused": False}
    made = [
        row | {"slug": f"made-{n:02}", "title": f"Portal {n:02}", "address": f"https://made-{n:02}.example"}
        for n in range(60)
    ]
    connection.execute(insert(portals), made)
    connection.execute(update(portals).where(portals.c.slug == "made-07").values(paused=True))
    for number, state in enumerate(("dead", "works"), 1):
        url = f"https://leeds.example/{number}.csv"
        link = {"id": 900 + number, "digest": str(number), "url": url, "host": "leeds.example"}
        connection.execute(insert(checked_links).values(**link, state=state))
        use = {"link_id": 900 + number, "entry_id": BINS, "role": "download", "portal": "leeds"}
        connection.execute(insert(link_uses).values(**use))
    common = {"portal_id": portal, "run": 2, "since": "2026-11-22T03:12:00Z", "decision": ""}
    held = {"kind": "removal", "key": "bins", "entry_id": BINS, "title": EVIL, "reason": "12 of 15 are gone"}
    connection.execute(insert(held_back).values(**common, **held))
    match = {"key": "new-bins", "entry_id": BINS, "title": "Bins", "evidence": "the same title", "doubt": ""}
    connection.execute(insert(matches).values(**common, **match, moved=True))
