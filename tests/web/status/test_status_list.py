"""The list of portals is narrowed by state, put in order and paged by plain links and a form, without a script."""

from __future__ import annotations

import csv

import pytest
from lxml import html
from starlette.testclient import TestClient

from catalogue.ledger.scores import ScoreDay
from catalogue.ledger.status import PortalStatus, RunStatus
from web.pages.portal import make_run_row
from web.pages.status import ORDERS, STATES, PortalRow, in_order, make_choices, narrowed


def row(
    slug: str, verdict: str = "", *, score: float | None = None, datasets: int = 0, next_run: str = "",
    paused: bool = False, undecided: int = 0,
) -> PortalRow:  # fmt: skip
    """A portal in the list; one without a verdict has had no run."""
    day = "2026-11-22T03:00:00Z"
    last = RunStatus(
        portal=slug, number=1, started=day, finished=day, heartbeat=day, verdict=verdict, sentence="So.",
        declared=None, counts={},
    ) if verdict else None  # fmt: skip
    status = PortalStatus(
        slug=slug, title=slug.upper(), kind="ckan", address="", body="", paused=paused, added="",
        next_run=next_run, datasets=datasets, missing=0, withdrawn=0, rejected=0, last=last, running=None,
    )  # fmt: skip
    mean = None if score is None else ScoreDay(day="", datasets=1, published=score, here=score)
    return PortalRow(
        status=status,
        last=make_run_row(last, "") if last else None,
        state=None,
        undecided=undecided,
        mean=mean,
    )


ROWS = [
    row("a", "complete", score=300, datasets=5, next_run="2026-12-03"),
    row("b", "failed", datasets=9, next_run="2026-12-01", undecided=2),
    row("c", "partial", score=100, datasets=1, next_run="2026-12-02", paused=True),
    row("d"),
]


@pytest.mark.parametrize(
    ("state", "slugs"),
    [("", "abcd"), ("complete", "a"), ("failed", "b"), ("partial", "c"), ("new", "d"), ("deciding", "b"),
     ("paused", "c"), ("running", ""), ("nonsense", "abcd")],
)  # fmt: skip
def test_a_state_narrows_the_list(state: str, slugs: str) -> None:
    assert "".join(one.status.slug for one in narrowed(ROWS, state)) == slugs


@pytest.mark.parametrize(
    ("order", "slugs"),
    [("name", "abcd"), ("verdict", "bcda"), ("score", "cabd"), ("datasets", "bacd"), ("next", "dbac")],
)
def test_an_order_puts_first_what_needs_somebody(order: str, slugs: str) -> None:
    """What is paused has no next run, and what has no score comes last; the rest goes by name."""
    assert "".join(one.status.slug for one in in_order(reversed(ROWS), order)) == slugs


def test_the_choices_say_how_many_portals_each_has() -> None:
    told = {one.name: one.count for one in make_choices(ROWS, "failed")}
    assert told == {"": 4, "complete": 1, "partial": 1, "failed": 1, "new": 1, "deciding": 1, "paused": 1}
    assert [one.name for one in make_choices(ROWS, "failed") if one.chosen] == ["failed"]


def test_a_long_list_comes_in_pages(scored: TestClient) -> None:
    first = html.fromstring(scored.get("/status").text)
    assert len(first.xpath("//article")) == 50
    (following,) = first.xpath("//nav[@class='pager']/a[@rel='next']/@href")
    assert len(html.fromstring(scored.get(following).text).xpath("//article")) == 12
    assert "There is no page 9 of this list." in scored.get("/status?page=9").text


def test_the_form_keeps_what_was_chosen(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/status?state=paused&sort=score").text)
    assert tree.xpath("//select/option[@selected]/@value") == ["paused", "score"]
    assert tree.xpath("//article//a/text()") == ["Portal 07"]
    assert tree.xpath("//form[contains(@class, 'narrowing')]/@method") == []


def test_the_pages_of_a_narrowed_list_stay_narrowed(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/status?state=new&sort=datasets").text)
    assert tree.xpath("//a[@rel='next']/@href") == ["/status?state=new&sort=datasets&page=2"]
    alternates = tree.xpath("//link[@rel='alternate'][@type='text/csv']/@href")
    assert alternates == ["/status.csv?state=new&sort=datasets"]


def test_programs_get_the_same_portals_with_their_scores(scored: TestClient) -> None:
    said = scored.get("/status.json?state=complete").json()["portals"]
    assert [(one["slug"], one["score_published"], one["score_here"]) for one in said] == [("leeds", 40, 45)]
    rows = list(csv.DictReader(scored.get("/status.csv").text.splitlines()))
    assert len(rows) == 62
    assert next(one for one in rows if one["slug"] == "empty")["score_published"] == ""


def test_each_portal_tells_verdict_score_datasets_and_next_run(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/status?state=complete").text)
    said = " ".join(tree.xpath("string(//article)").split())
    assert "Complete. All 4 records that the portal declares were read." in said
    assert "Score 40 of 405 (Bad)" in said
    assert "3 datasets" in said
    assert "2 to decide" in said


def test_what_cannot_be_chosen_is_as_if_it_had_not_been(scored: TestClient) -> None:
    assert scored.get("/status.json?state=glad&sort=luck").json() == scored.get("/status.json").json()
    assert {*STATES, *ORDERS}.isdisjoint({"glad", "luck"})
