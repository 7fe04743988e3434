"""What a run is to ask for, by how the runs before it ended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import MAPPER, NOW, Field, later, read, rejected

from catalogue.comparison import Verdict
from catalogue.ledger.matches import confirm_matches
from catalogue.ledger.plans import Filter, Plan, get_filter, plan_run, set_filter
from catalogue.ledger.portals import add_portal
from catalogue.ledger.short_runs import note_clock
from catalogue.ledger.status import portal_findings


def plan_of(field: Field, *, mapper: str = MAPPER, full: bool = False) -> Plan:
    with field.ledger.reading() as connection:
        return plan_run(connection, "leeds", mapper=mapper, full=full)


def run(field: Field, verdict: Verdict = Verdict.COMPLETE, *, days: float = 0, whole: bool = True) -> None:
    begun = field.begin(now=later(days), plan=Plan(whole=whole))
    field.end(begun, verdict)


def test_the_first_run_is_whole(field: Field) -> None:
    assert plan_of(field) == Plan(whole=True, why="it is the first")


def test_changes_are_asked_for_from_an_hour_before_the_last_complete_run_began(field: Field) -> None:
    run(field)
    assert plan_of(field) == Plan(since="2026-11-22T08:00:00Z")


def test_the_portals_clock_counts_where_it_is_behind(field: Field) -> None:
    begun = field.begin()
    with field.ledger.writing() as connection:
        note_clock(connection, begun, "2026-11-22T06:00:00Z")
    field.end(begun)
    assert plan_of(field).since == "2026-11-22T05:00:00Z"


@pytest.mark.parametrize("verdict", [Verdict.PARTIAL, Verdict.FAILED])
def test_after_a_run_that_was_not_complete_the_next_is_whole(field: Field, verdict: Verdict) -> None:
    run(field)
    run(field, verdict)
    assert plan_of(field) == Plan(whole=True, why="the run before it was not complete")


def test_every_seventh_run_is_whole(field: Field) -> None:
    for number in range(15):
        plan = plan_of(field)
        assert plan.whole is (number % 7 == 0), number
        run(field, days=number, whole=plan.whole)


def test_other_rules_make_the_next_run_whole(field: Field) -> None:
    run(field)
    assert plan_of(field, mapper="new").why == "records are read by other rules than before"


def test_a_person_may_want_a_whole_run(field: Field) -> None:
    run(field)
    assert plan_of(field, full=True) == Plan(whole=True, why="it was asked for")


def test_a_portal_that_has_moved_is_read_whole(field: Field) -> None:
    run(field)
    with field.ledger.writing() as connection:
        add_portal(connection, replace(field.portal, address="https://new.leeds.test"), now=NOW)
    assert plan_of(field).why == "the portal has moved"


def test_a_run_of_changes_misses_nothing_and_keeps_what_was_found_before(field: Field) -> None:
    first = field.begin()
    field.stage(first, read("bins"), read("trees"), rejected("odd"))
    field.end(first)
    begun = field.begin(plan=Plan(since=NOW))
    field.stage(begun, read("bins", "Bins anew"))
    assert field.end(begun) == {"changed": 1}
    with field.ledger.reading() as connection:
        assert [one.key for one in portal_findings(connection, "leeds")] == ["odd"]


@pytest.mark.parametrize(("days", "known"), [(29, True), (31, False)])
def test_what_is_known_of_a_filter_holds_for_a_month(field: Field, days: int, known: bool) -> None:
    found = Filter(asked=NOW, sound=False, sentence="It is ignored.")
    with field.ledger.writing() as connection:
        set_filter(connection, "leeds", found)
        assert get_filter(connection, "leeds", now=later(days)) == (found if known else None)


def test_another_address_has_another_filter(field: Field) -> None:
    with field.ledger.writing() as connection:
        set_filter(connection, "leeds", Filter(asked=NOW, sound=True))
        add_portal(connection, replace(field.portal, address="https://new.leeds.test"), now=NOW)
        assert get_filter(connection, "leeds", now=NOW) is None


def test_a_decision_of_a_person_makes_the_next_run_whole(field: Field) -> None:
    """What waited has not changed, so that a run of changes would not bring it."""
    old = read("a", "Parks", addresses=("https://files.example/a",), issued="2019-01-01")
    new = read("b", "Parks", addresses=("https://files.example/b",), issued="2020-01-01")
    field.run(read("c"), old)
    field.run(read("c"), new, now=later(1))
    assert not plan_of(field).whole
    with field.ledger.writing() as connection:
        confirm_matches(connection, "leeds", ["b"], now=later(2))

    assert plan_of(field) == Plan(whole=True, why="a person has decided what waited")
