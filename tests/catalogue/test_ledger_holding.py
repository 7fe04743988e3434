"""Quarantine: what is too much at once waits for a person, and the last good version stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import LEEDS, Field, later, read, same

from catalogue.ledger.held import history
from catalogue.ledger.holding import (
    count_held_back,
    keep_held,
    list_held_back,
    list_held_removals,
    release_held,
)
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import Staged
from catalogue.ledger.status import portal_run

MANY = tuple(read(f"d{n:02}", licence="OGL") for n in range(30))


def again(*chosen: Staged) -> list[Staged]:
    """The same records, unchanged."""
    return [same(one.key) for one in chosen]


def held(field: Field, kind: str = "") -> list[str]:
    with field.ledger.reading() as connection:
        return [one.key for one in list_held_back(connection, "leeds", kind=kind) if not one.decision]


def bare(key: str) -> Staged:
    """The same dataset, with other words and without its licence."""
    return read(key, f"About {key} anew")


def test_what_would_go_is_listed_one_by_one(field: Field) -> None:
    field.run(*MANY)
    field.run(*again(*MANY[:15]), now=later(1))

    with field.ledger.reading() as connection:
        found = list_held_removals(connection, "leeds")
        assert count_held_back(connection) == {"leeds": 15}
        assert count_held_back(connection, "york") == {}
    assert [one.key for one in found] == [f"d{n}" for n in range(15, 30)]
    assert (found[0].title, found[0].reason, found[0].run, found[0].since) == (
        "About d15", "too many at once", 2, later(1),
    )  # fmt: skip


def test_a_portal_that_lists_other_things_altogether_loses_nothing(field: Field) -> None:
    field.run(*MANY[:12])

    other = [read(f"other{n}") for n in range(90)]
    assert field.run(*other, now=later(1)) == {"added": 90, "held": 12}
    for day in (2, 10, 20):
        assert field.run(*again(*other), now=later(day)) == {"same": 90, "held": 12}


def test_held_removals_stay_and_keep_since_when_while_additions_are_applied(field: Field) -> None:
    field.run(*MANY)
    field.run(*again(*MANY[:15]), now=later(1))

    counts = field.run(*again(*MANY[:14]), read("d14", "New words"), read("new"), now=later(20))

    assert counts == {"same": 14, "changed": 1, "added": 1, "held": 15}
    assert set(field.states().values()) == {"live"}
    with field.ledger.reading() as connection:
        assert {one.since for one in list_held_removals(connection, "leeds")} == {later(1)}


def test_what_is_held_falls_away_when_the_portal_lists_it_again(field: Field) -> None:
    field.run(*MANY)
    field.run(*again(*MANY[:15]), now=later(1))

    assert field.run(*again(*MANY[:29]), now=later(2)) == {"same": 29, "missing": 1}
    assert held(field) == []


def test_released_removals_are_withdrawn_at_once(field: Field) -> None:
    field.run(*MANY)
    field.run(*again(*MANY[:15]), now=later(1))

    with field.ledger.writing() as connection:
        assert release_held(connection, "leeds", now=later(1.5)) == {"removal": 15}

    assert held(field) == []
    assert [state for state in field.states().values() if state == "withdrawn"] == ["withdrawn"] * 15
    with field.ledger.reading() as connection:
        assert [one.kind for one in history(connection, field.identifiers()["d20"])] == ["withdrawn", "added"]
    assert field.run(*again(*MANY[:15]), now=later(2)) == {"same": 15}


def test_what_a_person_keeps_is_not_asked_about_again(field: Field) -> None:
    field.run(*MANY)
    field.run(*again(*MANY[:15]), now=later(1))
    with field.ledger.writing() as connection:
        assert keep_held(connection, "leeds") == {"removal": 15}

    for day in range(2, 12):
        assert field.run(*again(*MANY[:14]), now=later(day)).keys() <= {"same", "missing", "withdrawn"}

    assert held(field) == []
    assert field.states()["d14"] == "withdrawn"
    assert {field.states()[f"d{n}"] for n in range(15, 30)} == {"live"}
    assert field.run(*again(*MANY[:14]), same("d20"), now=later(13)) == {"same": 15}
    with field.ledger.reading() as connection:
        assert len(list_held_removals(connection, "leeds")) == 14


def test_changes_that_lose_the_licence_of_half_are_held_and_other_changes_are_not(field: Field) -> None:
    field.run(*MANY)
    losing = [bare(f"d{n:02}") for n in range(20)]

    counts = field.run(*losing, read("d20", "New words", licence="OGL"), *again(*MANY[21:]), now=later(1))

    assert counts == {"held_changes": 20, "changed": 1, "same": 9}
    assert set(field.states().values()) == {"live"}
    with field.ledger.reading() as connection:
        found = list_held_back(connection, "leeds", kind="change")
        run = portal_run(connection, "leeds", 2)
    assert len(found) == 20
    assert {one.reason for one in found} == {"licence would go"}
    assert run is not None
    assert "20 changes that would lose what they had are kept back until a person has looked." in run.sentence


def test_a_loss_of_a_few_is_a_correction(field: Field) -> None:
    field.run(*MANY)
    losing = [bare(f"d{n:02}") for n in range(12)]

    assert field.run(*losing, *again(*MANY[12:]), now=later(1)) == {"changed": 12, "same": 18}


@pytest.mark.parametrize(("losing", "is_held"), [(8, False), (16, True)])
def test_a_run_of_changes_is_judged_by_what_the_whole_portal_would_have(
    field: Field, losing: int, is_held: bool
) -> None:
    field.run(*MANY)
    run = replace(field.begin(now=later(1)), since=later(0))
    field.stage(run, *(bare(f"d{n:02}") for n in range(losing)), now=later(1))

    assert field.end(run, now=later(1)) == {"held_changes" if is_held else "changed": losing}


def test_held_changes_fall_away_when_the_portal_says_it_again(field: Field) -> None:
    field.run(*MANY)
    field.run(*(bare(one.key) for one in MANY), now=later(1))

    again_with = [read(one.key, f"About {one.key} anew", licence="OGL") for one in MANY]
    assert field.run(*again_with, now=later(2)) == {"changed": 30}
    assert held(field) == []


def test_released_changes_are_applied_by_the_next_run(field: Field) -> None:
    field.run(*MANY)
    losing = [bare(one.key) for one in MANY]
    field.run(*losing, now=later(1))
    with field.ledger.writing() as connection:
        assert release_held(connection, "leeds", now=later(1)) == {"change": 30}

    assert field.run(*losing, now=later(2)) == {"changed": 30}
    assert field.run(*losing, now=later(3)) == {"same": 30}
    with field.ledger.reading() as connection:
        assert list_held_back(connection, "leeds") == ()


def test_kept_changes_are_kept_without_asking(field: Field) -> None:
    field.run(*MANY)
    losing = [bare(one.key) for one in MANY]
    field.run(*losing, now=later(1))
    with field.ledger.writing() as connection:
        keep_held(connection, "leeds")

    field.run(*losing, now=later(2))

    assert held(field) == []
    assert len(field.sequence()) == 30


def limited(field: Field, **settings: int) -> None:
    with field.ledger.writing() as connection:
        add_portal(connection, replace(LEEDS, settings=settings), now=later(0))


def test_fewer_than_the_portals_least_holds_removals(field: Field) -> None:
    limited(field, min=28)
    field.run(*MANY)

    assert field.run(*again(*MANY[:27]), now=later(1)) == {"same": 27, "held": 3}
    with field.ledger.reading() as connection:
        reasons = {one.reason for one in list_held_removals(connection, "leeds")}
    assert reasons == {"27 are listed; at least 28 were expected"}


def test_more_than_the_portals_most_holds_additions_until_they_are_released(field: Field) -> None:
    limited(field, max=31)
    field.run(*MANY)
    more = [read(f"new{n}") for n in range(3)]

    assert field.run(*again(*MANY), *more, now=later(1)) == {"same": 30, "held_additions": 3}
    assert held(field, "addition") == ["new0", "new1", "new2"]
    with field.ledger.writing() as connection:
        assert release_held(connection, "leeds", now=later(1)) == {"addition": 3}
    assert field.run(*again(*MANY), *more, now=later(2)) == {"same": 30, "added": 3}


@pytest.mark.parametrize("more", [70, 1000])
def test_bounds_are_learned_from_complete_runs(field: Field, more: int) -> None:
    field.run(*MANY)
    flood = [read(f"new{n}") for n in range(more)]

    counts = field.run(*again(*MANY), *flood, now=later(1))
    assert counts["held_additions"] == (more if more == 1000 else 0)
