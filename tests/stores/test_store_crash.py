"""A writer killed at any moment leaves the state before its batch, or the state after it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DRIVER = Path(__file__).with_name("crash_at_every_step.py")


def test_a_writer_killed_at_any_step_leaves_all_or_nothing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, DRIVER, tmp_path], capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) >= 5, done.stderr
    for step, mark, values, *after in lines:
        assert (mark, values) in {("1", "1,1,1"), ("2", "2,2,2")}, f"killed before {step}"
        assert after == ["9", "9", "1"], f"killed before {step}"
    assert [line[1] for line in lines] == sorted(line[1] for line in lines)
