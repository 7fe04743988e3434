"""Records as lines of text, held packed in memory and unpacked a block at a time."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

_BLOCK = 64  # lines; small enough to unpack for one record, large enough to pack well


class Lines(Protocol):
    """Records as raw lines (JSON, one record each), by place from 0."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> bytes: ...

    def __iter__(self) -> Iterator[bytes]: ...


class PackedLines:
    """The lines of a file (`.xz` is unpacked), read on first use.

    48 MB of records take about 8 MB here: a block of lines is deflated and unpacked when asked for.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unpacked: tuple[int, list[bytes]] = (-1, [])

    def __len__(self) -> int:
        return self._packed[1]

    def __getitem__(self, place: int, /) -> bytes:
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._block(place // _BLOCK)[place % _BLOCK]

    def __iter__(self) -> Iterator[bytes]:
        for number in range(len(self._packed[0])):
            yield from self._block(number)

    def _block(self, number: int) -> list[bytes]:
        held, lines = self._unpacked
        if held != number:
            lines = zlib.decompress(self._packed[0][number]).split(b"\n")
            self._unpacked = (number, lines)
        return lines

    @cached_property
    def _packed(self) -> tuple[list[bytes], int]:
        blocks: list[bytes] = []
        count = 0
        lines = _read(self.path)
        while block := list(islice(lines, _BLOCK)):
            blocks.append(zlib.compress(b"\n".join(block), 1))
            count += len(block)
        return blocks, count


def as_lines(records: Iterable[bytes]) -> Lines:
    """Records that are in memory already."""
    return tuple(records)


def _read(path: Path) -> Iterator[bytes]:
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        for line in file:
            if line.strip():
                yield line.rstrip(b"\r\n")
