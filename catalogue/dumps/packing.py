"""A file being written under a digest: packed on its way, and on the disk for certain once it is closed."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import zstandard

_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """One way to pack a file."""

    ending: str
    media_type: str
    pack: Callable[[BinaryIO], BinaryIO]
    unpack: Callable[[BinaryIO], BinaryIO]


def _gzip(file: BinaryIO) -> BinaryIO:
    """Without name and time in its head, so that the same content gives the same bytes."""
    return cast(BinaryIO, gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=_LEVEL, mtime=0))


def _gunzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))


def _zstd(file: BinaryIO) -> BinaryIO:
    return cast(
        BinaryIO,
        zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).stream_writer(file, closefd=False),
    )


def _unzstd(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))


PACKINGS = (
    Packing(ending="gz", media_type="application/gzip", pack=_gzip, unpack=_gunzip),
    Packing(ending="zst", media_type="application/zstd", pack=_zstd, unpack=_unzstd),
)  # RFC 6713, RFC 8878


class Digested(io.RawIOBase):
    """A file that knows the SHA-256 and the number of the bytes written to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """It is written to, and no more."""
        return True

    def write(self, data: object) -> int:
        """Writes all of it."""
        view = memoryview(data)  # type: ignore[arg-type] # whatever has a buffer
        self._file.write(view)
        self._digest.update(view)
        self.size += view.nbytes
        return view.nbytes

    def sha256(self) -> str:
        """Of what has been written until now."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Waits until it is on the disk."""
        if not self.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        super().close()


class Packed(AbstractContextManager["Packed"]):
    """A file under one packing."""

    def __init__(self, path: Path, packing: Packing) -> None:
        self.path, self.packing = path, packing
        self.raw = Digested(path)
        self._packer = packing.pack(cast(BinaryIO, self.raw))

    def write(self, data: bytes) -> None:
        """Adds to it."""
        self._packer.write(data)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._packer.close()
        self.raw.close()
