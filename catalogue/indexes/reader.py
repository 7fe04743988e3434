"""Whoosh's reader of one segment, without its habit of copying the whole segment into memory when it is opened."""

from __future__ import annotations

import io
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.structfile import BufferFile
from whoosh.reading import SegmentReader


def open_reader(storage: Any, schema: Any, segment: Any) -> Any:
    """A reader of the segment; its file is mapped, and only what is asked for is read."""
    return SegmentReader(storage, schema, segment, codec=_Codec())


class _Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads as Whoosh's own, from storage that lends out its files instead of copies of them."""

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        return super().terms_reader(_Lending(storage), segment)

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        return super().per_document_reader(_Lending(storage), segment)


class _Lending:
    """A segment's storage; of the files within one that is mapped it lends a view."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self._compound: Any = getattr(storage, "a", None)

    def open_file(self, name: str) -> Any:
        mapped = getattr(self._compound, "_source", None)
        if mapped is None or not self._compound.file_exists(name):
            return self._storage.open_file(name)
        first, length = self._compound.range(name)
        return _Lent(memoryview(mapped)[first : first + length], name)

    def file_exists(self, name: str) -> bool:
        return bool(self._storage.file_exists(name))

    def file_length(self, name: str) -> int:
        return int(self._storage.file_length(name))


class _Lent(BufferFile):  # type: ignore[misc]
    """A file of Whoosh's over a view; the original makes a copy of it to read from."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf = view
        self._name = name
        self.file = io.BufferedReader(_Window(view))
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def close(self) -> None:
        """Give the view back, so that the map can be closed."""
        super().close()
        self._buf.release()


class _Window(io.RawIOBase):
    """A view that is read like a file."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        piece = self._view[self._at : self._at + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at
