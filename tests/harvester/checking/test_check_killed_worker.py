"""A worker that is killed while it checks: the check is taken up by the next, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from checking_site import desk_in
from hostile_site import hostile_site
from sqlalchemy import select

from catalogue.ledger.checks import CheckState
from catalogue.ledger.checks_schema import checks
from catalogue.ledger.ledger import Ledger
from harvester.bell import Bell
from harvester.replay.server import running

_PATIENCE = 60.0  # seconds until a worker has taken a check


@pytest.mark.service
def test_a_check_of_a_killed_worker_is_taken_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(hostile_site()) as site:
        desk = desk_in(tmp_path, monkeypatch, ALLOW=site.partition("://")[2], TIMEOUT="5")
        desk.file(f"{site}/hang/")
        worker = subprocess.Popen([sys.executable, "-m", "catalogue.cli", "worker"])
        try:
            _until_taken(desk.ledger)
        finally:
            worker.kill()
            worker.wait()
        monkeypatch.setenv("STOOK_TIMEOUT", "1")
        bell = Bell(desk.settings, desk.ledger)
        bell.finish()
        bell.stop()
        check = desk.seen()
        desk.ledger.close()
    assert check.tries == 2
    assert check.progress.state is CheckState.FAILED
    assert "did not answer in time" in check.progress.sentence


def _until_taken(ledger: Ledger) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with ledger.reading() as connection:
            if connection.scalar(select(checks.c.taken_by)):
                return
        time.sleep(0.05)
    pytest.fail("no worker took the check")
