"""The matrix of faults has no empty cell; `make faults` plays all of it, and here is one of each sort."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fault_cell import Bench, days, recordings, why_empty
from fault_expectations import EXPECTED
from fault_stage import open_stage

from harvester.replay.server import builders
from harvester.replay.shapes import SHAPES
from harvester.spiders import kinds

PLAYED = [
    ("truncated-gzip", "ckan"),
    ("repeated-page", "dcat"),
    ("all-vanish", "pod"),
    ("killed", "arcgis_hub"),
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with open_stage() as stage:
        yield Bench(stage, tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize(("day", "kind"), PLAYED)
def test_a_bad_day_costs_a_portal_nothing(day: str, kind: str, bench: Bench) -> None:
    outcome = bench.play(day, kind)
    assert not outcome.wrong, outcome.sentence


def test_every_kind_has_a_shape_and_a_bundled_portal() -> None:
    """So that every fault is played at it."""
    assert set(kinds()) <= set(SHAPES)
    assert set(kinds()) <= set(recordings())
    assert set(SHAPES) <= set(builders())


def test_every_fault_has_its_expectation() -> None:
    assert set(days()) == set(EXPECTED)


def test_a_fault_that_cannot_happen_says_why() -> None:
    reasons = {why_empty(day, kind) for day in days() for kind in kinds()} - {""}
    assert reasons
    assert all(" " in reason for reason in reasons)
