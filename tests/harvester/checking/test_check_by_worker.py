"""A check, filed and done by a worker: what answers, its records side by side, and what becomes of a killed one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from checking_site import Desk, desk_in

from catalogue.ledger.checks import CheckState, is_anything_filed
from catalogue.ledger.portals import add_portal, list_portals
from catalogue.portal import Portal
from harvester.checking import doing
from harvester.nursery import LookOrder
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app, running


@pytest.fixture(scope="module")
def portals() -> Iterator[str]:
    """The bundled portals, served."""
    with running(build_app(bundled_recordings())) as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk over an empty ledger."""
    made = desk_in(tmp_path, monkeypatch)
    yield made
    made.ledger.close()


def test_a_portal_is_told_and_its_records_are_shown_beside_what_is_published(
    desk: Desk, portals: str
) -> None:
    check = desk.checked(f"{portals}/holmshire/")
    progress, report = check.progress, check.progress.report
    assert progress.state is CheckState.DONE, progress
    assert progress.found is not None
    assert (progress.found.kind, progress.found.software) == ("ckan", "CKAN")
    assert progress.lines[0].startswith(f"{portals}/holmshire/ answers")
    assert report is not None
    assert report.read + report.rejected == len(report.records) > 0
    assert any(value.published != value.shown for record in report.records for value in record.values)
    assert {advice.metric for advice in report.advice} == {
        code for record in report.records for code in record.lacks
    }
    assert [advice.gain for advice in report.advice] == sorted(
        (advice.gain for advice in report.advice), reverse=True
    )


def test_a_check_leaves_the_ledger_as_it_was(desk: Desk, portals: str) -> None:
    desk.checked(f"{portals}/holmshire/")
    with desk.ledger.reading() as connection:
        assert list_portals(connection) == ()
        assert not is_anything_filed(connection)


def test_a_portal_that_is_registered_is_named_though_a_page_inside_was_given(
    desk: Desk, portals: str
) -> None:
    address = f"{portals}/holmshire/"
    with desk.ledger.writing() as connection:
        portal = Portal(slug="mine", title="Mine", kind="ckan", address=address)
        add_portal(connection, portal, now="2026-11-28T12:00:00Z")
    assert desk.checked(f"{address}dataset/x").progress.portal == "mine"


def test_a_look_that_dies_again_and_again_ends_with_a_sentence(
    desk: Desk, portals: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = doing.begin_look

    def killed(order: LookOrder) -> object:
        process, told = begin(order)
        os.kill(process.pid or 0, signal.SIGKILL)
        return process, told

    monkeypatch.setattr(doing, "begin_look", killed)
    desk.checked(f"{portals}/holmshire/")
    progress = desk.seen().progress
    assert progress.state is CheckState.FAILED
    assert "broke off 3 times" in progress.sentence


def test_a_look_that_needs_too_much_memory_ends_with_a_sentence(
    tmp_path: Path, portals: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_in(tmp_path, monkeypatch, CHECK_MEGABYTES="50", DELAY="0.5")
    progress = desk.checked(f"{portals}/holmshire/").progress
    assert progress.state is CheckState.FAILED
    assert "50 MB" in progress.sentence


def test_a_look_that_cannot_be_begun_is_tried_again_and_then_ended(
    desk: Desk, portals: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: LookOrder) -> object:
        raise OSError("no process could be started")

    monkeypatch.setattr(doing, "begin_look", refused)
    progress = desk.checked(f"{portals}/holmshire/").progress
    assert progress.state is CheckState.FAILED
    assert "no process" not in progress.sentence
