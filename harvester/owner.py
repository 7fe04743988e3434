"""Who works on a run: a process by its host, its number and its start."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_STARTED = 19  # proc_pid_stat(5): the start time, counted behind the name in brackets


def own_name() -> str:
    """This process, as runs name their owner: host, process number, and when it started.

    Numbers are used again, after a restart of a container even at once; the start tells the two apart.
    """
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool | None:
    """Whether the process that a run names still lives; None where that cannot be known from here."""
    host, _, process = owner.partition(":")
    number, _, started = process.partition(":")
    if host != socket.gethostname() or not (number.isascii() and number.isdigit()):
        return None
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return started == _started(int(number)) and owner != own_name()


def _started(process: int) -> str:
    """When a process started, in the kernel's ticks since boot; "" on a system that does not say."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[_STARTED]
