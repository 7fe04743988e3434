"""A run is begun once, staged page by page, and taken up where a killed process left it."""

from __future__ import annotations

import sqlite3

import pytest
from made_up_ledger import MAPPER, NOW, Field, later, read, rejected, remark, same

from catalogue.comparison import Verdict
from catalogue.errors import PortalError
from catalogue.ledger.runs import (
    Ask,
    add_asks,
    beat,
    clear_page,
    declare,
    end_ask,
    look_up,
    open_run,
    pending_asks,
    stranded_portals,
    unfinished_owner,
)
from catalogue.ledger.tally import tally

MINUTE = 1 / 24 / 60


def asks(*names: str) -> list[Ask]:
    return [Ask(fingerprint=name, url=f"https://x.test/{name}", request={"method": "GET"}) for name in names]


def test_runs_of_a_portal_are_numbered(field: Field) -> None:
    first = field.begin()
    field.end(first)
    second = field.begin()

    assert (first.number, second.number) == (1, 2)
    assert not first.resumed
    assert not second.resumed


@pytest.mark.parametrize(("alive", "waited"), [(True, 0), (True, 999), (None, 0.5)])
def test_two_runs_of_one_portal_are_refused(field: Field, alive: bool | None, waited: float) -> None:
    field.begin(owner="here:1")

    with pytest.raises(PortalError, match=r"portals/leeds: run 1 is going on in another process \(here:1\)"):
        field.begin(owner="here:2", owner_alive=alive, now=later(waited * MINUTE))


@pytest.mark.parametrize(("alive", "waited"), [(False, 0), (None, 2)])
def test_the_run_of_a_dead_process_is_taken_up_with_its_pages(
    field: Field, alive: bool | None, waited: float
) -> None:
    run = field.begin(owner="here:1")
    field.stage(run, read("bins"), page="p1")

    again = field.begin(owner="here:2", owner_alive=alive, now=later(waited * MINUTE))

    assert (again.id, again.number, again.resumed) == (run.id, 1, True)
    with field.ledger.reading() as connection:
        assert look_up(connection, again, ["bins"]).pages == {"bins": "p1"}
        assert unfinished_owner(connection, "leeds") == "here:2"
    assert field.end(again) == {"added": 1}


def test_a_beating_run_is_alive(field: Field) -> None:
    run = field.begin(owner="here:1")
    with field.ledger.writing() as connection:
        beat(connection, run, now=later(10 * MINUTE))

    with pytest.raises(PortalError, match="going on"):
        field.begin(owner="here:2", now=later(10.5 * MINUTE))


def test_a_run_taken_up_by_another_mapper_begins_again(field: Field) -> None:
    run = field.begin()
    field.stage(run, read("bins"), page="p1")

    with field.ledger.writing() as connection:
        again = open_run(connection, "leeds", now=NOW, owner="here:1", mapper="2-new")
        assert again.resumed
        assert pending_asks(connection, again) == ()
        assert look_up(connection, again, ["bins"]).pages == {}


def test_stranded_runs_are_listed(field: Field) -> None:
    run = field.begin(owner="here:1")
    with field.ledger.reading() as connection:
        assert stranded_portals(connection) == (("leeds", "here:1"),)
    field.end(run)

    with field.ledger.reading() as connection:
        assert stranded_portals(connection) == ()
        assert unfinished_owner(connection, "leeds") == ""


def test_requests_are_kept_in_order_and_once(field: Field) -> None:
    run = field.begin()
    with field.ledger.writing() as connection:
        assert add_asks(connection, run, asks("b", "a", "b")) == tuple(asks("b", "a"))
        assert add_asks(connection, run, asks("a", "c")) == tuple(asks("c"))
        assert add_asks(connection, run, []) == ()
        end_ask(connection, run, "a", state="done")
        assert pending_asks(connection, run) == tuple(asks("b", "c"))


def test_a_page_may_lead_to_more_requests_than_a_statement_takes_parameters(field: Field) -> None:
    run = field.begin()
    many = asks(*(f"f{n}" for n in range(1200)))
    with field.ledger.writing() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1000)
        assert len(add_asks(connection, run, many)) == 1200
        assert add_asks(connection, run, many) == ()


def test_a_page_read_again_replaces_what_it_had_brought(field: Field) -> None:
    run = field.begin()
    field.stage(run, read("bins"), read("trees"), page="p1")
    with field.ledger.writing() as connection:
        clear_page(connection, run, "p1")
    field.stage(run, read("bins"), page="p1")

    assert field.end(run) == {"added": 1}


def test_a_record_rejected_on_two_pages_costs_neither(field: Field) -> None:
    run = field.begin()
    field.stage(run, rejected("odd"), read("bins"))
    field.stage(run, rejected("odd"), read("trees"), rejected("odd"))

    with field.ledger.reading() as connection:
        assert (tally(connection, run).read, tally(connection, run).rejected) == (2, 1)


def test_what_is_known_depends_on_the_mapper(field: Field) -> None:
    field.run(read("bins", digest="d1"))
    run = field.begin()
    with field.ledger.writing() as connection:
        assert look_up(connection, run, ["bins", "nowhere"]).digests == {"bins": "d1"}
    field.end(run, Verdict.FAILED)

    with field.ledger.writing() as connection:
        other = open_run(connection, "leeds", now=NOW, owner="here:1", mapper=f"{MAPPER}-new")
        assert look_up(connection, other, ["bins"]).digests == {}


def test_a_run_is_counted(field: Field) -> None:
    field.run(read("old"))
    run = field.begin()
    field.stage(run, read("bins"), same("old"), rejected("odd"), remark(), page="p1")
    with field.ledger.writing() as connection:
        add_asks(connection, run, asks("p2", "p3", "p4"))
        end_ask(connection, run, "p1", state="done")
        end_ask(connection, run, "p2", state="failed", remark="answered 500")
        end_ask(connection, run, "p3", state="replaced")
        declare(connection, run, 7)
        declare(connection, run, 3)
        counted = tally(connection, run)

    assert (counted.read, counted.same, counted.rejected, counted.repeated) == (1, 1, 1, 0)
    assert (counted.requests, counted.pages, counted.replaced, counted.pending) == (3, 1, 1, 1)
    assert counted.failed == (("https://x.test/p2", "answered 500"),)
    assert counted.declared == 7
