"""The worker's part in a run: it takes what is filed, watches the process, and notes how it ended."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.clock import now_utc
from catalogue.ledger.filings import file_due, is_filed, take_filing
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, remove_portal, set_next_run
from catalogue.ledger.runs import open_run
from catalogue.ledger.schedules import ScheduleChange, set_schedule
from catalogue.ledger.status import PortalStatus, portal_statuses
from catalogue.ledger.workers import worker_statuses
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.bounds import attend, over_bounds, resident_megabytes
from harvester.ending import Broken, after_death, conclude
from harvester.owner import is_alive, own_name
from harvester.worker import Pulse, build_queue, clerk_of, file_work, harvest_filed

DEAD = f"{socket.gethostname()}:4194305:1"  # beyond the largest process number of Linux
LONG_AGO = "2026-01-01T00:00:00Z"
EVER_QUIET = ScheduleChange(quiet="00:00-23:59")


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


def begin(ledger: Ledger, slug: str, owner: str) -> None:
    """A run that has begun and not ended."""
    with ledger.writing() as connection:
        open_run(connection, slug, now=LONG_AGO, owner=owner, mapper="1")


def status(ledger: Ledger, slug: str) -> PortalStatus:
    """How a portal stands."""
    with ledger.reading() as connection:
        return portal_statuses(connection, slug)[0]


def sentence(ledger: Ledger, slug: str) -> str:
    """What people read of its last run."""
    last = status(ledger, slug).last
    return f"{last.verdict}: {last.sentence}" if last else ""


def test_a_pulse_files_what_is_due_into_the_queue_once(settings: Settings, ledger: Ledger) -> None:
    """It waits there in a file, over a restart of the worker."""
    pulse = Pulse(settings, ledger, *build_queue(settings, ledger))
    pulse.beat()
    pulse.beat()
    again, _ = build_queue(settings, ledger)
    assert sorted(task.args for task in again.pending()) == [("a",), ("b",)]


def test_the_run_of_a_dead_process_is_filed_again(settings: Settings, ledger: Ledger) -> None:
    """At once, and not that of a living one."""
    with ledger.writing() as connection:
        for slug in ("a", "b"):
            set_next_run(connection, slug, at="2126-01-01T00:00:00Z")
    begin(ledger, "a", DEAD)
    begin(ledger, "b", f"{socket.gethostname()}:{os.getppid()}:{_started(os.getppid())}")
    queue, _ = build_queue(settings, ledger)
    assert file_work(settings, ledger, queue) == ("a",)


def test_a_portal_in_its_quiet_hours_is_put_off(settings: Settings, ledger: Ledger) -> None:
    """They began while it waited in the queue; nothing is asked of it."""
    with ledger.writing() as connection:
        file_due(connection, clerk_of(settings))
        set_schedule(connection, "a", EVER_QUIET)
    harvest_filed("a", settings, ledger)
    with ledger.reading() as connection:
        assert not is_filed(connection, "a")
    assert status(ledger, "a").next_run > now_utc()
    assert status(ledger, "a").last is None


def test_a_portal_that_was_removed_meanwhile_is_passed_by(settings: Settings, ledger: Ledger) -> None:
    """Its task may still stand in the queue."""
    with ledger.writing() as connection:
        file_due(connection, clerk_of(settings))
        remove_portal(connection, "a")
    harvest_filed("a", settings, ledger)


def test_a_portal_that_another_worker_has_is_left_to_it(settings: Settings, ledger: Ledger) -> None:
    """And one that nobody filed is not run."""
    with ledger.writing() as connection:
        file_due(connection, clerk_of(settings))
        take_filing(connection, "a", worker="another", now=now_utc())
    harvest_filed("a", settings, ledger)
    assert status(ledger, "a").last is None


def test_a_run_that_dies_at_the_same_page_three_times_is_ended_failed(
    settings: Settings, ledger: Ledger
) -> None:
    """Twice it may be taken up again."""
    begin(ledger, "a", DEAD)
    verdicts = [after_death(ledger, "a", settings, since=LONG_AGO) for _ in range(3)]
    assert [verdict and verdict.value for verdict in verdicts] == [None, None, "failed"]
    assert "its process died 3 times in a row before its first page" in sentence(ledger, "a")
    assert status(ledger, "a").running is None
    assert status(ledger, "a").next_run > now_utc()


def test_a_process_that_died_before_its_run_began_is_told(settings: Settings, ledger: Ledger) -> None:
    """A run stands for it, so that nobody wonders why there is none."""
    after_death(ledger, "a", settings, since=LONG_AGO)
    assert sentence(ledger, "a").startswith("failed: ")
    assert "its process died before it had begun" in sentence(ledger, "a")


def test_a_run_that_had_ended_is_not_ended_again(settings: Settings, ledger: Ledger) -> None:
    """Its process was killed after its commit."""
    begin(ledger, "a", DEAD)
    conclude(ledger, "a", settings, Broken(reason="it was so", since=LONG_AGO))
    assert conclude(ledger, "a", settings, Broken(reason="again", since=LONG_AGO)) is None
    assert "it was so" in sentence(ledger, "a")


def test_a_process_that_takes_too_much_memory_is_killed(settings: Settings) -> None:
    """A real one, that would hold 300 MB."""
    bounded = Settings(home=settings.home, run_megabytes=100)
    program = "held = bytearray(b'x') * 300_000_000\nimport time; time.sleep(60)"
    process = multiprocessing.get_context("spawn").Process(target=exec, args=(program,), daemon=True)
    process.start()
    assert "MB of memory, and 100 MB is what a run may have" in attend(process, bounded)
    assert process.exitcode == -9


def test_a_process_within_its_bounds_is_waited_for(settings: Settings) -> None:
    """And what it ended with is told by itself."""
    process = multiprocessing.get_context("spawn").Process(target=sys.exit, args=(11,), daemon=True)
    process.start()
    assert attend(process, settings) == ""
    assert process.exitcode == 11


def test_a_process_that_takes_too_long_must_end(settings: Settings) -> None:
    """A little after the time at which a run ends itself."""
    own = os.getpid()
    assert over_bounds(own, seconds=6 * 3600, settings=settings) == ""
    assert "longer than the 6 hours" in over_bounds(own, seconds=7 * 3600, settings=settings)


def test_memory_is_read_of_the_process_named() -> None:
    """One that is gone holds nothing."""
    assert 10 < resident_megabytes(os.getpid()) < 5000
    assert resident_megabytes(4194305) == 0


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


def test_a_pulse_that_is_stopped_before_its_thread_began_says_that_the_worker_ends(
    settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal may come at any moment, also between the making of the thread and its start."""
    pulse = Pulse(settings, ledger, *build_queue(settings, ledger))

    def interrupted(_thread: threading.Thread) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pulse.start()
    pulse.stop()
    with ledger.reading() as connection:
        assert worker_statuses(connection, now=now_utc()) == ()
