"""The feed of a portal's runs, as a feed reader reads it."""

from __future__ import annotations

import feedparser
from made_up_catalogue import BASE
from starlette.testclient import TestClient


def test_the_feed_lists_the_runs_that_have_ended_newest_first(client: TestClient) -> None:
    """With names that stay, instants, and the sentence of each."""
    answer = client.get("/portal/leeds/runs.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == f"{BASE}/portal/leeds/runs.atom"
    assert feed.feed.title == "Harvests of Data Mill North"
    assert feed.feed.updated == "2026-11-22T03:12:00Z"
    assert [(one.id, one.title, one.updated) for one in feed.entries] == [
        (f"{BASE}/portal/leeds/runs/2", "Run 2: complete", "2026-11-22T03:12:00Z"),
        (f"{BASE}/portal/leeds/runs/1", "Run 1: partial", "2026-11-21T03:12:00Z"),
    ]
    assert feed.entries[1].summary == "Stopped at page 3 of 5: the portal answered 503."
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{BASE}/portal/leeds/runs.atom", "alternate": f"{BASE}/portal/leeds",
    }  # fmt: skip


def test_every_entry_leads_to_its_run(client: TestClient) -> None:
    """And its page is there."""
    feed = feedparser.parse(client.get("/portal/leeds/runs.atom").content)
    for entry in feed.entries:
        assert client.get(entry.link.removeprefix(BASE)).status_code == 200


def test_a_reader_that_has_the_feed_is_told_so(client: TestClient) -> None:
    """It need not be sent again."""
    first = client.get("/portal/leeds/runs.atom")
    again = client.get("/portal/leeds/runs.atom", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_portal_without_a_run_has_an_empty_feed(client: TestClient) -> None:
    """Which is sound all the same; a portal that there is not has none."""
    feed = feedparser.parse(client.get("/portal/empty/runs.atom").content)
    assert not feed.bozo
    assert feed.entries == []
    assert client.get("/portal/nothing/runs.atom").status_code == 404
