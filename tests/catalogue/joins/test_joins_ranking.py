"""Which joins come first: where, when, what is known to be shared, who, terms, freshness."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.joins.facts import JoinFacts, facts_of, from_columns, to_columns
from catalogue.joins.nearness import Nearness, surroundings_of
from catalogue.joins.ranking import Candidate, Period, Shared, rank, rank_again, years_in_common
from catalogue.model import Agent, Dataset, PeriodOfTime
from catalogue.values import Term, Text, Typed
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()
LEEDS, BRADFORD, YORKSHIRE, ENGLAND, BRISTOL = "E08000035", "E08000032", "E12000003", "E92000001", "E06000023"
SUBJECT = JoinFacts(
    publisher="leeds-city-council", areas=(LEEDS,), years=(2020, 2022), themes=frozenset(("TRAN",))
)
PLACES = surroundings_of(SUBJECT.areas, VOCABULARY)


def candidate(name: str, **facts: object) -> Candidate:
    return Candidate(
        id=name,
        title=name,
        portal="p",
        column="UPRN",
        file="",
        confidence=0.9,
        facts=replace(SUBJECT, **facts),  # type: ignore[arg-type] # named by the tests
    )


def order(*candidates: Candidate, shared: dict[str, Shared] | None = None) -> list[str]:
    ranked = rank(SUBJECT, PLACES, candidates)
    return [one.candidate.id for one in rank_again(ranked, shared or {})]


def test_the_same_area_is_nearest_then_what_is_around_it_then_what_shares_a_region_with_it() -> None:
    areas = {"far": (BRISTOL,), "near": (BRADFORD,), "around": (ENGLAND,), "same": (LEEDS,), "unknown": ()}
    found = [candidate(name, areas=codes) for name, codes in areas.items()]
    assert order(*found) == ["same", "around", "near", "unknown", "far"]


def test_what_lies_inside_is_told_from_what_lies_around() -> None:
    assert surroundings_of((YORKSHIRE,), VOCABULARY).look((LEEDS,)) == (Nearness.INSIDE, LEEDS)
    assert PLACES.look((YORKSHIRE,)) == (Nearness.AROUND, YORKSHIRE)


def test_what_is_near_says_by_what() -> None:
    assert PLACES.look((BRADFORD,)) == (Nearness.NEAR, "E11000006")
    assert PLACES.look((BRISTOL, LEEDS)) == (Nearness.SAME, LEEDS)


def test_two_areas_of_one_nation_are_not_near_each_other() -> None:
    assert PLACES.look((BRISTOL,)) == (Nearness.ELSEWHERE, "")


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        ((2022, 2024), (Period.OVERLAPS, (2022, 2022))),
        ((2023, 2024), (Period.APART, None)),
        (None, (Period.UNKNOWN, None)),
    ],
)
def test_periods_overlap_in_the_years_that_both_cover(
    theirs: tuple[int, int] | None, found: tuple[Period, tuple[int, int] | None]
) -> None:
    assert years_in_common((2020, 2022), theirs) == found


def test_the_same_years_come_before_others_in_the_same_area_only() -> None:
    late, unknown = candidate("late", years=(2024, 2025)), candidate("unknown", years=None)
    elsewhere = candidate("elsewhere", areas=(BRISTOL,))
    assert order(elsewhere, late, unknown, candidate("same")) == ["same", "unknown", "late", "elsewhere"]


def test_values_that_are_in_both_come_before_what_nobody_has_seen() -> None:
    shared = {"b": Shared(values=64, here=180, there=200), "c": Shared(values=100, here=180, there=200)}
    assert order(candidate("a"), candidate("b"), candidate("c"), shared=shared) == ["c", "b", "a"]


def test_all_of_a_few_values_say_less_than_most_of_many() -> None:
    few, most = Shared(values=4, here=42, there=4), Shared(values=7, here=42, there=10)
    assert few.weight < most.weight
    assert Shared(values=0, here=42, there=0).weight == 0


def test_samples_without_a_value_in_common_count_for_nothing_as_they_are_the_first_rows_only() -> None:
    shared = {"a": Shared(values=0, here=180, there=200)}
    assert order(candidate("a"), candidate("b"), shared=shared) == ["a", "b"]


def test_what_another_publisher_or_field_brings_in_comes_first() -> None:
    other = candidate("z", publisher="somebody-else", themes=frozenset(("ENVI",)))
    assert order(candidate("a"), candidate("y", publisher="somebody-else"), other) == ["z", "y", "a"]


def test_a_theme_that_is_not_stated_is_no_other_theme() -> None:
    assert not rank(SUBJECT, PLACES, [candidate("a", themes=frozenset())])[0].other_theme


def test_open_data_comes_before_what_is_not_and_fresh_before_stale() -> None:
    shut = candidate("a", openness="not-open", modified="2026-01-01")
    stale, fresh = (candidate(day, openness="open", modified=day) for day in ("2019-01-01", "2025-06-01"))
    undated = candidate("never", openness="open", modified="")
    assert order(shut, undated, stale, fresh) == ["2025-06-01", "2019-01-01", "never", "a"]


def test_facts_are_read_from_a_dataset_and_come_back_from_their_columns() -> None:
    dataset = Dataset(
        title=(Text("Trees"),),
        publisher=Agent(slug="leeds-city-council", name=(Text("Leeds City Council"),)),
        temporal=(PeriodOfTime(start_date=Typed("2019-01-01"), end_date=Typed("2021-12-31")),),
        license=Term("OGL", iri=VOCABULARY.find("licence", "ogl-3.0").iri),  # type: ignore[union-attr] # it is there
        modified=Typed("2024-05-01"),
    )
    facts = facts_of(dataset, VOCABULARY)
    assert (facts.years, facts.licence, facts.openness) == ((2019, 2021), "ogl-3.0", "open")
    assert from_columns(facts.publisher, tuple(to_columns(facts).values())) == facts


def test_facts_of_which_nothing_is_said_come_back_so_too() -> None:
    facts = facts_of(Dataset(), VOCABULARY)
    assert from_columns("", tuple(to_columns(facts).values())) == facts
