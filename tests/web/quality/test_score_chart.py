"""The lines of means: where they run, where they break, and what is told of them in words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from catalogue.quality.metrics import MOST
from catalogue.quality.scores import ScoreDay
from web.pages.score_chart import make_score_chart


def day(number: int, published: float | None, here: float) -> ScoreDay:
    return ScoreDay(day=f"2026-11-{number:02}", datasets=9, published=published, here=here)


def test_one_day_is_no_line() -> None:
    assert make_score_chart((day(1, 10, 20),)) is None


def test_a_line_breaks_where_a_mean_is_not_known() -> None:
    chart = make_score_chart((day(1, 100, 120), day(2, None, 130), day(3, 110, 140), day(4, 120, 150)))
    assert chart
    said, here = chart.lines
    assert [step[0] for step in said.path.split(" ") if step[0] in "ML"] == ["M", "M", "L"]
    assert [step[0] for step in here.path.split(" ") if step[0] in "ML"] == ["M", "L", "L", "L"]
    assert len(said.dots) == 3


def test_the_chart_is_told_in_a_sentence() -> None:
    chart = make_score_chart((day(1, 100, 120), day(9, 110, 150)))
    assert chart
    assert chart.told == (
        "Mean score from 2026-11-01 to 2026-11-09: 120 to 150 points in this catalogue, 100 to 110 as published. "
        "The table below lists them."
    )


@given(means=st.lists(st.floats(0, MOST), min_size=2, max_size=28))
def test_every_mean_is_within_the_chart_and_days_run_to_the_right(means: list[float]) -> None:
    chart = make_score_chart([day(number + 1, mean, mean) for number, mean in enumerate(means)])
    assert chart
    for line in chart.lines:
        assert all(0 <= dot.y <= chart.base for dot in line.dots)
        assert all(one.x < other.x for one, other in pairwise(line.dots))
