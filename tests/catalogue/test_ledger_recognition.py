"""A portal that gives its datasets new names: what is certain keeps its identifier, what is not waits for a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import LEEDS, Field, later, read, rejected, same
from sqlalchemy import select

from catalogue.comparison import Verdict
from catalogue.entry import mint_id
from catalogue.errors import PortalError
from catalogue.ledger.held import get_held, get_published
from catalogue.ledger.matches import confirm_matches, count_matches, list_matches, reject_matches
from catalogue.ledger.portals import add_portal
from catalogue.ledger.renaming import list_former_keys
from catalogue.ledger.runs import Staged
from catalogue.ledger.schema import records
from catalogue.ledger.status import portal_run


def known(name: str, *, title: str = "", issued: str = "2020-01-01", place: int = 0) -> Staged:
    """A dataset that can be told by what it says: title, day of issue and one download."""
    title = title or f"Survey of {name.rpartition('/')[2]}"
    return read(name, title, addresses=(f"https://files.example/{title}.csv",), issued=issued, position=place)


OLD = tuple(known(f"old/{n}") for n in range(30))
NEW = tuple(known(f"new/{n}") for n in range(30))


def doubtful(key: str) -> Staged:
    """Only the title is the same, and the rest speaks against it."""
    return read(
        key, "Parks", addresses=(f"https://files.example/{key}",), issued=f"{1900 + ord(key[0])}-01-01"
    )


def test_datasets_under_new_keys_keep_their_identifiers(field: Field) -> None:
    field.run(*OLD)
    before = field.identifiers()

    assert field.run(*NEW, now=later(1)) == {"recognised": 30, "changed": 30}

    assert field.identifiers() == {f"new/{n}": before[f"old/{n}"] for n in range(30)}
    assert set(field.states().values()) == {"live"}
    with field.ledger.reading() as connection:
        assert list(connection.scalars(select(records.c.key).order_by(records.c.key))) == sorted(
            one.key for one in NEW
        )
        held = get_held(connection, before["old/7"])
        run = portal_run(connection, "leeds", 2)
    assert held is not None
    assert (held.snapshot.entry.id, held.snapshot.entry.key) == (before["old/7"], "new/7")
    assert run is not None
    assert "30 datasets are listed under new names and keep their addresses here." in run.sentence


def test_the_old_key_stays_known_with_what_it_was_recognised_by(field: Field) -> None:
    field.run(*OLD)
    field.run(*NEW, now=later(1))

    with field.ledger.reading() as connection:
        (former,) = list_former_keys(connection, mint_id("leeds", "old/3"))
    assert (former.key, former.run, former.at) == ("old/3", 2, later(1))
    assert former.evidence == "the same title, day of issue, 1 of 1 addresses"


def test_a_key_that_returns_is_the_same_dataset_again(field: Field) -> None:
    field.run(*OLD)
    before = field.identifiers()
    field.run(*NEW, now=later(1))

    assert field.run(*OLD, now=later(2)) == {"recognised": 30, "changed": 30}
    assert field.identifiers() == before
    with field.ledger.reading() as connection:
        (former,) = list_former_keys(connection, before["old/3"])
    assert (former.key, former.evidence) == ("new/3", "the name that it had here before")


def test_a_former_key_beside_the_present_one_is_a_dataset_of_its_own(field: Field) -> None:
    field.run(*OLD)
    field.run(*NEW, now=later(1))
    kept = field.identifiers()

    assert field.run(*NEW, known("old/0", title="Other things altogether"), now=later(2))["added"] == 1

    now = field.identifiers()
    assert {key: name for key, name in now.items() if key != "old/0"} == kept
    assert now["old/0"] not in kept.values()
    with field.ledger.reading() as connection:
        held = get_held(connection, now["old/0"])
    assert held is not None
    assert held.snapshot.entry.id == now["old/0"]
    assert field.run(*NEW, known("old/0", title="Other things altogether"), now=later(3)) == {"same": 31}


def test_a_withdrawn_dataset_comes_back_under_another_name(field: Field) -> None:
    field.run(*OLD)
    for day in (1, 2, 9):
        field.run(*OLD[1:], now=later(day))
    assert field.states()["old/0"] == "withdrawn"

    assert field.run(NEW[0], *OLD[1:], now=later(10)) == {"recognised": 1, "changed": 1, "same": 29}
    assert field.states()["new/0"] == "live"
    assert field.identifiers()["new/0"] == mint_id("leeds", "old/0")


def test_unchanged_datasets_are_never_unpacked(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    field.run(*OLD)
    monkeypatch.setattr("catalogue.ledger.recognition.unpack_entry", None)

    assert field.run(*(same(one.key) for one in OLD), now=later(1)) == {"same": 30}
    assert field.run(*(same(one.key) for one in OLD[1:]), now=later(2)) == {"same": 29, "missing": 1}
    assert field.run(*(same(one.key) for one in OLD), known("more"), now=later(3)) == {"same": 30, "added": 1}


def test_what_is_doubtful_waits_and_what_it_may_be_stays(field: Field) -> None:
    field.run(*OLD, doubtful("a"))

    for day in range(1, 12):
        assert field.run(*OLD, doubtful("b"), now=later(day)) == {"same": 30, "waiting": 1}

    assert field.states()["a"] == "live"
    assert "b" not in field.states()
    with field.ledger.reading() as connection:
        (match,) = list_matches(connection, "leeds")
        assert count_matches(connection) == {"leeds": 1}
    assert (match.key, match.title, match.held_key, match.held_title) == ("b", "Parks", "a", "Parks")
    assert (match.dataset, match.since, match.run) == (mint_id("leeds", "a"), later(1), 12)
    assert (match.evidence, match.moved) == ("the same title", False)


def test_a_proposal_falls_away_when_the_old_name_is_listed_again(field: Field) -> None:
    field.run(*OLD, doubtful("a"))
    field.run(*OLD, doubtful("b"), now=later(1))

    assert field.run(*OLD, doubtful("a"), doubtful("b"), now=later(2)) == {"same": 31, "added": 1}
    with field.ledger.reading() as connection:
        assert list_matches(connection, "leeds") == ()


def test_a_confirmed_match_keeps_the_identifier(field: Field) -> None:
    field.run(*OLD, doubtful("a"))
    field.run(*OLD, doubtful("b"), now=later(1))

    with field.ledger.writing() as connection:
        assert confirm_matches(connection, "leeds", ["b"], now=later(1.5)) == 1
        (former,) = list_former_keys(connection, mint_id("leeds", "a"))

    assert former.evidence == "the same title; confirmed by a person"
    assert field.run(*OLD, doubtful("b"), now=later(2)) == {"same": 30, "changed": 1}
    assert field.identifiers()["b"] == mint_id("leeds", "a")


def test_a_rejected_match_is_another_dataset(field: Field) -> None:
    field.run(*OLD, doubtful("a"))
    field.run(*OLD, doubtful("b"), now=later(1))

    with field.ledger.writing() as connection:
        assert reject_matches(connection, "leeds", []) == 1

    assert field.run(*OLD, doubtful("b"), now=later(2)) == {"same": 30, "added": 1, "missing": 1}
    assert field.run(*OLD, doubtful("b"), now=later(3)) == {"same": 31, "missing": 1}


def test_a_decision_names_the_key_that_nobody_waits_for(field: Field) -> None:
    with field.ledger.writing() as connection:
        with pytest.raises(PortalError, match="no match of 'x' waits; `stook portal matches leeds`"):
            confirm_matches(connection, "leeds", ["x"], now=later(1))
        with pytest.raises(PortalError, match="no match of 'x' waits"):
            reject_matches(connection, "leeds", ["x"])


def test_nothing_is_confirmed_while_a_harvest_goes_on(field: Field) -> None:
    field.begin()
    with field.ledger.writing() as connection, pytest.raises(PortalError, match="a harvest is going on"):
        confirm_matches(connection, "leeds", [], now=later(1))


@pytest.mark.parametrize("since", ["", "2026-11-21T00:00:00Z"])
def test_a_run_that_does_not_know_what_is_gone_adds_nothing_twice_and_loses_nothing(
    field: Field, since: str
) -> None:
    field.run(*OLD)
    run = replace(field.begin(now=later(1)), since=since)
    field.stage(run, NEW[0], known("unheard of"), now=later(1))

    verdict = Verdict.COMPLETE if since else Verdict.PARTIAL
    assert field.end(run, verdict, now=later(1)) == {"added": 1, "waiting": 1}
    assert field.identifiers()["old/0"] == mint_id("leeds", "old/0")
    assert "new/0" not in field.states()
    assert field.run(*NEW, known("unheard of"), now=later(2)) == {"recognised": 30, "changed": 30, "same": 1}


def test_a_former_key_met_by_a_partial_run_waits(field: Field) -> None:
    field.run(*OLD)
    field.run(*NEW, now=later(1))

    again = known("old/0", title="Another title for the survey of nothing")
    assert field.run(again, verdict=Verdict.PARTIAL, now=later(2)) == {"waiting": 1}


def test_a_record_that_is_there_and_unreadable_is_not_taken_for_gone(field: Field) -> None:
    field.run(*OLD)

    twin = known("new/0")
    assert field.run(rejected("old/0"), twin, *OLD[1:], now=later(1)) == {"same": 29, "added": 1}


def moved(field: Field, kind: str = "arcgis_hub", address: str = "https://leeds.hub.test") -> None:
    """The portal has other software at another address."""
    with field.ledger.writing() as connection:
        add_portal(connection, replace(LEEDS, kind=kind, address=address), now=later(1))


def test_after_a_move_nothing_is_matched_shown_twice_or_withdrawn_until_a_person_decides(
    field: Field,
) -> None:
    field.run(*OLD)
    before = field.states()
    moved(field)

    for day in range(1, 12):
        assert field.run(*NEW[:20], now=later(day)) == {"waiting": 20}

    assert field.states() == before
    with field.ledger.reading() as connection:
        found = list_matches(connection, "leeds")
    assert len(found) == 20
    assert {(one.moved, one.doubt) for one in found} == {(True, "")}


def test_a_confirmed_move_keeps_identifiers_and_counts_the_rest_missing(field: Field) -> None:
    field.run(*OLD)
    before = field.identifiers()
    moved(field)
    field.run(*NEW[:29], now=later(1))
    with field.ledger.writing() as connection:
        assert confirm_matches(connection, "leeds", [], now=later(1)) == 29

    assert field.run(*NEW[:29], now=later(2)) == {"changed": 29, "missing": 1}
    now = field.identifiers()
    assert all(now[f"new/{n}"] == before[f"old/{n}"] for n in range(29))
    assert field.run(*NEW[:29], now=later(3)) == {"same": 29, "missing": 1}


def test_another_scheme_or_port_is_no_move(field: Field) -> None:
    field.run(*OLD)
    moved(field, kind="ckan", address="http://www.data.leeds.test:8080/")

    assert field.run(*NEW, now=later(1)) == {"recognised": 30, "changed": 30}


def test_the_record_as_published_is_found_under_the_new_key(field: Field) -> None:
    field.run(*OLD)
    field.run(*NEW, now=later(1))

    with field.ledger.reading() as connection:
        assert get_published(connection, "leeds", "new/1") is not None
        assert get_published(connection, "leeds", "old/1") is None


def test_a_record_that_waits_goes_on_waiting_where_the_answer_is_one_remembered(field: Field) -> None:
    field.run(*OLD, doubtful("a"))
    field.run(*OLD, doubtful("b"), now=later(1))

    assert field.run(*(same(one.key) for one in OLD), same("b"), now=later(2)) == {"same": 30}
    with field.ledger.reading() as connection:
        assert [one.key for one in list_matches(connection, "leeds")] == ["b"]
