"""Every figure of a run and of a score leads to its records, and the lists are as long as the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import LEEDS, Field, field_of, finding, later, read, same
from sqlalchemy import insert

from catalogue.entry import mint_id
from catalogue.ledger.accounted import (
    FATES,
    count_failing,
    count_that,
    records_failing,
    records_that,
)
from catalogue.ledger.quality_schema import scores
from catalogue.ledger.runs import Staged

REJECTED = Staged(key="rejected:bad", outcome="rejected", findings=(finding("title-missing", rejected=True),))


def keys(field: Field, fate: str) -> list[str]:
    with field.ledger.reading() as connection:
        found = [one.key for one in records_that(connection, "leeds", fate, limit=100)]
        assert count_that(connection, "leeds", fate) == len(found)
    return found


def test_before_the_first_run_nothing_became_of_anything(field: Field) -> None:
    assert all(keys(field, fate) == [] for fate in FATES)


def test_each_record_of_the_last_run_stands_in_one_list(field: Field) -> None:
    field.run(*(read(key) for key in ("a", "b", "c", "d")))
    field.run(same("a"), read("b", "Other words"), read("new"), REJECTED, same("d"), now=later(1))
    assert keys(field, "same") == ["a", "d"]
    assert keys(field, "changed") == ["b"]
    assert keys(field, "added") == ["new"]
    assert keys(field, "rejected") == ["bad"]
    assert keys(field, "missing") == ["c"]


def test_a_dataset_that_cannot_be_read_any_more_is_rejected_and_not_the_same(field: Field) -> None:
    field.run(read("a"), read("bad"))
    field.run(same("a"), REJECTED, now=later(1))
    assert (keys(field, "same"), keys(field, "rejected")) == (["a"], ["bad"])


def test_what_is_withdrawn_and_what_comes_back_is_listed(field: Field) -> None:
    field.run(read("a"), read("b"))
    for day in (1, 2, 9):
        field.run(same("a"), now=later(day))
    assert (keys(field, "withdrawn"), keys(field, "missing")) == (["b"], [])
    field.run(same("a"), read("b"), now=later(10))
    assert keys(field, "restored") == ["b"]


def test_what_waits_for_a_person_says_why(field: Field) -> None:
    many = [read(f"d{n:02}") for n in range(30)]
    field.run(*many)
    field.run(*(same(one.key) for one in many[:10]), now=later(1))
    with field.ledger.reading() as connection:
        held = records_that(connection, "leeds", "held", limit=3, offset=1)
        assert count_that(connection, "leeds", "held") == 20
    assert [one.key for one in held] == ["d11", "d12", "d13"]
    assert held[0].why == "removal: 10 are listed; at least 15 were expected"
    assert held[0].source == "https://data.leeds.test/d11"


def test_another_portals_records_are_not_listed(field: Field) -> None:
    field.run(read("a"))
    york = field_of(field.ledger, replace(LEEDS, slug="york", address="https://york.test"))
    york.run(replace(read("a", portal="york"), source="https://york.test/a"))
    assert keys(field, "added") == ["a"]
    with field.ledger.reading() as connection:
        (only,) = records_that(connection, "york", "added", limit=10)
    assert (only.dataset, only.source) == (mint_id("york", "a"), "https://york.test/a")


@pytest.mark.parametrize(
    ("passed", "fails"),
    [(["known-licence"], True), (["licence"], False), ([], True), (None, False)],
    ids=["only a longer code", "passes", "nothing", "not known"],
)
def test_a_dataset_fails_a_metric_as_it_is_published(
    field: Field, passed: list[str] | None, fails: bool
) -> None:
    field.run(read("a"))
    row = {"entry_id": mint_id("leeds", "a"), "portal": "leeds", "passed_here": ["licence"], "here": 20}
    told = {"passed_published": passed, "published": None if passed is None else 10, "at": later(0)}
    with field.ledger.writing() as connection:
        connection.execute(insert(scores).values(**row, **told))
        found = records_failing(connection, "leeds", "licence", limit=10)
        assert count_failing(connection, "leeds", "licence") == len(found) == int(fails)
