"""The chart of runs tells what became of records by pattern, and its parts are as large as their figures."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

from catalogue.ledger.status import RunStatus
from web.pages.run_chart import HEIGHT, KINDS, Bar, make_chart


def run(number: int, verdict: str = "complete", **counts: int) -> RunStatus:
    """A run that has ended, with these counts."""
    instant = f"2026-11-{number:02}T03:00:00Z"
    return RunStatus(
        portal="a", number=number, started=instant, finished=instant, heartbeat=instant,
        verdict=verdict, sentence="", declared=None, counts=counts,
    )  # fmt: skip


def bars(*runs: RunStatus) -> tuple[Bar, ...]:
    chart = make_chart(runs)
    assert chart
    return chart.bars


def test_the_parts_of_a_bar_are_what_became_of_its_records() -> None:
    full = run(2, read=60, same=30, changed=15, added=5, restored=5, rejected=45, repeated=5, missing=20)
    (_, bar) = bars(full, run(1, read=100, same=100))
    assert [(part.kind, part.count) for part in bar.parts] == [
        ("same", 30), ("changed", 15), ("added", 10), ("kept", 5), ("rejected", 40), ("missing", 20),
    ]  # fmt: skip
    heights = {part.kind: part.height for part in bar.parts}
    assert heights["same"] == pytest.approx(2 * heights["changed"], abs=0.1)
    assert sum(height for kind, height in heights.items() if kind != "missing") == pytest.approx(
        bar.height, abs=0.2
    )


def test_parts_stand_on_each_other_and_what_is_missing_hangs_below() -> None:
    (_, bar) = bars(run(2, read=9, same=5, added=4, missing=3), run(1, read=9, same=9))
    same, added, missing = bar.parts
    assert added.y + added.height == pytest.approx(same.y, abs=0.1)
    assert missing.y == pytest.approx(same.y + same.height, abs=0.1)
    assert missing.y + missing.height < HEIGHT


def test_one_record_among_thousands_is_still_seen() -> None:
    (_, bar) = bars(run(2, read=9000, same=8999, added=1), run(1, read=9000, same=9000))
    assert min(part.height for part in bar.parts) > 1
    assert sum(part.height for part in bar.parts) == pytest.approx(bar.height, abs=0.2)


def test_even_a_portal_that_lost_everything_fits() -> None:
    (_, bar) = bars(run(2, missing=50_000), run(1, read=10, added=10))
    (missing,) = bar.parts
    assert missing.y + missing.height <= HEIGHT - 20


def test_what_a_failed_run_read_was_not_taken_in() -> None:
    (_, bar) = bars(run(2, "failed", read=7), run(1, read=7, added=7))
    assert [(part.kind, part.count) for part in bar.parts] == [("kept", 7)]


def test_the_legend_names_the_kinds_that_are_drawn() -> None:
    chart = make_chart([run(2, read=9, same=8, added=1), run(1, read=8, added=8)])
    assert chart
    assert list(chart.kinds) == ["same", "added"]


def test_no_kind_is_told_by_colour_alone(scored: TestClient) -> None:
    """Each is either plain, full or has a pattern of its own; the legend draws it the same way."""
    tree = html.fromstring(scored.get("/portal/leeds").text)
    drawn = {
        rect.get("class").split()[1]: rect.get("fill", "plain")
        for rect in tree.xpath("//figure[@class='chart']//figcaption//rect")
    }
    assert set(drawn) <= set(KINDS)
    assert {kind for kind, fill in drawn.items() if fill == "plain"} <= {"same", "added"}
    patterns = [fill for fill in drawn.values() if fill != "plain"]
    assert len(patterns) == len(set(patterns)) == len(drawn) - len({"same", "added"} & set(drawn))
    for pattern in patterns:
        assert tree.xpath(f"//pattern[@id='{pattern[5:-1]}']")


def test_each_bar_says_its_figures(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/portal/leeds").text)
    titles = [title.text for title in tree.xpath("//figure[@class='chart']//g/title")]
    assert "3 as it was, 1 changed, 3 new or back" in titles[-1]
