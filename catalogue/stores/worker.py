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
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from catalogue.errors import StoreError, StoreUnavailable
from catalogue.stores import frames
from catalogue.stores.engine import evaluate, read_query
from catalogue.stores.generations import ReadingHold
from catalogue.stores.protocol import Answer

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def main(memory: int) -> None:
    """Answer until the input ends."""
    serve(_Desk().reply, memory, network=False)


def serve(reply: Callable[[frames.Ask | frames.Fetch], bytes], memory: int, *, network: bool) -> None:
    """Cut down what this process can do, then reply to each question until the input ends.

    `memory` is the address space in bytes that it may use.
    """
    if not network:
        _leave_the_network()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _send(frames.write_ready())
    while True:
        try:
            ask = frames.read_ask(_receive)
        except EOFError:
            return
        _limit_processor_time(ask.query.seconds)
        _send(reply(ask))


class _Desk:
    """Holds one generation open from question to question."""

    def __init__(self) -> None:
        self._data: str | None = None
        self._store = ox.Store()
        self._hold: ReadingHold | None = None

    def reply(self, ask: frames.Ask | frames.Fetch) -> bytes:
        try:
            if isinstance(ask, frames.Fetch):
                raise StoreUnavailable("a process without a network was asked to fetch")
            return frames.write_answer(self._answer(ask))
        except FileNotFoundError:
            return frames.write_gone()
        except StoreError as error:
            return frames.write_error(error)
        except OSError as error:
            return frames.write_error(StoreUnavailable(f"the store cannot be read now: {error}"))

    def _answer(self, ask: frames.Ask) -> Answer:
        if ask.read_only:
            read_query(ask.query, ask.scan)
            return Answer(form=ask.scan.form, media_type=ask.query.media_type, body=b"")
        if ask.data is None:
            return evaluate(ox.Store(), ask.query, ask.scan)
        with self._open(ask.data):
            return evaluate(self._store, ask.query, ask.scan)

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
