"""Addresses that are no portals, or worse: each check ends soon, in a sentence, and asks nobody that it should not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from checking_site import Desk, desk_in
from hostile_site import SCRIPT, hostile_site

from catalogue.ledger.checks import Check, CheckState
from harvester.replay.server import running

pytestmark = pytest.mark.service
_TRACE = re.compile(r"Traceback|File \"|/harvester/|site-packages|Error\(")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The hostile server."""
    with running(hostile_site()) as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str) -> Iterator[Desk]:
    """A desk that may ask the hostile server, and nothing else on this machine."""
    made = desk_in(tmp_path, monkeypatch, ALLOW=site.partition("://")[2], TIMEOUT="3", CHECK_SECONDS="30")
    yield made
    made.ledger.close()


def told(check: Check) -> str:
    """All that a person reads of a check."""
    progress = check.progress
    return "\n".join((progress.sentence, *progress.lines, repr(progress.found), repr(progress.report)))


@pytest.mark.parametrize("way", ["home", "pdf", "image", "nothing"])
def test_what_is_no_portal_is_said_to_be_none(desk: Desk, site: str, way: str) -> None:
    check = desk.checked(f"{site}/{way}/")
    assert check.progress.state is CheckState.FAILED
    assert "No kind of portal was recognised" in check.progress.sentence
    assert check.progress.found is not None
    assert check.progress.found.advice
    assert "--kind" not in told(check)


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("loop/", "leads from one address to the next without an end"),
        ("inside/loopback", "private network"),
        ("inside/metadata", "private network"),
        ("inside/ipv6", "private network"),
        ("inside/number", "private network"),
        ("hang/", "did not answer in time"),
    ],
)
def test_an_answer_that_never_comes_ends_the_check_with_the_reason(
    desk: Desk, site: str, way: str, why: str
) -> None:
    check = desk.checked(f"{site}/{way}")
    assert check.progress.state is CheckState.FAILED
    assert why in told(check)
    assert not _TRACE.search(told(check))


@pytest.mark.parametrize("way", ["drip", "huge", "bomb", "entities", "inside/file"])
def test_what_floods_or_drips_ends_the_check(desk: Desk, site: str, way: str) -> None:
    check = desk.checked(f"{site}/{way}/")
    assert check.progress.state is CheckState.FAILED
    assert check.progress.sentence
    assert "root:" not in told(check)
    assert not _TRACE.search(told(check))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://metadata.google.internal/",
    ],
)
def test_an_address_inside_is_not_asked(desk: Desk, address: str) -> None:
    check = desk.checked(address)
    assert check.progress.state is CheckState.FAILED
    assert "private network" in check.progress.sentence


def test_a_name_that_leads_to_no_public_address_is_not_asked(desk: Desk) -> None:
    """What a name leads to is looked up once, and held against the same rule (harvester/asking/guard.py)."""
    check = desk.checked("http://thornmere.invalid/")
    assert "leads to no public address" in check.progress.sentence


def test_scripts_come_out_as_text_that_nobody_runs(desk: Desk, site: str) -> None:
    check = desk.checked(f"{site}/scripts/")
    report = check.progress.report
    assert check.progress.state is CheckState.DONE, check.progress
    assert report is not None
    (record,) = report.records
    assert "<script>" not in record.title
    assert not record.source.startswith("javascript:")
    shown = [value.shown for value in record.values]
    assert not any(one.startswith("javascript:") or SCRIPT in one for one in shown)
    assert "\x1b" not in told(check)


def test_a_portal_of_thousands_of_bodies_is_told_which(desk: Desk, site: str) -> None:
    report = desk.checked(f"{site}/others/").progress.report
    assert report is not None
    assert report.read == 20
    assert [one.datasets for one in report.publishers] == [1] * 20
