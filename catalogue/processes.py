"""Processes that we start: each ends when we end, however we end."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

_PR_SET_PDEATHSIG = 1
_PATIENCE_SECONDS = 10.0


def start(
    arguments: Sequence[str], *, environment: Mapping[str, str], silent: bool = False
) -> subprocess.Popen[bytes]:
    """Starts this Python with `arguments`; the kernel ends it when this process dies, even by `kill -9`.

    What a `silent` one prints is dropped; what it logs is not.
    """
    return subprocess.Popen(  # noqa: S603 - our own modules, by this interpreter
        [sys.executable, *arguments],
        env=dict(environment),
        stdout=subprocess.DEVNULL if silent else None,
        preexec_fn=die_with_parent,
    )


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks each to end, waits a little, and ends those that did not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def die_with_parent() -> None:
    """Asks the kernel to end this process, as by SIGTERM, when its parent dies; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
