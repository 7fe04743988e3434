"""What a portal's pages tell an officer: how it stands, when it is harvested, and what became of every record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from made_up_catalogue import BASE, EVIL, open_site
from sqlalchemy import insert, select, update
from starlette.testclient import TestClient

from catalogue.clock import now_utc
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.schema import (
    asks,
    entries,
    filings,
    held_back,
    matches,
    portals,
    runs,
    watches,
    workers,
)
from catalogue.ledger.status import RunStatus
from web.pages.account import how_asked, make_account
from web.pages.run_chart import HEIGHT, WIDTH, make_chart


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site whose first portal has everything that a page can tell."""
    folder = tmp_path_factory.mktemp("told")
    site = open_site(folder)
    _fill(folder)
    with TestClient(site, base_url=BASE) as opened:
        yield opened


def _fill(folder: Path) -> None:
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with ledger.writing() as connection:
        portal = connection.scalar(select(portals.c.id).where(portals.c.slug == "leeds"))
        going = connection.scalar(select(runs.c.id).where(runs.c.portal_id == portal, runs.c.number == 3))
        entry = connection.scalar(select(entries.c.id).where(entries.c.key == "bins"))
        consent = {"robots": "api-consented", "consent": "A. Officer, 2026-11-01", "password": "s3cret"}
        connection.execute(
            update(portals).where(portals.c.id == portal).values(
                every=12, quiet="08:00-18:00", settings=consent, next_run="2026-11-29T18:10:00Z",
                contact="officer@leeds.example",
            )
        )  # fmt: skip
        counts = {"read": 9, "added": 3, "same": 4, "changed": 1, "rejected": 2, "repeated": 1, "held": 12}
        second = (runs.c.portal_id == portal) & (runs.c.number == 2)
        shape = {"came": ["result.results[].licence"], "gone": [f"x{EVIL}"]}
        connection.execute(
            update(runs).where(second).values(counts=counts, shape=shape, why="it is the first")
        )
        connection.execute(
            update(runs)
            .where(runs.c.id == going)
            .values(declared=1200, since="2026-11-21T00:00:00Z", rests_until="2026-11-24T00:00:00Z")
        )
        for name, state in (("1", "done"), ("2", "pending"), ("3", "pending")):
            values = {"run_id": going, "fingerprint": name, "position": int(name), "url": name, "request": {}}
            connection.execute(insert(asks).values(**values, state=state))
        connection.execute(
            insert(watches).values(portal_id=portal, state="quarantined", since="2026-11-22T03:12:00Z", run=2)
        )
        held = {"portal_id": portal, "kind": "removal", "key": "bins", "entry_id": entry, "title": EVIL}
        connection.execute(
            insert(held_back).values(**held, reason="12 of 15 are gone", run=2, since="2026-11-22T03:12:00Z")
        )
        match = {
            "portal_id": portal,
            "key": "new-bins",
            "entry_id": entry,
            "title": "Bins",
            "evidence": "the same title",
        }
        connection.execute(
            insert(matches).values(
                **match, doubt="", moved=True, decision="", run=2, since="2026-11-22T03:12:00Z"
            )
        )
        empty = connection.scalar(select(portals.c.id).where(portals.c.slug == "empty"))
        connection.execute(
            insert(filings).values(portal_id=empty, due="2026-11-28T00:00:00Z", filed=now_utc())
        )
        connection.execute(insert(workers).values(name="w", started=now_utc(), heartbeat=now_utc(), jobs=2))
    ledger.close()


def text_of(client: TestClient, address: str) -> str:
    """What a page says, in one line."""
    return " ".join(html.fromstring(client.get(address).text).xpath("string(//main)").split())


def test_a_portal_tells_its_state_and_how_it_is_harvested(told: TestClient) -> None:
    """In sentences."""
    said = text_of(told, "/portal/leeds")
    assert "State: quarantined, since 22 Nov 2026, 03:12 UTC (run 2)." in said
    assert "Every 12 hours, never between 08:00 and 18:00 (Europe/London)" in said
    assert "Next run29 Nov 2026, 18:10 UTC" in said.replace("Next run ", "Next run")
    assert "The council agreed to the use of its interface: A. Officer, 2026-11-01" in said
    assert "It asked for everything and believed nothing remembered, since it is the first." in said


def test_a_portal_tells_how_far_its_run_is(told: TestClient) -> None:
    """While it goes on."""
    assert (
        "1 page read, 2 more known of; 0 of 1,200 records; it rests until 24 Nov 2026, 00:00 UTC"
        in text_of(told, "/portal/leeds")
    )
    assert "1 page read, 2 more known of; 0 of 1,200 records" in text_of(told, "/status")


def test_what_a_person_must_decide_is_listed(told: TestClient) -> None:
    """Removals that are kept back, and proposed matches; what portals write is shown as text."""
    said = text_of(told, "/portal/leeds")
    assert "1 in all." in said
    assert "12 of 15 are gone" in said
    assert "the same title" in said
    assert "The portal has moved." in said
    assert "<script" not in told.get("/portal/leeds").text


def test_nothing_that_is_nobodys_business_is_told(told: TestClient) -> None:
    """Neither whom we write to nor what else a portal's settings hold, in any form."""
    for address in (
        "/portal/leeds",
        "/portal/leeds.json",
        "/portal/leeds.ttl",
        "/status",
        "/status.json",
        "/metrics",
    ):
        body = told.get(address).text
        assert "s3cret" not in body
        assert "officer@leeds.example" not in body


def test_programs_are_told_the_same(told: TestClient) -> None:
    """As JSON."""
    said = told.get("/portal/leeds.json").json()
    assert said["state"] == "quarantined"
    assert said["schedule"] == {"every_hours": 12, "quiet": "08:00-18:00", "zone": "Europe/London"}
    assert (said["robots"], said["consent"]) == ("api-consented", "A. Officer, 2026-11-01")
    assert said["held"]["total"] == said["proposed_matches"]["total"] == 1
    assert said["running"]["declared"] == 1200
    assert said["feed"] == f"{BASE}/portal/leeds/runs.atom"
    assert said["runs"][0]["asked"] == "changes"
    assert said["runs"][1]["why"] == "it is the first"


def test_the_overview_tells_what_waits_and_who_works(told: TestClient) -> None:
    """On the page and to programs."""
    said = text_of(told, "/status")
    assert "1 worker at work" in said
    assert "A portal not harvested yet, due since 28 Nov 2026" in said
    assert "2 to decide" in said
    rows = told.get("/status.json").json()
    assert rows["workers"] == 1
    assert rows["queue"] == [{"slug": "empty", "due": "2026-11-28T00:00:00Z"}]
    assert {row["slug"]: (row["state"], row["undecided"]) for row in rows["portals"]} == {
        "leeds": ("quarantined", 2), "empty": (None, 0),
    }  # fmt: skip


def test_the_page_names_the_feed_of_its_runs(told: TestClient) -> None:
    """For a browser, and for a person."""
    tree = html.fromstring(told.get("/portal/leeds").text)
    (link,) = tree.xpath("//head/link[@type='application/atom+xml']/@href")
    assert link == "/portal/leeds/runs.atom"
    assert tree.xpath(f"//main//a[@href='{link}']")


def test_a_run_accounts_for_every_record(told: TestClient) -> None:
    """What became of those that were read adds up to them."""
    said = told.get("/portal/leeds/runs/2.json").json()
    assert sum(said["account"]["became"].values()) == said["account"]["read"] == 9
    shown = text_of(told, "/portal/leeds/runs/2")
    tree = html.fromstring(told.get("/portal/leeds/runs/2").text)
    figures = {row.xpath("string(th)"): row.xpath("string(td)") for row in tree.xpath("//tbody/tr")}
    assert figures["New"] == "3"
    assert figures["As it was"] == "4"
    assert figures["As it was, or kept back before"] == "1"
    assert figures["Read"] == "9"
    assert figures["Rejected, each with its reason"] == figures["Stood on an earlier page already"] == "1"
    assert figures["Not met, and kept until a person has looked"] == "12"
    assert "result.results[].licence" in shown
    assert "<script" not in told.get("/portal/leeds/runs/2").text


def test_rdf_tells_the_verdict_and_what_was_asked(told: TestClient) -> None:
    """Of each run, which is an activity."""
    turtle = told.get("/portal/leeds/runs/2.ttl").text
    assert "a prov:Activity" in turtle
    assert 'stook:verdict "complete"' in turtle
    assert 'stook:asked "everything"' in turtle
    assert 'stook:state "quarantined"' in told.get("/portal/leeds.ttl").text


def run(number: int, verdict: str = "complete", **counts: int) -> RunStatus:
    """A run that has ended, with these counts; without a verdict one that goes on."""
    instant = f"2026-11-{number:02}T03:00:00Z"
    return RunStatus(
        portal="a", number=number, started=instant, finished=instant if verdict else "", heartbeat=instant,
        verdict=verdict, sentence="", declared=None, counts=counts,
    )  # fmt: skip


def test_a_failed_run_took_nothing_in() -> None:
    """What it read is accounted for all the same."""
    account = make_account(run(1, "failed", read=5, pages=1))
    assert [(line.label, line.count) for line in account.became] == [
        ("Not taken in, since the run failed", 5)
    ]


def test_what_was_not_met_is_no_part_of_what_was_read() -> None:
    """It has an account of its own."""
    account = make_account(run(1, read=2, same=2, missing=3, withdrawn=1))
    assert sum(line.count for line in account.became) == 2
    assert [line.count for line in account.absent] == [3, 1]
    assert make_account(run(1, "")).is_empty


def test_a_run_says_whether_it_asked_for_everything() -> None:
    """And why."""
    plain = replace(run(1), whole=False)
    assert "what has changed" in how_asked(replace(plain, since="2026-11-01T00:00:00Z"))
    assert "since the portal has moved" in how_asked(replace(plain, why="the portal has moved"))
    assert how_asked(plain).startswith("It asked for everything; ")


def test_runs_are_drawn_oldest_first_within_the_chart() -> None:
    """The highest is the one that read most; one that read nothing is still seen."""
    chart = make_chart([run(4, ""), run(3, "failed"), run(2, read=50), run(1, "partial", read=100)])
    assert chart is not None
    assert [bar.kind for bar in chart.bars] == ["partial", "complete", "failed"]
    assert [bar.mark for bar in chart.bars] == ["?", "✓", "✗"]
    tall, half, none = (bar.height for bar in chart.bars)
    assert tall == pytest.approx(2 * half)
    assert none > 0
    assert all(
        bar.x >= 0 and bar.x + bar.width <= WIDTH and bar.y + bar.height <= HEIGHT for bar in chart.bars
    )
    assert chart.told == (
        "Records met by the last 3 runs, 100 at most: 1 complete, 1 partial, 1 failed. The table below lists them."
    )


def test_one_run_is_no_chart() -> None:
    """Nor are many too wide for it."""
    assert make_chart([run(1, read=1)]) is None
    many = make_chart([run(1 + number % 28, read=number) for number in range(60)])
    assert many is not None
    assert many.bars[-1].x + many.bars[-1].width <= WIDTH
