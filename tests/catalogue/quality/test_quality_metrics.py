"""The table of the score: what data.europa.eu publishes, point for point."""

from __future__ import annotations

import pytest

from catalogue.quality.metrics import (
    BANDS,
    DIMENSIONS,
    METRICS,
    MOST,
    band_of,
    in_order,
    points_by_dimension,
    points_of,
)

# https://data.europa.eu/mqa/methodology, written out by hand
PUBLISHED = {
    "findability": (100, {"keyword": 30, "theme": 30, "spatial": 20, "temporal": 20}),
    "accessibility": (100, {"access-url-works": 50, "download-url": 20, "download-url-works": 30}),
    "interoperability": (
        110,
        {
            "format": 20,
            "media-type": 10,
            "known-format": 10,
            "open-format": 20,
            "machine-readable": 20,
            "conforms": 30,
        },
    ),
    "reusability": (
        75,
        {
            "licence": 20,
            "known-licence": 10,
            "access-rights": 10,
            "known-access-rights": 5,
            "contact": 20,
            "publisher": 10,
        },
    ),
    "contextuality": (20, {"rights": 5, "size": 5, "issued": 5, "modified": 5}),
}


def test_the_metrics_and_their_points_are_the_published_ones() -> None:
    ours = {
        one.code: (
            one.most,
            {metric.code: metric.points for metric in METRICS if metric.dimension == one.code},
        )
        for one in DIMENSIONS
    }
    assert ours == PUBLISHED


def test_all_metrics_together_are_405_points() -> None:
    assert MOST == points_of(metric.code for metric in METRICS) == 405


@pytest.mark.parametrize(
    ("points", "band"),
    [
        (405, "excellent"), (351, "excellent"), (350.9, "good"), (350, "good"), (221, "good"),
        (220, "sufficient"), (121, "sufficient"), (120.5, "bad"), (120, "bad"), (0, "bad"),
    ],
)  # fmt: skip
def test_a_band_begins_where_it_is_published_to_begin(points: float, band: str) -> None:
    assert band_of(points).code == band


def test_the_bands_leave_no_whole_number_out() -> None:
    covered = [points for band in BANDS for points in range(band.least, band.most + 1)]
    assert sorted(covered) == list(range(MOST + 1))


def test_a_metric_counts_once() -> None:
    assert points_of(("keyword", "keyword")) == 30


def test_points_by_dimension_add_up_to_the_points() -> None:
    codes = ("keyword", "licence", "modified")
    assert points_by_dimension(codes) == {
        "findability": 30, "accessibility": 0, "interoperability": 0, "reusability": 20, "contextuality": 5,
    }  # fmt: skip


def test_codes_stand_in_the_order_of_the_table() -> None:
    assert in_order({"modified", "keyword", "unheard-of"}) == ("keyword", "modified")
