"""A file of named arrays: written whole or not at all, and mapped into memory when it is opened.

    magic · length of the head · head (JSON: what the file is bound to, its size, and where each array lies) · arrays

A file that is missing, cut short, of another form or bound to something else is None to `map_arrays`, never an error;
what is checked is the head and the size (a power failure leaves a file shorter than it was to be), so that opening
costs the same for any size. Nothing in it is ever executed.
"""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import orjson
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MAGIC = b"stook arrays 1\n\0"
_HEAD = struct.Struct("<16sQ")
_ALIGNED = 64  # bytes; a multiple of every item's size
_MOST_HEAD = 1 << 20


class Spool:
    """An array that is written piece by piece to a file without a name, which a killed process leaves no trace of."""

    def __init__(self, folder: Path, dtype: str) -> None:
        self.dtype = np.dtype(dtype)
        self._file: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it

    def add(self, piece: NDArray[Any]) -> None:
        """Write one more piece."""
        self._file.write(np.ascontiguousarray(piece, dtype=self.dtype).data)

    def size(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    def copy_to(self, target: BinaryIO) -> None:
        """Write it all to another file."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, target, 1 << 20)

    def close(self) -> None:
        """Give the space back."""
        self._file.close()


def write_arrays(path: Path, bound: Mapping[str, object], arrays: Mapping[str, NDArray[Any] | Spool]) -> None:
    """Make `path` hold `arrays`, bound to `bound` (JSON values). An OSError leaves what was there before."""
    fresh = path.with_name(f"new-{path.name}")
    try:
        with fresh.open("wb") as file:
            _write(file, bound, arrays)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def map_arrays(path: Path, bound: Mapping[str, object]) -> Arrays | None:
    """The arrays of `path`, read-only, if it is whole and bound to just this."""
    try:
        with path.open("rb") as file:
            head = _read_head(file)
            if head is None or head["bound"] != bound or head["bytes"] != os.fstat(file.fileno()).st_size:
                return None
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return {
            name: np.frombuffer(mapped, dtype=dtype, count=count, offset=offset)
            for name, (dtype, offset, count) in head["arrays"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(file: BinaryIO, bound: Mapping[str, object], arrays: Mapping[str, NDArray[Any] | Spool]) -> None:
    head, start = _layout(bound, arrays)
    file.write(_HEAD.pack(_MAGIC, len(head)) + head)
    for name, array in arrays.items():
        file.write(bytes(start[name] - file.tell()))
        if isinstance(array, Spool):
            array.copy_to(file)
        else:
            file.write(np.ascontiguousarray(array).data)


def _layout(
    bound: Mapping[str, object], arrays: Mapping[str, NDArray[Any] | Spool]
) -> tuple[bytes, dict[str, int]]:
    """The head, and where each array starts. The head's own length, which moves them, settles at the second try."""
    head = b""
    while True:
        place, start, table = _HEAD.size + len(head), dict[str, int](), dict[str, tuple[str, int, int]]()
        for name, array in arrays.items():
            size = array.size() if isinstance(array, Spool) else array.nbytes
            start[name] = -(-place // _ALIGNED) * _ALIGNED
            table[name] = (array.dtype.str, start[name], size // array.dtype.itemsize)
            place = start[name] + size
        made = orjson.dumps({"bound": bound, "bytes": place, "arrays": table})
        if len(made) <= len(head):
            return made.ljust(len(head)), start
        head = made.ljust(len(made) + _ALIGNED)


def _read_head(file: BinaryIO) -> dict[str, Any] | None:
    magic, length = _HEAD.unpack(file.read(_HEAD.size).ljust(_HEAD.size))
    if magic != _MAGIC or length > _MOST_HEAD:
        return None
    head = orjson.loads(file.read(length))
    return head if isinstance(head, dict) else None
