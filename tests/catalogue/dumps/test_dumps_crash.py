"""A maker of dumps that is killed at any moment leaves whole sets, and nothing in the way of the next one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from catalogue.dumps.making import make_dumps
from catalogue.dumps.sets import SUMS, list_sets
from catalogue.ledger.ledger import open_ledger

sys.path.append(str(Path(__file__).parents[2] / "web"))
from made_up_catalogue import fill

MAKER = Path(__file__).parent / "export_until_killed.py"
DELAYS = (0.0, 0.06, 0.13, 0.19, 0.27, 0.4)


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    """Kills a process that has made its first set."""
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    process.wait()
    timer.join()
    process.stdout.close()


@pytest.mark.service
def test_a_killed_maker_leaves_the_last_good_sets(tmp_path: Path) -> None:
    url, home = f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "dumps"
    ledger = open_ledger(url)
    fill(ledger)
    for hour, delay in enumerate(DELAYS):
        command = [sys.executable, str(MAKER), url, str(home), str(hour)]
        kill_after(subprocess.Popen(command, stdout=subprocess.PIPE, text=True), delay)

        sets = list_sets(home)
        assert sets
        for one in sets:
            folder = home / one.folder
            for line in (folder / SUMS).read_text().splitlines():
                digest, name = line.split("  ")
                assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

    now = "2026-11-29T00:00:00Z"
    assert make_dumps(ledger, home, base="http://b.example", keep=2, now=now, told=lambda *_: None)
    assert not list(home.glob(".making-*"))
    ledger.close()
