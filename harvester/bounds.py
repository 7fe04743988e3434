"""The bounds of a run's process, watched from outside: memory, and time beyond what the run allows itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

from catalogue.settings import Settings

_LOOK_SECONDS = 0.2
_LATE = 1.1  # a run ends itself after `run_hours`; one that cannot is ended from outside a little later
_LATE_SECONDS = 10.0
_RESIDENT = 1  # proc_pid_statm(5): pages in memory


def over_bounds(process: int, *, seconds: float, settings: Settings) -> str:
    """Why a process that has worked for so many seconds must end, as the end of a sentence; "" while it need not."""
    held = resident_megabytes(process)
    if held > settings.run_megabytes:
        return f"it held {held:,.0f} MB of memory, and {settings.run_megabytes:,} MB is what a run may have"
    if seconds > settings.run_hours * 3600 * _LATE + _LATE_SECONDS:
        return f"it took longer than the {settings.run_hours:g} hours that a run may take"
    return ""


def resident_megabytes(process: int) -> float:
    """How much memory a process holds, in megabytes; 0 for one that is gone, or on a system that does not say."""
    try:
        told = Path(f"/proc/{process}/statm").read_text()
    except OSError:
        return 0.0
    return int(told.split()[_RESIDENT]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def attend(process: BaseProcess, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> str:
    """Waits for a run's process; one over its bounds is killed. Why it was killed, or ""."""
    began = clock()
    while process.exitcode is None:
        reason = over_bounds(process.pid or 0, seconds=clock() - began, settings=settings)
        if reason:
            process.kill()
            process.join()
            return reason
        process.join(_LOOK_SECONDS)
    return ""
