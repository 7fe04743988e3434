"""A file of which only some pieces are at hand, and what a reader of it still wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase

Piece = tuple[int, bytes]
"""Some bytes of a file, and the place where they begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Bytes that are needed to go on: from the place `first`, so many."""

    first: int
    count: int


class NotAtHand(Exception):
    """A reader came to bytes that are not at hand."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(f"{wanted.count} bytes from {wanted.first} on are wanted")
        self.wanted = wanted


class Pieces(RawIOBase):
    """The pieces of a file of `size` bytes as a file. A reader gets fewer bytes than it asked for where a piece ends,
    and NotAtHand, which wants `reach` bytes, where none begins."""

    def __init__(self, pieces: Sequence[Piece], size: int, *, reach: int) -> None:
        super().__init__()
        self.pieces, self.size, self.reach = pieces, size, reach
        self.place = 0

    def seekable(self) -> bool:
        """It is."""
        return True

    def readable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self.place

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Goes elsewhere. OSError for a place before the beginning, as of any file."""
        base = {SEEK_SET: 0, SEEK_CUR: self.place, SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning of the file")
        self.place = base + offset
        return self.place

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many."""
        left = max(0, self.size - self.place)
        count = left if size < 0 else min(size, left)
        if not count:
            return b""
        for first, body in self.pieces:
            if first <= self.place < first + len(body):
                found = body[self.place - first :][:count]
                self.place += len(found)
                return found
        first = max(0, min(self.place, self.size - self.reach))  # near the end, all that stands there
        raise NotAtHand(Wanted(first=first, count=min(self.size - first, self.reach)))
