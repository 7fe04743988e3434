"""The keeper of a worker, and the command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import awkward_hosts as hosts
import orjson
import pytest
from awkward_hosts import awkward
from click.testing import CliRunner
from linked import Linked, open_linked

from catalogue.ledger.link_checks import HISTORY, checks_of
from catalogue.linkage.standing import Outcome, State
from catalogue.settings import Settings
from harvester.linking.command import links
from harvester.linking.keeper import Keeper


@pytest.fixture
def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Linked]:
    """An empty catalogue, which is also that of this process."""
    with open_linked(tmp_path) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def test_the_keeper_has_checked_what_is_due_and_looks_again_later(linked: Linked) -> None:
    with awkward({"one": hosts.plain}, network=3) as up:
        linked.lead_to([f"{up.places['one']}/a.csv"])
        keeper = Keeper(Settings(), linked.ledger)
        assert keeper.look() == Settings().worker_seconds
        assert keeper.look() == Settings().worker_seconds
    assert len(linked.checks()) == 1
    assert len(up.asked) == 2


def test_a_keeper_without_work_or_switched_off_starts_nothing(linked: Linked) -> None:
    keeper = Keeper(Settings(links=False), linked.ledger)
    keeper.start()
    keeper.stop()
    assert keeper.look() == Settings().worker_seconds


def _stook(linked: Linked, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "catalogue.cli", "links", *arguments]
    return subprocess.run(command, env=os.environ | linked.environment, capture_output=True, check=False)


def test_the_command_checks_one_portals_links_and_counts_them(linked: Linked) -> None:
    with awkward({"one": hosts.plain, "two": hosts.not_found, "three": hosts.plain}, network=3) as up:
        linked.lead_to([f"{up.places['one']}/a.csv", f"{up.places['two']}/a.csv"], portal="leeds")
        linked.lead_to([f"{up.places['three']}/a.csv"], portal="york")
        unknown = _stook(linked, "check", "--portal", "leeds")
        assert (unknown.returncode, b"leeds" in unknown.stderr) == (2, True)
        everything = _stook(linked, "check", "--limit", "2", "--json")
        assert everything.returncode == 0, everything.stderr
        assert sum(orjson.loads(everything.stdout)[name] for name in ("works", "failed")) == 2
    told = CliRunner().invoke(links, ["status", "--json"])
    assert orjson.loads(told.output) | {"next_due": ""} == {
        "total": 3,
        "never_asked": 1,
        "works": 1,
        "failing": 1,
        "dead": 0,
        "unknown": 0,
        "due": 1,
        "taken": 0,
        "next_due": "",
    }
    assert "could not" not in CliRunner().invoke(links, ["status"]).output


def test_the_newest_checks_are_kept(linked: Linked) -> None:
    """Twenty of each link, newest first."""
    from catalogue.ledger.link_checks import note_check, take_visit, wanted_now
    from catalogue.linkage.asking import Finding
    from catalogue.linkage.standing import Standing

    linked.lead_to(["http://127.3.0.1/a.csv"])
    for n in range(HISTORY + 5):
        now = f"2026-11-22T09:00:{n:02}Z"
        with linked.ledger.writing() as connection:
            wanted = wanted_now(connection, now=now)
            visit = take_visit(connection, wanted, owner="me", now=now, after="", most=9)
            assert visit is not None
            finding = Finding(outcome=Outcome.WORKS, method="GET", status=200, remark=str(n))
            stands = Standing(state=State.WORKS, since=now)
            assert note_check(connection, visit.links[0], finding, stands, owner="me", now=now, due="")
            assert not note_check(connection, visit.links[0], finding, stands, owner="me", now=now, due="")
    with linked.ledger.reading() as connection:
        (checks,) = checks_of(connection, [visit.links[0].id]).values()
    assert [one.remark for one in checks] == [str(n) for n in range(HISTORY + 4, 4, -1)]
