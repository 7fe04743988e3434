"""The files that are sampled follow the catalogue's changes, and keep what was read of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up_ledger import LEEDS, NOW, Field, field_of, later, read
from sqlalchemy import func, select, update

from catalogue.columns.table import Column, Source, Table
from catalogue.entry import mint_id
from catalogue.ledger.columns import columns_of_many, follow_columns, tables_of
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.following import set_mark
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.sample_report import NOT_READ, portal_sample_counts, portal_samples
from catalogue.ledger.samples import follow_samples, samples_of
from catalogue.ledger.sampling import (
    Result,
    SampleVisit,
    State,
    forget_closed,
    has_samples_to_forget,
    let_go_of_gone_samplers,
    note_sample,
    sample_counts,
    samples_wanted,
    take_samples,
)
from catalogue.ledger.schema import hosts, portals
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.portal import Portal
from vocab import load_vocabulary

BINS, ROADS = "https://files.leeds.test/bins.csv", "https://files.leeds.test/roads.csv"
CITY = Portal(slug="city", title="City", kind="ckan", address="https://data.city.test")
BINS_ID = mint_id("leeds", "bins")


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Field]:
    """A portal whose only dataset has a CSV."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    field = field_of(ledger, LEEDS)
    field.run(read("bins", addresses=(BINS,)))
    follow_samples(ledger)
    yield field
    ledger.close()


def files(ledger: Ledger) -> dict[str, int]:
    follow_samples(ledger)
    counted = select(samples.c.url, func.count()).join(sample_uses).group_by(samples.c.url)
    with ledger.reading() as connection:
        return {url: count for url, count in connection.execute(counted)}


def take(ledger: Ledger, *, now: str = NOW, owner: str = "here:1", portal: str = "") -> SampleVisit | None:
    with ledger.writing() as connection:
        wanted = samples_wanted(connection, now=now, portal=portal)
        return take_samples(connection, wanted, owner=owner, now=now, after="", most=10)


def note(ledger: Ledger, result: Result, *, now: str = NOW, due: str = "", owner: str = "here:1") -> bool:
    visit = take(ledger, now=now)
    assert visit
    with ledger.writing() as connection:
        return note_sample(
            connection, visit.files[0], result, owner=owner, now=now, due=due or later(28), vocabulary=load_vocabulary()
        )  # fmt: skip


def good(*names: str) -> Result:
    columns = tuple(Column(name=name, datatype="integer") for name in names)
    table = Table(source=Source.SAMPLE, columns=columns, at=NOW, rows=20)
    return Result(state=State.READ, table=table, bytes=400, etag='"1"')


def shown(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        return [column.name for table in tables_of(connection, BINS_ID) for column in table.columns]


def test_a_file_of_many_datasets_is_one_sample(held: Field) -> None:
    field_of(held.ledger, CITY).run(read("copy", portal="city", addresses=(BINS,)))
    held.run(read("bins", addresses=(BINS,)), read("roads", addresses=(ROADS, "https://leeds.test/page")))

    assert files(held.ledger) == {BINS: 2, ROADS: 1}


def test_what_was_read_is_told_of_its_dataset(held: Field) -> None:
    assert note(held.ledger, good("UPRN", "Ward"))

    assert shown(held.ledger) == ["UPRN", "Ward"]
    with held.ledger.reading() as connection:
        (table,) = samples_of(connection, [BINS_ID])[BINS_ID]
    assert (table.file, table.url, table.rows) == ("1", BINS, 20)


def test_a_file_that_does_not_answer_keeps_what_was_read(held: Field) -> None:
    note(held.ledger, good("UPRN"), due=NOW)
    note(held.ledger, Result(state=State.FAILED, remark="did not answer in time"))

    assert shown(held.ledger) == ["UPRN"]


@pytest.mark.parametrize("state", [State.UNFIT, State.REFUSED])
def test_a_file_that_is_no_table_any_more_loses_what_was_read(held: Field, state: State) -> None:
    note(held.ledger, good("UPRN"), due=NOW)
    note(held.ledger, Result(state=state, remark="is a web page"))

    assert shown(held.ledger) == []


def test_a_file_that_has_not_changed_keeps_what_was_read_and_its_mark(held: Field) -> None:
    note(held.ledger, good("UPRN"), due=NOW)
    note(held.ledger, Result(state=State.READ, same=True), due=NOW)

    assert shown(held.ledger) == ["UPRN"]
    visit = take(held.ledger)
    assert visit
    assert visit.files[0].etag == '"1"'


def test_a_file_is_read_whole_again_once_the_rules_are_others(held: Field) -> None:
    note(held.ledger, good("UPRN"), due=NOW)
    with held.ledger.writing() as connection:
        set_mark(connection, "columns-form", 1)
    follow_columns(held.ledger)

    assert shown(held.ledger) == ["UPRN"]
    visit = take(held.ledger)
    assert visit
    assert (visit.files[0].etag, visit.files[0].last_modified) == ("", "")


def test_a_file_that_is_no_table_still_keeps_the_reason(held: Field) -> None:
    note(held.ledger, Result(state=State.UNFIT, remark="is a web page", etag='"1"'), due=NOW)
    note(held.ledger, Result(state=State.UNFIT, same=True))

    with held.ledger.reading() as connection:
        (told,) = portal_samples(connection, "leeds", NOT_READ, limit=10)
    assert told.remark == "is a web page"


def test_a_file_is_taken_once(held: Field) -> None:
    assert take(held.ledger)
    assert take(held.ledger, owner="there:2") is None


def test_what_a_gone_process_had_taken_is_let_go(held: Field) -> None:
    take(held.ledger)
    with held.ledger.writing() as connection:
        let_go_of_gone_samplers(connection, now=NOW, is_alive=lambda _: False)

    assert take(held.ledger, owner="there:2")


def test_what_was_let_go_meanwhile_is_not_kept(held: Field) -> None:
    assert not note(held.ledger, good("UPRN"), owner="another:1")
    assert shown(held.ledger) == []


def test_a_record_that_changes_has_its_file_read_again_after_a_day(held: Field) -> None:
    note(held.ledger, good("UPRN"))
    held.run(read("bins", "Other title", addresses=(BINS,)), now=later(0.2))
    follow_samples(held.ledger)

    assert take(held.ledger, now=later(0.5)) is None
    assert take(held.ledger, now=later(1.1))


def test_a_host_that_wants_to_be_left_alone_is_not_visited(held: Field) -> None:
    with held.ledger.writing() as connection:
        connection.execute(
            hosts.insert().values(host="files.leeds.test", day="", requests=0, links_rest=later(1))
        )

    assert take(held.ledger) is None
    assert take(held.ledger, now=later(2))


def test_the_files_of_a_portal_that_wants_none_of_it_are_neither_read_nor_kept(held: Field) -> None:
    note(held.ledger, good("UPRN"), due=NOW)
    with held.ledger.writing() as connection:
        connection.execute(update(portals).values(settings={"samples": "no"}))
        wanted = samples_wanted(connection, now=NOW)
        assert has_samples_to_forget(connection, wanted)
        forget_closed(connection, wanted, load_vocabulary())
        assert not has_samples_to_forget(connection, wanted)

    assert take(held.ledger) is None
    assert shown(held.ledger) == []


def test_the_files_of_a_portal_that_were_not_read_are_told_with_the_reason(held: Field) -> None:
    note(held.ledger, Result(state=State.UNFIT, remark="is empty"))

    with held.ledger.reading() as connection:
        (told,) = portal_samples(connection, "leeds", NOT_READ, limit=10)
        assert (told.dataset, told.url, told.remark) == (BINS_ID, BINS, "is empty")
        assert portal_samples(connection, "city", NOT_READ, limit=10) == ()
        assert portal_sample_counts(connection, "leeds") == {State.UNFIT: 1}


def test_what_no_dataset_has_any_more_is_forgotten(held: Field) -> None:
    note(held.ledger, good("UPRN"))
    with held.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))

    assert files(held.ledger) == {}
    with held.ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(samples)) == 0


def test_finding_all_files_again_forgets_nothing_that_was_read(held: Field) -> None:
    note(held.ledger, good("UPRN"))
    follow_samples(held.ledger, anew=True)

    with held.ledger.reading() as connection:
        assert samples_of(connection, [BINS_ID])
        assert columns_of_many(connection, [BINS_ID])
        counts = sample_counts(connection, now=NOW)
    assert (counts.total, counts.read, counts.due) == (1, 1, 0)
