"""Runs that end before their portal is read: cancelled, left for quiet hours, over their bounds, poisoned."""

from __future__ import annotations

import os
import signal

import pytest
from conftest import House, Serve
from pages import Held, Meanwhile
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalogue.clock import now_utc
from catalogue.errors import PortalError
from catalogue.ledger.filings import file_due, is_filed
from catalogue.ledger.schedules import ScheduleChange, set_schedule
from catalogue.ledger.status import portal_runs
from catalogue.ledger.stopping import unfinished_run
from catalogue.settings import Settings
from harvester.ended import Ended
from harvester.ending import DEATHS
from harvester.harvest import Harvest
from harvester.replay.faults import Rule
from harvester.replay.recording import Recording
from harvester.replay.server import running
from harvester.scheduling_cli import cancel_portal
from harvester.worker import clerk_of, harvest_filed


def test_a_cancelled_run_ends_at_its_page(house: House, serve: Serve, long_portal: Recording) -> None:
    """PARTIAL, by whom; what it had read is kept, and nothing that it had not read counts as missing."""
    with serve([long_portal]) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        assert house.crawl("hirwen") is Ended.COMPLETE
    said: list[str] = []

    def cancel() -> None:
        said.append(cancel_portal("hirwen", "A. Officer", house.settings, house.ledger))

    with serve([long_portal], Rule(fault=Meanwhile(happens=cancel), pattern="page=2")) as (address, app):
        house.allow(address)
        house.register(long_portal, address)
        assert house.crawl("hirwen") is Ended.PARTIAL
    assert said == ["hirwen: run 2 ends at its next page."]
    assert "cancelled by A. Officer" in house.sentence("hirwen")
    assert not [one for one in app.addresses if "page=3" in one]
    assert set(house.datasets("hirwen").values()) == {"live"}
    last = house.status("hirwen").last
    assert last is not None
    assert "missing" not in last.counts


def test_a_run_that_is_cancelled_before_its_first_page_is_partial(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """The portal did not fail, so its schedule is not backed off."""

    def cancel() -> None:
        cancel_portal("hirwen", "A. Officer", house.settings, house.ledger)

    house.environment["STOOK_BACKOFF"] = "0"
    with serve([long_portal], Rule(fault=Meanwhile(happens=cancel), pattern="robots.txt")) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        assert house.crawl("hirwen") is Ended.PARTIAL
    assert "cancelled by A. Officer" in house.sentence("hirwen")


def test_an_interrupted_run_is_cancelled_at_once(house: House, serve: Serve, long_portal: Recording) -> None:
    """Nobody works on it any more; what it had read is committed."""
    stuck = Held()
    with serve([long_portal], Rule(fault=stuck, pattern="page=3")) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        process = house.begin("hirwen")
        assert stuck.reached.wait(30)
        process.kill()
        process.join()
        said = cancel_portal("hirwen", "A. Officer", house.settings, house.ledger)
    assert said == "hirwen: run 1 had been interrupted and is ended."
    assert house.status("hirwen").running is None
    assert "cancelled by A. Officer" in house.sentence("hirwen")
    assert 0 < house.status("hirwen").datasets < 90


def test_a_portal_that_waits_is_taken_out_of_the_queue(house: House, long_portal: Recording) -> None:
    """And one that does not wait has nothing to cancel."""
    house.register(long_portal, "http://127.0.0.1:1")
    with pytest.raises(PortalError, match="none to cancel"):
        cancel_portal("hirwen", "A. Officer", house.settings, house.ledger)
    with house.ledger.writing() as connection:
        file_due(connection, clerk_of(house.settings))
    assert "taken out of the queue" in cancel_portal("hirwen", "A", house.settings, house.ledger)
    with house.ledger.reading() as connection:
        assert not is_filed(connection, "hirwen")


def test_a_scheduled_run_leaves_when_quiet_hours_begin_and_goes_on_later(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """At its next page; nothing is read twice."""

    def quiet(hours: str) -> None:
        with house.ledger.writing() as connection:
            set_schedule(connection, "hirwen", ScheduleChange(quiet=hours))

    begins = Meanwhile(happens=lambda: quiet("00:00-23:59"))
    with serve([long_portal], Rule(fault=begins, pattern="page=2", nth=frozenset({1}))) as (address, app):
        house.allow(address)
        house.register(long_portal, address)
        process = house.begin("hirwen", scheduled=True)
        process.join(30)
        assert Ended.of(process.exitcode or 0) is Ended.INTERRUPTED
        assert house.status("hirwen").running is not None
        quiet("")
        assert house.crawl("hirwen") is Ended.COMPLETE
    asked = [address for address in app.addresses if "catalog" in address]
    assert len(asked) == len(set(asked)) == 4
    assert house.status("hirwen").datasets == 90


def test_what_a_person_started_does_not_leave_for_quiet_hours(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """They have decided."""
    with serve([long_portal]) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        with house.ledger.writing() as connection:
            set_schedule(connection, "hirwen", ScheduleChange(quiet="00:00-23:59"))
        assert house.crawl("hirwen") is Ended.COMPLETE


@pytest.mark.service
def test_a_run_that_holds_too_much_memory_ends_with_a_sentence(house: House) -> None:
    """Its page unpacks to more than the process may hold. Nobody harvests it to death."""
    body = b'{"success":true,"result":{"count":2000000,"results":[' + b'{"a":[]},' * 1_999_999 + b"{}]}}"

    async def search(_: Request) -> Response:
        return Response(body, media_type="application/json")

    with running(Starlette(routes=[Route("/api/3/action/package_search", search)])) as address:
        house.allow(address)
        house.add(slug="fat", kind="ckan", address=address, settings={"delay": 0})
        ended = _worked(house, "fat", run_megabytes=300)
    assert "MB of memory, and 300 MB is what a run may have" in house.sentence("fat")
    assert ended == ["failed"]


@pytest.mark.service
def test_a_page_that_kills_its_process_again_and_again_ends_the_run(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """Made up: the page has the kernel kill whoever reads it. Each death is noted by who watched."""

    def kill() -> None:
        with house.ledger.reading() as connection:
            left = unfinished_run(connection, "hirwen")
        assert left is not None
        os.kill(int(left.owner.split(":")[1]), signal.SIGKILL)

    with serve([long_portal], Rule(fault=Meanwhile(happens=kill), pattern="page=3")) as (address, app):
        house.allow(address)
        house.register(long_portal, address)
        ended = [_worked(house, "hirwen") for _ in range(DEATHS)]
    assert ended == [[], [], ["failed"]]
    assert f"its process died {DEATHS} times in a row at http" in house.sentence("hirwen")
    assert "page=3" in house.sentence("hirwen")
    assert sum("page=3" in one for one in app.addresses) == DEATHS
    assert sum("page=2" in one for one in app.addresses) == 1


def _worked(house: House, slug: str, **more: int) -> list[str]:
    """What a worker makes of a filed portal; the verdicts of its runs, newest first."""
    settings = Settings(home=house.home, bind="127.0.0.1:8000", **more)
    with house.ledger.writing() as connection:
        if not is_filed(connection, slug):
            file_due(connection, clerk_of(settings))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in house.environment.items():
            patch.setenv(name, value)
        harvest_filed(slug, settings, house.ledger)
    with house.ledger.reading() as connection:
        return [one.verdict for one in portal_runs(connection, slug) if one.finished]


@pytest.mark.service
def test_the_command_bounds_its_runs_as_well(house: House, serve: Serve, long_portal: Recording) -> None:
    """A run begun by hand is no less hungry."""
    with serve([long_portal]) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        settings = Settings(home=house.home, run_megabytes=50)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in house.environment.items():
                patch.setenv(name, value)
            ended = Harvest(settings, house.ledger, lambda *_: None).run(["hirwen"])
    assert ended == {"hirwen": Ended.FAILED}
    assert "50 MB is what a run may have" in house.sentence("hirwen")
    assert house.status("hirwen").next_run > now_utc()
