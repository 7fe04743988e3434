"""Building an index in several processes: each writes a segment of its own, and one commit at the end names them all.

    python -m catalogue.indexes.building FOLDER PART   (lists of documents, pickled, on its standard input; then None)

The process that reads the ledger deals the documents out by their identifier, so that of a document given twice the
last counts. A pipe holds little, and so does memory. What breaks off has written to a folder that no commit names.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import IO
from zlib import crc32

from whoosh.filedb.filestore import FileStorage

from catalogue.errors import IndexUnavailable
from catalogue.indexes.folders import Home, State
from catalogue.indexes.protocol import Document
from catalogue.indexes.writing import ALL, fill, join_parts, make_true, open_writer, write_batch
from catalogue.processes import die_with_parent

MANY = 4_000
"""Documents from which several processes are worth their start."""

_MOST = 4  # processes; one reads the ledger for all, and could not feed more
_BATCH = 32
_PIPE_BYTES = 1 << 20
_ROOT = Path(__file__).parent.parent.parent


def build(
    home: Home,
    before: State,
    after: State,
    documents: Iterable[Document],
    *,
    processes: int,
    many: int = MANY,
) -> None:
    """Write `documents` anew and make `after` true; where they are `many`, in `processes` processes.

    The caller holds the right to write.
    """
    rest = iter(documents)
    first = list(islice(rest, many))
    storage = home.storage(after.folder)
    if processes < 2 or len(first) < many or not isinstance(storage, FileStorage):
        write_batch(home, before, after, documents=chain(first, rest))
        return
    home.sweep(before, ALL)
    parts = [f"PART{number}" for number in range(processes)]
    _write_parts(Path(storage.folder), parts, chain(first, rest))
    join_parts(storage, parts)
    make_true(home, after)


def processors() -> int:
    """How many processes are worth while on this machine."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, usable)


def _write_parts(folder: Path, parts: Sequence[str], documents: Iterable[Document]) -> None:
    with ExitStack() as stack:
        opened: list[_Part] = []
        for name in parts:
            opened.append(_Part(folder, name))
            stack.callback(opened[-1].end)
        for document in documents:
            opened[crc32(document.id.encode(errors="replace")) % len(opened)].add(document)
        for part in opened:
            part.finish()
        for part in opened:
            part.wait()


class _Part:
    """One process that writes a part of the index, and the pipe to it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            [sys.executable, "-P", "-m", "catalogue.indexes.building", str(folder), name],
            stdin=subprocess.PIPE,
            env={"PYTHONPATH": str(_ROOT)},
            preexec_fn=die_with_parent,
            start_new_session=True,  # Ctrl-C in a terminal is the parent's to handle
        )
        assert self._process.stdin is not None  # noqa: S101 - for the types
        self._pipe: IO[bytes] = self._process.stdin
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._batch: list[Document] = []

    def add(self, document: Document) -> None:
        """Hand one document over, with others."""
        self._batch.append(document)
        if len(self._batch) == _BATCH:
            self._send(self._batch)
            self._batch = []

    def finish(self) -> None:
        """Hand over the last documents, and say that they are."""
        self._send(self._batch)
        self._send(None)

    def wait(self) -> None:
        """Return when the part is written."""
        if self._process.wait():
            raise IndexUnavailable(f"a process that builds the index ended with {self._process.returncode}")

    def end(self) -> None:
        """Stop it, whatever it does."""
        self._process.kill()
        self._process.wait()
        try:
            self._pipe.close()
        except BrokenPipeError:
            return

    def _send(self, batch: list[Document] | None) -> None:
        try:
            self._pipe.write(pickle.dumps(batch))
            self._pipe.flush()
        except BrokenPipeError:
            self.wait()
            raise


def _received(pipe: IO[bytes]) -> Iterator[Document]:
    """The documents of another process; EOFError when it ended before it said that these are all."""
    while (batch := pickle.load(pipe)) is not None:  # noqa: S301 - from the process that started us
        yield from batch


if __name__ == "__main__":
    fill(open_writer(FileStorage(sys.argv[1]), 0, part=sys.argv[2]), _received(sys.stdin.buffer))
