"""A process that answers queries and may be killed at any moment: `python -m catalogue.stores.worker BYTES`.

It reads questions from standard input and writes answers to standard output, until its input ends. What it
can do is cut down first: no network where the system allows that, bounded memory, and bounded processor
time for each query, which ends a runaway query even if the parent has died.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import sys
from pathlib import Path

import pyoxigraph as ox

from catalogue.errors import StoreError, StoreUnavailable
from catalogue.stores import frames
from catalogue.stores.engine import evaluate
from catalogue.stores.generations import ReadingHold

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def main(memory: int) -> None:
    """Answer until the input ends; `memory` is the address space in bytes that this process may use."""
    _leave_the_network()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    desk = _Desk()
    _send(frames.write_ready())
    while True:
        try:
            ask = frames.read_ask(_receive)
        except EOFError:
            return
        _send(desk.reply(ask))


class _Desk:
    """Holds one generation open from question to question."""

    def __init__(self) -> None:
        self._data: str | None = None
        self._store = ox.Store()
        self._hold: ReadingHold | None = None

    def reply(self, ask: frames.Ask) -> bytes:
        _limit_processor_time(ask.query.seconds)
        try:
            if ask.data is None:
                return frames.write_answer(evaluate(ox.Store(), ask.query, ask.scan))
            with self._open(ask.data):
                return frames.write_answer(evaluate(self._store, ask.query, ask.scan))
        except FileNotFoundError:
            return frames.write_gone()
        except StoreError as error:
            return frames.write_error(error)
        except OSError as error:
            return frames.write_error(StoreUnavailable(f"the store cannot be read now: {error}"))

    def _open(self, data: str) -> ReadingHold:
        if self._hold is None or data != self._data:
            self._close()
            hold = self._hold = ReadingHold(Path(data))
            with hold:
                self._store = ox.Store.read_only(data)
            self._data = data
        return self._hold

    def _close(self) -> None:
        self._data = None
        if self._hold is not None:
            self._hold.close()
            self._hold = None


def _leave_the_network() -> None:
    """Move into a network namespace of its own, which has no way out; go on without it where that is refused.

    An ordinary user may do so only within a user namespace of its own, and containers often allow neither.
    """
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is not None and unshare(_CLONE_NEWNET) != 0:
        unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit_processor_time(seconds: float) -> None:
    # The parent's clock is the limit that people meet; this one is for a parent that is no longer there.
    usage = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most == resource.RLIM_INFINITY or limit < most:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def _receive(size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(0, size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _send(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(1, view) :]


if __name__ == "__main__":
    main(int(sys.argv[1]))
