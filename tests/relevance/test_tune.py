"""Tuning climbs to what is better, tells what it was not tuned by, and leaves the program as it was."""

from __future__ import annotations

from collections import Counter

import pytest
from knobs import ASKED, WRITTEN, Knob, Setting, turned
from made_up import MADE_UP
from tune import Workbench, climb, folded, remembering, worth_of

from catalogue.indexes import matching, schema
from vocab import load_vocabulary

TITLE = Knob("catalogue.indexes.matching", "TITLE_BOOST")
KEYWORDS = Knob("catalogue.indexes.schema", "WEIGHTS", "keywords", written=True)


@pytest.mark.parametrize("knob", [*ASKED, *WRITTEN], ids=str)
def test_every_knob_is_there_and_turns_back(knob: Knob) -> None:
    before = knob.value()
    with turned({knob: before + 1}):
        assert knob.value() == before + 1
    assert knob.value() == before


def test_a_knob_is_a_number_of_a_module_or_of_a_table_there() -> None:
    with turned({TITLE: 7.0, KEYWORDS: 9.0}):
        assert (matching.TITLE_BOOST, schema.WEIGHTS["keywords"]) == (7.0, 9.0)
    assert (str(TITLE), str(KEYWORDS)) == ("matching.TITLE_BOOST", "schema.WEIGHTS[keywords]")


def test_a_knob_is_turned_as_long_as_it_is_worth_something() -> None:
    wanted = TITLE.value() * 1.6

    def evaluate(setting: Setting) -> dict[str, float]:
        return {"a": 1 / (1 + abs(setting.get(TITLE, TITLE.value()) - wanted)), "b": 0.5}

    chosen = climb(evaluate, worth_of(["a"], ["b"]), [TITLE, KEYWORDS], 3)
    assert chosen == {TITLE: pytest.approx(wanted)}


def test_a_gain_that_chance_may_bring_turns_nothing() -> None:
    assert climb(lambda setting: {"a": 0.5 + 0.0005 * len(setting)}, worth_of(["a"], ["a"]), [TITLE], 1) == {}


def test_the_two_groups_of_queries_count_alike_however_many_they_are() -> None:
    assert worth_of(["a", "b", "c"], ["d"])({"a": 0.0, "b": 0.0, "c": 0.0, "d": 1.0}) == 0.5


def test_a_setting_is_evaluated_once() -> None:
    times: Counter[int] = Counter()

    def evaluate(setting: Setting) -> dict[str, float]:
        times[len(setting)] += 1
        return {}

    once = remembering(evaluate)
    for setting in ({}, {TITLE: 1.0}, {TITLE: 1.0}, {}):
        once(setting)
    assert times == {0: 1, 1: 1}


def test_every_query_is_in_one_fold() -> None:
    assert folded(["a", "b", "c", "d"], 3) == [["a", "d"], ["b"], ["c"]]


def test_a_weight_of_writing_is_felt_by_the_next_search() -> None:
    bench = Workbench((MADE_UP,), load_vocabulary())
    as_it_stands = bench.evaluate({})
    assert as_it_stands.keys() == {"1", "2"}
    nothing = {knob: 0.0 for knob in WRITTEN if knob.name == "WEIGHTS"}
    assert bench.evaluate(nothing) != as_it_stands
    assert bench.evaluate({}) == as_it_stands
