"""Filings: each portal once, by its schedule, whatever becomes of those who had it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from catalogue.errors import PortalError
from catalogue.ledger.filings import (
    Clerk,
    end_filing,
    file_due,
    give_back,
    is_filed,
    put_off,
    take_filing,
    unserved,
)
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, set_next_run, set_paused
from catalogue.ledger.runs import open_run
from catalogue.ledger.schedules import (
    ScheduleChange,
    failures_in_row,
    plan_next,
    portal_schedule,
    set_schedule,
)
from catalogue.ledger.schema import portals, runs
from catalogue.ledger.status import portal_statuses
from catalogue.ledger.stopping import cancel_run, note_death, unfinished_run
from catalogue.ledger.workers import beat_worker, leave_work, waiting_portals, worker_statuses
from catalogue.portal import Portal

NOW, LATER = "2026-11-28T12:00:00Z", "2026-11-28T12:02:00Z"
CLERK = Clerk(now=NOW, every=24, chance=lambda: 0.5, is_alive=lambda owner: owner == "living")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with two portals that were never harvested."""
    made = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with made.writing() as connection:
        for slug in ("a", "b"):
            portal = Portal(slug=slug, title=slug, kind="ckan", address=f"https://{slug}.example")
            add_portal(connection, portal, now=NOW)
    yield made
    made.close()


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    """One transaction over it."""
    with ledger.writing() as opened:
        yield opened


def next_run(connection: Connection, slug: str) -> str:
    """When a portal is due."""
    return portal_statuses(connection, slug)[0].next_run


def test_a_portal_is_filed_once_until_its_run_has_ended(connection: Connection) -> None:
    """However often somebody looks, and whoever it is."""
    assert file_due(connection, CLERK) == ("a", "b")
    assert file_due(connection, replace(CLERK, now="2026-12-28T12:00:00Z")) == ()
    end_filing(connection, "a")
    assert file_due(connection, CLERK) == ()
    assert file_due(connection, replace(CLERK, now="2026-11-29T12:00:00Z")) == ("a",)


def test_one_worker_takes_a_filing(connection: Connection) -> None:
    """The second gets nothing, until the first gives it back."""
    file_due(connection, CLERK)
    assert take_filing(connection, "a", worker="w1", now=NOW)
    assert not take_filing(connection, "a", worker="w2", now=NOW)
    give_back(connection, "a", worker="w2")
    assert not take_filing(connection, "a", worker="w2", now=NOW)
    give_back(connection, "a", worker="w1")
    assert take_filing(connection, "a", worker="w2", now=NOW)


def test_what_is_not_filed_cannot_be_taken(connection: Connection) -> None:
    """A task that stands in the queue twice runs once."""
    assert not take_filing(connection, "a", worker="w1", now=NOW)


def test_what_a_gone_worker_had_is_served_again(connection: Connection) -> None:
    """At once; that of a living one is left to it."""
    file_due(connection, CLERK)
    take_filing(connection, "a", worker="living", now=NOW)
    take_filing(connection, "b", worker="gone", now=NOW)
    assert unserved(connection, CLERK, queued=()) == ("b",)
    assert take_filing(connection, "b", worker="living", now=NOW)


def test_a_worker_elsewhere_is_known_by_its_heartbeat(connection: Connection) -> None:
    """Its process cannot be seen from here."""
    elsewhere = replace(CLERK, is_alive=lambda _: None)
    file_due(connection, elsewhere)
    beat_worker(connection, "elsewhere:1", jobs=2, now=NOW)
    take_filing(connection, "a", worker="elsewhere:1", now=NOW)
    assert unserved(connection, elsewhere, queued={"b"}) == ()
    assert unserved(connection, replace(elsewhere, now=LATER), queued={"b"}) == ("a",)


def test_what_a_queue_has_lost_is_put_there_again(connection: Connection) -> None:
    """Not what waits in it, nor what was filed a moment ago."""
    file_due(connection, CLERK)
    assert unserved(connection, CLERK, queued=()) == ()
    assert unserved(connection, replace(CLERK, now=LATER), queued={"b"}) == ("a",)


def test_nothing_is_filed_in_quiet_hours(connection: Connection) -> None:
    """It is due when they are over."""
    set_schedule(connection, "a", ScheduleChange(quiet="08-18"))
    assert file_due(connection, CLERK) == ("b",)
    assert next_run(connection, "a") == "2026-11-28T18:15:00Z"


def test_a_run_that_was_left_waits_for_the_end_of_quiet_hours(connection: Connection) -> None:
    """And is then taken up, although the portal was not due yet."""
    set_schedule(connection, "a", ScheduleChange(quiet="08-18"))
    open_run(connection, "a", now=NOW, owner="gone", mapper="1")
    for slug in ("a", "b"):
        set_next_run(connection, slug, at="2026-12-24T00:00:00Z")
    assert file_due(connection, CLERK) == ()
    assert file_due(connection, replace(CLERK, now="2026-11-28T18:00:00Z")) == ("a",)


def test_a_filing_is_put_off_when_quiet_hours_begin(connection: Connection) -> None:
    """It waited in the queue too long."""
    file_due(connection, CLERK)
    set_schedule(connection, "a", ScheduleChange(quiet="08-18"))
    assert put_off(connection, "a", CLERK) == "2026-11-28T18:15:00Z"
    assert not is_filed(connection, "a")


def test_a_paused_portal_is_not_filed(connection: Connection) -> None:
    """The others are."""
    set_paused(connection, "a", paused=True)
    assert file_due(connection, CLERK) == ("b",)


def test_a_schedule_outlives_a_registration(connection: Connection) -> None:
    """What an operator said of it stays, and what was not said is left as it is."""
    set_schedule(connection, "a", ScheduleChange(every=6, quiet="22-06", zone="Europe/Dublin"))
    set_schedule(connection, "a", ScheduleChange(every=0))
    add_portal(connection, Portal(slug="a", title="A", kind="ckan", address="https://a.example"), now=NOW)
    held = portal_schedule(connection, "a", every=24)
    assert (held.every, str(held.quiet), held.zone) == (24, "22:00-06:00", "Europe/Dublin")


def test_a_schedule_that_is_none_is_refused(connection: Connection) -> None:
    """Before anything of it is kept."""
    for change in (ScheduleChange(every=-1), ScheduleChange(quiet="x"), ScheduleChange(zone="x", every=1)):
        with pytest.raises(PortalError):
            set_schedule(connection, "a", change)
    assert portal_schedule(connection, "a", every=24).every == 24


def test_failures_in_a_row_back_the_schedule_off(connection: Connection) -> None:
    """The first run that does not fail ends the row."""
    verdicts = ["complete", "failed", "failed", "failed"]
    for verdict in verdicts:
        end_one(connection, verdict)
    assert failures_in_row(connection, "a") == 3
    due = plan_next(connection, "a", now=NOW, every=24, chance=lambda: 0.5)
    assert due == next_run(connection, "a") == "2026-12-02T12:00:00Z"
    end_one(connection, "partial")
    assert failures_in_row(connection, "a") == 0
    assert plan_next(connection, "a", now=NOW, every=24, chance=lambda: 0.5) == "2026-11-29T12:00:00Z"


def end_one(connection: Connection, verdict: str) -> None:
    """A run that has ended so."""
    run = open_run(connection, "a", now=NOW, owner="gone", mapper="1")
    connection.execute(update(runs).where(runs.c.id == run.id).values(verdict=verdict, finished=NOW))


def test_a_run_is_cancelled_by_somebody(connection: Connection) -> None:
    """Whose name is kept; there must be a run, and a name."""
    with pytest.raises(PortalError, match="none to cancel"):
        cancel_run(connection, "a", by="A. Officer")
    open_run(connection, "a", now=NOW, owner="living", mapper="1")
    with pytest.raises(PortalError, match="a name was expected"):
        cancel_run(connection, "a", by="  ")
    cancel_run(connection, "a", by="A.\n Officer")
    left = unfinished_run(connection, "a")
    assert left is not None
    assert left.cancelled_by == "A. Officer"


def test_deaths_are_counted_for_one_page(connection: Connection) -> None:
    """A page further, the count begins again; without a run there is nothing to count."""
    assert note_death(connection, "a") == (0, "")
    open_run(connection, "a", now=NOW, owner="gone", mapper="1")
    assert [note_death(connection, "a")[0] for _ in range(3)] == [1, 2, 3]
    connection.execute(update(runs).values(died_at="https://a.example/page/1"))
    assert note_death(connection, "a")[0] == 1


def test_workers_say_that_they_live(connection: Connection) -> None:
    """One that is silent for a minute does not; one that ends is forgotten."""
    beat_worker(connection, "w1", jobs=2, now=NOW)
    beat_worker(connection, "w2", jobs=4, now=LATER)
    assert [(one.name, one.alive) for one in worker_statuses(connection, now=LATER)] == [
        ("w1", False), ("w2", True),
    ]  # fmt: skip
    leave_work(connection, "w1")
    assert [one.name for one in worker_statuses(connection, now=LATER)] == ["w2"]


def test_what_waits_is_told_with_who_has_it(connection: Connection) -> None:
    """Longest due first."""
    connection.execute(update(portals).where(portals.c.slug == "b").values(next_run="2026-11-01T00:00:00Z"))
    file_due(connection, CLERK)
    take_filing(connection, "b", worker="w1", now=NOW)
    assert [(one.slug, one.due, one.worker) for one in waiting_portals(connection)] == [
        ("b", "2026-11-01T00:00:00Z", "w1"), ("a", NOW, ""),
    ]  # fmt: skip
