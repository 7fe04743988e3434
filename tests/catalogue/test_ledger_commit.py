"""The commit of a run: what was read becomes what the catalogue holds, whole, in one numbered sequence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import NOW, Field, finding, later, read, rejected, remark, same
from sqlalchemy import func, select, update

from catalogue.comparison import Verdict
from catalogue.entry import mint_id
from catalogue.ledger.held import (
    changes_after,
    every_shown,
    get_held,
    get_published,
    history,
    list_held,
)
from catalogue.ledger.schema import asks, changes, entries, findings, gathered
from catalogue.ledger.status import portal_findings, portal_run
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze, with_id

MANY = tuple(read(f"d{n:02}") for n in range(30))


def count(field: Field, table: object) -> int:
    with field.ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def codes(field: Field, key: str = "") -> list[str]:
    with field.ledger.reading() as connection:
        return sorted(one.finding.code for one in portal_findings(connection, "leeds", key=key))


def test_what_is_new_is_added(field: Field) -> None:
    assert field.run(read("bins"), read("trees")) == {"added": 2}
    assert field.sequence() == [(1, "added"), (2, "added")]
    assert field.states() == {"bins": "live", "trees": "live"}


def test_a_second_identical_run_appends_no_change(field: Field) -> None:
    field.run(*MANY)

    assert field.run(*(same(one.key) for one in MANY), now=later(1)) == {"same": 30}
    assert field.run(*MANY, now=later(2)) == {"same": 30}
    assert len(field.sequence()) == 30


def test_only_what_changed_is_a_change(field: Field) -> None:
    field.run(read("bins"), read("trees"))

    assert field.run(read("bins", "Bins and boxes"), same("trees"), now=later(1)) == {"changed": 1, "same": 1}
    assert field.sequence()[2:] == [(3, "changed")]
    with field.ledger.reading() as connection:
        held = get_held(connection, mint_id("leeds", "bins"))
    assert held is not None
    assert held.snapshot.entry.dataset.title[0].value == "Bins and boxes"
    assert (held.snapshot.first_seen, held.snapshot.last_changed) == (NOW, later(1))
    assert (held.change, held.snapshot.run) == (3, 2)


def test_a_record_written_otherwise_that_says_the_same_is_kept_without_a_change(field: Field) -> None:
    field.run(read("bins", digest="one"))

    assert field.run(read("bins", digest="two")) == {"same": 1}
    with field.ledger.reading() as connection:
        published = get_published(connection, "leeds", "bins")
    assert published is not None
    assert published.digest == "two"
    assert published.body == b"About bins"


def test_what_is_missing_is_withdrawn_after_three_runs_and_seven_days(field: Field) -> None:
    field.run(*MANY)
    rest = [same(one.key) for one in MANY[1:]]

    assert field.run(*rest, now=later(1))["missing"] == 1
    assert field.run(*rest, now=later(2))["missing"] == 1
    assert field.run(*rest, now=later(7.5))["missing"] == 1
    assert field.states()["d00"] == "missing"
    assert len(field.sequence()) == 30
    assert field.run(*rest, now=later(8))["withdrawn"] == 1
    assert field.states()["d00"] == "withdrawn"
    assert field.sequence()[30:] == [(31, "withdrawn")]
    assert field.run(*rest, now=later(9)) == {"same": 29}


def test_a_missing_dataset_that_is_back_waits_its_grace_anew(field: Field) -> None:
    field.run(*MANY)
    rest = [same(one.key) for one in MANY[1:]]
    for day in (1, 2):
        field.run(*rest, now=later(day))
    field.run(same("d00"), *rest, now=later(3))

    assert field.states()["d00"] == "live"
    assert field.run(*rest, now=later(20)) == {"same": 29, "missing": 1}


def withdrawn(field: Field) -> None:
    """Adds thirty datasets and lets the first be withdrawn."""
    field.run(*MANY)
    for day in (1, 2, 9):
        field.run(*(same(one.key) for one in MANY[1:]), now=later(day))
    assert field.states()["d00"] == "withdrawn"


@pytest.mark.parametrize("back", [same("d00"), read("d00"), read("d00", digest="written otherwise")])
def test_a_withdrawn_dataset_that_is_back_is_restored_under_its_identifier(
    field: Field, back: object
) -> None:
    withdrawn(field)

    assert field.run(back, *(same(one.key) for one in MANY[1:]), now=later(10))["restored"] == 1  # type: ignore[arg-type]
    assert field.sequence()[31:] == [(32, "restored")]
    assert field.states()["d00"] == "live"
    with field.ledger.reading() as connection:
        kinds = [one.kind for one in history(connection, mint_id("leeds", "d00"))]
    assert kinds == ["restored", "withdrawn", "added"]


def test_a_withdrawn_dataset_that_is_back_otherwise_is_changed(field: Field) -> None:
    withdrawn(field)

    assert field.run(read("d00", "New words"), *MANY[1:], now=later(10))["changed"] == 1
    assert field.states()["d00"] == "live"
    assert field.sequence()[31:] == [(32, "changed")]


def test_when_much_is_gone_at_once_nothing_is_counted_missing(field: Field) -> None:
    field.run(*MANY)

    assert field.run(*(same(one.key) for one in MANY[:15]), now=later(1)) == {"same": 15, "held": 15}
    assert set(field.states().values()) == {"live"}
    with field.ledger.reading() as connection:
        run = portal_run(connection, "leeds", 2)
    assert run is not None
    assert "15 datasets that were here before are not listed any more" in run.sentence


def test_a_portal_that_lists_nothing_loses_nothing(field: Field) -> None:
    field.run(read("bins"))

    assert field.run(now=later(1)) == {"held": 1}


def test_a_partial_run_counts_nothing_missing(field: Field) -> None:
    field.run(*MANY)

    assert field.run(*MANY[:29], read("new"), verdict=Verdict.PARTIAL) == {"same": 29, "added": 1}
    assert set(field.states().values()) == {"live"}


def test_a_run_that_asked_for_changes_only_counts_nothing_missing(field: Field) -> None:
    field.run(*MANY)

    run = replace(field.begin(), since=NOW)
    field.stage(run, read("d00", "New words"))

    assert field.end(run) == {"changed": 1}
    assert set(field.states().values()) == {"live"}


def test_a_failed_run_changes_nothing_but_its_own_line(field: Field) -> None:
    field.run(read("bins", "", finding("weak")), rejected("odd"), remark())
    before = field.sequence(), field.states(), codes(field)

    assert field.run(read("trees"), read("bins", "Else"), remark("why"), verdict=Verdict.FAILED) == {}
    assert (field.sequence(), field.states(), codes(field)) == before
    with field.ledger.reading() as connection:
        run = portal_run(connection, "leeds", 2)
    assert run is not None
    assert (run.verdict, run.finished, run.sentence) == ("failed", NOW, "It was failed.")
    assert count(field, gathered) == count(field, asks) == 0


def test_a_rejected_record_keeps_its_last_good_version(field: Field) -> None:
    field.run(*MANY)

    assert field.run(rejected("d00"), *MANY[1:], now=later(1)) == {"same": 29}
    assert field.states()["d00"] == "live"
    assert len(field.sequence()) == 30


def test_a_missing_dataset_whose_record_is_there_and_unreadable_is_not_missing(field: Field) -> None:
    field.run(*MANY)
    field.run(*MANY[1:], now=later(1))

    field.run(rejected("d00"), *MANY[1:], now=later(2))

    assert field.states()["d00"] == "live"


def test_a_withdrawn_dataset_is_not_brought_back_by_an_unreadable_record(field: Field) -> None:
    withdrawn(field)

    field.run(rejected("d00"), *MANY[1:], now=later(10))

    assert field.states()["d00"] == "withdrawn"


def test_findings_of_a_record_are_replaced_when_it_is_read_and_kept_while_it_is_the_same(
    field: Field,
) -> None:
    field.run(read("bins", "", finding("one"), finding("two")))
    field.run(same("bins"))
    assert codes(field, "bins") == ["one", "two"]

    field.run(read("bins", "New words", finding("three")))

    assert codes(field, "bins") == ["three"]


def test_findings_on_pages_and_rejected_records_are_those_of_the_last_run(field: Field) -> None:
    field.run(read("bins", "", finding("weak")), rejected("odd"), remark("first"))
    field.run(same("bins"), remark("second"))

    assert codes(field) == ["second", "weak"]


def test_a_commit_leaves_no_checkpoint(field: Field) -> None:
    field.run(*MANY)

    assert count(field, gathered) == count(field, asks) == 0
    assert count(field, entries) == count(field, changes) == 30


def test_more_records_than_one_chunk_are_all_committed(field: Field) -> None:
    many = [replace(MANY[0], key=f"k{n}", findings=(finding("weak"),)) for n in range(900)]

    assert field.run(*many) == {"added": 900}
    assert [n for n, _ in field.sequence()] == list(range(1, 901))
    assert count(field, findings) == 900


def test_a_dataset_keeps_the_identifier_that_it_once_got(field: Field) -> None:
    field.run(read("bins"))
    with field.ledger.writing() as connection:  # as a catalogue brought over from elsewhere may have it
        row = connection.execute(select(changes)).mappings().one()
        moved = squeeze(pack_entry(with_id(unpack_entry(unsqueeze(row["snapshot"])), "old-name")))
        connection.execute(update(changes).values(entry_id="old-name", snapshot=moved))
        connection.execute(update(entries).values(id="old-name", digest="of the old"))

    assert field.run(read("bins")) == {"changed": 1}
    assert field.run(read("bins", digest="d2")) == {"same": 1}
    with field.ledger.reading() as connection:
        held = list_held(connection, ("old-name",))
    assert held["old-name"].snapshot.entry.id == "old-name"


def test_changes_are_read_after_a_number_and_what_is_shown_in_their_order(field: Field) -> None:
    withdrawn(field)
    with field.ledger.reading() as connection:
        assert [one.n for one in changes_after(connection, 28)] == [29, 30, 31]
        assert [one.n for one in changes_after(connection, 0, limit=2)] == [1, 2]
        assert changes_after(connection, 31) == ()
        assert [one.entry.key for one in every_shown(connection)] == [one.key for one in MANY[1:]]


def test_nobody_knows_what_never_was(field: Field) -> None:
    with field.ledger.reading() as connection:
        assert get_held(connection, "nothing") is None
        assert get_published(connection, "leeds", "nothing") is None
        assert list_held(connection, ("nothing",)) == {}
        assert history(connection, "nothing") == ()
