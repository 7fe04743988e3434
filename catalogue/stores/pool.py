"""Runs queries in a few processes that can be killed: one query at a time each, replaced when dead or old."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, LifoQueue

from catalogue.errors import QueryRefused, QueryTimeout, StoreError, StoreUnavailable
from catalogue.stores import frames
from catalogue.stores.protocol import Answer

START_SECONDS = 20.0
_PIECE = 1 << 16  # what a pipe holds
_HEAD_BYTES = 1 << 20
QUICK_SECONDS = 0.3
_BEHIND = 5  # niceness: a third of the share of any other; starved, it would only be stopped for being late
_ROOT = Path(__file__).resolve().parents[2]
_CRASHES = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP})

log = logging.getLogger(__name__)


class Pool:
    """At most `size` workers, started when first needed; `ask` may be called from any thread.

    `quick_seconds` is how long a query runs beside all others, before it steps back behind them.
    """

    def __init__(
        self,
        *,
        size: int,
        memory: int,
        queries_each: int,
        module: str = "catalogue.stores.worker",
        quick_seconds: float = QUICK_SECONDS,
    ) -> None:
        self._memory = memory
        self._module = module
        self._quick_seconds = quick_seconds
        self._queries_each = queries_each
        self._closed = False
        # Last in, first out: the worker that is warm, with its generation open, is asked again.
        self._free: LifoQueue[_Worker | None] = LifoQueue()
        self._all: set[_Worker] = set()
        for _ in range(size):
            self._free.put(None)

    def ask(self, ask: frames.Ask | frames.Fetch) -> Answer | None:
        """The answer, or None if the generation asked for has gone; errors are those of `Store.query`."""
        worker = self._take(ask.query.seconds)
        healthy = False
        try:
            if worker is not None and worker.has_ended():
                worker = self._replace(
                    worker
                )  # killed while it had nothing to do, which is nobody's query's fault
            worker = worker or self._start()
            reply = worker.ask(ask)
            healthy = worker.asked < self._queries_each and not worker.lowered and not self._closed
        finally:
            self._free.put(worker if healthy else self._replace(worker))
        if isinstance(reply, StoreError):
            raise reply
        return reply

    def processes(self) -> tuple[int, ...]:
        """The workers' process ids, for a status page."""
        return tuple(worker.pid for worker in self._all)

    def close(self) -> None:
        """End every worker, running or not."""
        self._closed = True
        for worker in tuple(self._all):
            worker.kill()
        # Whoever waits for one of them sees it end and finds the store closed; the idle ones are reaped here.
        free = [self._take(0) for _ in range(self._free.qsize())]
        for idle in free:
            self._free.put(self._replace(idle))

    def _take(self, seconds: float) -> _Worker | None:
        try:
            return self._free.get(timeout=seconds)
        except Empty as error:
            reason = f"all query workers were busy for {seconds:g} s; try again later"
            raise StoreUnavailable(reason) from error

    def _replace(self, worker: _Worker | None) -> _Worker | None:
        if worker is not None:
            self._all.discard(worker)
            worker.end()
        try:
            return self._start()  # at once, so that it is ready by the time the next query comes
        except StoreUnavailable:
            return None

    def _start(self) -> _Worker:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        try:
            worker = _Worker(self._module, self._memory, self._quick_seconds)
        except OSError as error:
            raise StoreUnavailable(f"a query worker cannot be started: {error}") from error
        self._all.add(worker)
        return worker


class _Worker:
    """One process and the two pipes to it."""

    def __init__(self, module: str, memory: int, quick_seconds: float) -> None:
        # -P and a bare environment: neither the folder one stands in nor the parent's secrets get inside.
        # A group of its own: Ctrl-C in a terminal is the parent's to handle. Not a session: priorities of two
        # sessions are not compared (sched(7), autogroup).
        self._process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [sys.executable, "-P", "-m", module, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT)},
            bufsize=0,
            process_group=0,
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101 # for the types
        self._questions = self._process.stdin.fileno()
        self._answers = self._process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._answers, select.POLLIN)
        self._read = bytearray()
        self._ready = False
        self._quick_seconds = quick_seconds
        self.lowered = False
        self.asked = 0
        self.pid = self._process.pid

    def ask(self, ask: frames.Ask | frames.Fetch) -> Answer | StoreError | None:
        """What the worker replied; if it raises, the worker is to be replaced."""
        self._await_ready()
        self.asked += 1
        try:
            self._send(frames.write_ask(ask))
            return self._reply(ask.query.seconds, ask.query.max_bytes)
        except TimeoutError as error:
            reason = f"the query ran longer than {ask.query.seconds:g} s and was stopped"
            raise QueryTimeout(reason) from error
        except (EOFError, BrokenPipeError) as error:
            raise self._lost() from error

    def has_ended(self) -> bool:
        """Whether it is no more."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """Stop it, whatever it does."""
        self._process.kill()

    def end(self) -> None:
        """Kill it, reap it, and close the pipes; only for who has taken it."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _await_ready(self) -> None:
        if self._ready:
            return
        try:
            self._reply(START_SECONDS, 0)
        except (TimeoutError, EOFError) as error:
            raise StoreUnavailable("a query worker did not start; try again later") from error
        self._ready = True

    def _lost(self) -> StoreError:
        ended = -self._process.wait()
        name = signal.Signals(ended).name if ended > 0 else f"status {-ended}"
        log.warning("event=query_worker_lost pid=%d ended=%s", self.pid, name)
        if ended in _CRASHES:
            reason = "is nested too deeply, or needs more memory than one query may use"
            return QueryRefused(f"the query broke the process that ran it ({name}): it {reason}")
        if ended == signal.SIGXCPU:
            return QueryTimeout("the query used more processor time than it may and was stopped")
        return StoreUnavailable(f"the process that ran the query ended ({name}); try again later")

    def _send(self, frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(self._questions, view) :]

    def _reply(self, seconds: float, most: int) -> Answer | StoreError | None:
        deadline = time.monotonic() + seconds

        def receive(size: int) -> bytes:
            # A worker runs strangers' queries: what it says of itself is not believed without bounds.
            if size > max(most, _HEAD_BYTES):
                raise StoreUnavailable(f"a query worker announced {size:,} bytes, more than it may send")
            return self._receive(size, deadline)

        reply = frames.read_reply(receive)
        if self._read:
            raise StoreUnavailable("a query worker sent more than one answer")
        return reply

    def _receive(self, size: int, deadline: float) -> bytes:
        while len(self._read) < size:
            self._await_bytes(deadline)
            part = os.read(self._answers, _PIECE)
            if not part:
                raise EOFError
            self._read += part
        received = bytes(self._read[:size])
        del self._read[:size]
        return received

    def _await_bytes(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if self._ready and not self.lowered:
            if self._poll.poll(max(0, min(left, self._quick_seconds)) * 1000):
                return
            self._lower()
            left = deadline - time.monotonic()
        if left <= 0 or not self._poll.poll(left * 1000):
            raise TimeoutError

    def _lower(self) -> None:
        """A long query goes on behind all short ones. Nobody may raise it again, so the worker serves this one only."""
        self.lowered = True
        with suppress(OSError):  # it has just ended, which is found out next
            os.setpriority(os.PRIO_PROCESS, self.pid, _BEHIND)
