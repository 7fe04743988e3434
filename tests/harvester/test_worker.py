"""The worker's filing: each portal once, and none lost with a process."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from catalogue.clock import now_utc, shifted
from catalogue.comparison import Verdict
from catalogue.ledger.commit import Ending, commit_run
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, set_next_run, set_paused
from catalogue.ledger.runs import open_run
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.owner import is_alive, own_name
from harvester.worker import build_queue, take_due, take_lost

DEAD = f"{socket.gethostname()}:4194305:1"  # beyond the largest process number of Linux


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """State in a folder of its own."""
    return Settings(home=tmp_path)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    """A ledger with two portals that were never harvested."""
    made = open_ledger(settings.ledger_url)
    with made.writing() as connection:
        for slug in ("a", "b"):
            portal = Portal(slug=slug, title=slug, kind="ckan", address=f"https://{slug}.example")
            add_portal(connection, portal, now=now_utc())
    yield made
    made.close()


def begin(ledger: Ledger, slug: str, owner: str, *, beat: timedelta = timedelta()) -> None:
    """A run that has begun and not ended."""
    with ledger.writing() as connection:
        open_run(connection, slug, now=shifted(now_utc(), beat), owner=owner, mapper="1")


def test_each_portal_is_filed_once_until_it_is_due_again(settings: Settings, ledger: Ledger) -> None:
    """However often the clock looks."""
    assert take_due(settings) == ("a", "b")
    assert take_due(settings) == ()


def test_a_paused_portal_is_not_filed(settings: Settings, ledger: Ledger) -> None:
    """The others are."""
    with ledger.writing() as connection:
        set_paused(connection, "a", paused=True)
    assert take_due(settings) == ("b",)


def test_the_run_of_a_dead_process_is_filed_again(settings: Settings, ledger: Ledger) -> None:
    """At once, and not that of a living one."""
    take_due(settings)
    begin(ledger, "a", DEAD)
    begin(ledger, "b", f"{socket.gethostname()}:{os.getppid()}:{_started(os.getppid())}")
    assert take_due(settings) == ("a",)


def test_a_run_on_another_machine_is_filed_when_its_heart_stops(settings: Settings, ledger: Ledger) -> None:
    """Nothing else can be known of it from here."""
    take_due(settings)
    begin(ledger, "a", "elsewhere:7:1")
    begin(ledger, "b", "elsewhere:8:1", beat=timedelta(seconds=-61))
    assert take_due(settings) == ("b",)


def test_a_portal_that_was_taken_and_not_begun_is_found_at_the_next_start(
    settings: Settings, ledger: Ledger
) -> None:
    """The worker was killed between its queue and the run; what still waits in the queue is not doubled."""
    take_due(settings)
    assert take_lost(settings, queued={"b"}) == ("a",)


def test_a_portal_that_was_harvested_is_not_lost(settings: Settings, ledger: Ledger) -> None:
    """Nor is one that is being harvested."""
    take_due(settings)
    begin(ledger, "b", own_name())
    with ledger.writing() as connection:
        run = open_run(connection, "a", now=now_utc(), owner=own_name(), mapper="1")
        ending = Ending(verdict=Verdict.FAILED, sentence="No.", counts={})
        commit_run(connection, run, ending, now=now_utc())
        set_next_run(connection, "a", at=shifted(now_utc(), timedelta(hours=settings.harvest_hours)))
    assert take_lost(settings, queued=()) == ()


def test_what_is_filed_waits_in_the_queue_over_a_restart(settings: Settings, ledger: Ledger) -> None:
    """It is in a file."""
    _, harvest_portal = build_queue(settings)
    harvest_portal("a")
    again, _ = build_queue(settings)
    assert [task.args for task in again.pending()] == [("a",)]


def test_a_process_is_known_by_its_start_and_not_by_its_number_alone() -> None:
    """Numbers are used again: in a container that was restarted, by the same few processes."""
    host, parent = socket.gethostname(), os.getppid()
    assert is_alive(f"{host}:{parent}:{_started(parent)}") is True
    assert is_alive(f"{host}:{parent}:1") is False
    assert is_alive(own_name()) is False
    assert is_alive(DEAD) is False
    assert is_alive(f"{host}:{10**30}:1") is False
    assert is_alive("elsewhere:1:1") is None
    assert is_alive("") is None


def _started(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
