"""The processes that a process has started, as the kernel lists them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path


def family_of(process: int) -> list[int]:
    """A process, its children and theirs."""
    found = [process]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found.extend(int(number) for number in task.read_text().split())
    return found


def lives(process: int) -> bool:
    """Whether a process is there and is more than its exit status."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def left_after(processes: Sequence[int], *, seconds: float) -> list[int]:
    """Those that still live after so many seconds; as soon as none does, none."""
    end = time.monotonic() + seconds
    while (left := [one for one in processes if lives(one)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left
