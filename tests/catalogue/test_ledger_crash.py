"""A process killed at any moment leaves a ledger in which everything still fits together."""

from __future__ import annotations

import os
import random
import select as waiting
import signal
import subprocess
import sys
from pathlib import Path

from made_up_ledger import field_of
from sqlalchemy import func, select, text

from catalogue.ledger.held import get_held
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.schema import asks, changes, entries, former_keys, gathered, runs
from catalogue.snapshot import unpack_entry, unsqueeze

HERE = Path(__file__).parent
DEATHS = int(os.environ.get("STOOK_TEST_DEATHS", "2"))


def kill_at_random(url: str, seed: int) -> None:
    """Starts the process, and kills it at some moment of its work."""
    paths = os.pathsep.join((str(HERE), str(HERE.parents[1])))
    process = subprocess.Popen(
        [sys.executable, str(HERE / "commit_until_killed.py"), url, str(seed)],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    moment = random.Random(seed).uniform(0.02, 0.4)  # noqa: S311 - nothing secret
    waiting.select([process.stdout], [], [], moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def check(ledger: Ledger) -> int:
    """Asserts that everything fits together; the number of changes."""
    with ledger.reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        numbers = list(connection.scalars(select(changes.c.n).order_by(changes.c.n)))
        assert numbers == list(range(1, len(numbers) + 1))
        newest = select(func.max(changes.c.n)).group_by(changes.c.entry_id)
        assert set(connection.scalars(select(entries.c.change))) == set(connection.scalars(newest))
        finished = select(runs.c.id).where(runs.c.finished != "")
        for table in (gathered, asks):
            assert connection.scalar(select(func.count()).where(table.c.run_id.in_(finished))) == 0
        assert (connection.scalar(select(func.count()).where(runs.c.finished == "")) or 0) <= 1
        titles = list(connection.scalars(select(entries.c.title)))
        assert len(titles) == len(set(titles)) <= 40, "a dataset has two identities"
        known = set(connection.scalars(select(entries.c.id)))
        assert set(connection.scalars(select(former_keys.c.entry_id))) <= known
        for entry_id, snapshot in connection.execute(select(changes.c.entry_id, changes.c.snapshot)):
            assert unpack_entry(unsqueeze(snapshot)).id == entry_id
        for identifier in connection.scalars(select(entries.c.id)):
            assert get_held(connection, identifier) is not None
    return len(numbers)


def test_a_ledger_survives_kill_9(ledger: Ledger, tmp_path: Path) -> None:
    field_of(ledger)
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    grown = []

    for death in range(DEATHS):
        kill_at_random(url, seed=death * 1000)
        again = open_ledger(url)
        grown.append(check(again))
        again.close()

    assert grown == sorted(grown)
    assert grown[-1] > 0
