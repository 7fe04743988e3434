"""Advice is ranked by what it gains, and says where it is followed in the portal's own product."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from catalogue.quality.advice import advise, place_of
from catalogue.quality.metrics import METRICS

_ROOT = Path(__file__).parents[3]
_KINDS = sorted(
    path.stem for path in (_ROOT / "harvester" / "spiders").glob("*.py") if path.stem != "__init__"
)
_CODES = [metric.code for metric in METRICS]


def test_what_gains_most_in_all_comes_first() -> None:
    steps = advise({"licence": 10, "keyword": 7, "size": 41, "theme": 0}, "ckan")
    assert [(step.metric, step.gain) for step in steps] == [
        ("keyword", 210),
        ("size", 205),
        ("licence", 200),
    ]


def test_a_step_says_what_to_do_what_it_is_worth_and_where() -> None:
    (step,) = advise({"licence": 84}, "ckan")
    assert step.sentence == "Add a licence to 84 datasets: 20 points each"
    assert step.where == "CKAN: dataset → Manage → Edit metadata → License"


def test_one_dataset_is_told_as_one() -> None:
    assert advise({"licence": 1}, "ckan")[0].sentence == "Add a licence to 1 dataset: 20 points"


def test_what_is_no_metric_gives_no_advice() -> None:
    assert advise({"beauty": 12, "licence": -1}, "ckan") == ()


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("code", _CODES)
def test_every_metric_has_a_place_in_every_kind(kind: str, code: str) -> None:
    assert place_of(code, kind)


@pytest.mark.parametrize("kind", [kind for kind in _KINDS if kind != "native_json"])
def test_the_places_of_a_kind_are_its_own_and_name_its_words(kind: str) -> None:
    own = [code for code in _CODES if place_of(code, kind) != place_of(code, "")]
    assert len(own) >= 17


def test_a_kind_that_nobody_knows_gets_the_general_place() -> None:
    assert place_of("licence", "a-kind-of-tomorrow") == place_of("licence", "")


def test_the_tables_name_only_kinds_and_metrics_that_there_are() -> None:
    rows = _rows("places.csv")
    assert {row["kind"] for row in rows} == {"", *_KINDS}
    named = [(row["kind"], code) for row in rows for code in row["metric"].split()]
    assert {code for _, code in named} == set(_CODES)
    assert len(named) == len(set(named))
    assert [row["metric"] for row in _rows("asks.csv")] == _CODES


@pytest.mark.parametrize("name", ["places.csv", "asks.csv"])
def test_a_table_states_its_source_licence_and_date(name: str) -> None:
    head = "".join(line for line in _text(name).splitlines() if line.startswith("#"))
    assert all(word in head for word in ("Source:", "Licence:", "Date: 20"))


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in _text(name).splitlines() if not line.startswith("#")))


def _text(name: str) -> str:
    return (_ROOT / "catalogue" / "quality" / name).read_text(encoding="utf-8")
