"""A dump read back before anybody gets it: a line that no reader takes would spoil the whole file for them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import orjson
import pyoxigraph as ox
import zstandard

from catalogue.dumps.packing import PACKINGS
from catalogue.dumps.sets import DumpFile
from catalogue.errors import DumpError

_PIECE = 1 << 20
_PARSED = PACKINGS[0].ending  # under the other packings the same content is known by its digest


def check_file(path: Path, file: DumpFile) -> None:
    """Raises DumpError unless the file unpacks to what was written, and that holds as many items as were counted."""
    packing = next(one for one in PACKINGS if path.suffix == f".{one.ending}")
    try:
        with path.open("rb") as packed:
            content = _digest(packing.unpack(packed))
        if content != file.content:
            raise DumpError(f"{file.name} does not unpack to what was written")
        if packing.ending == _PARSED:
            with path.open("rb") as packed:
                found = _COUNTS[file.form](packing.unpack(packed))
            if found != file.items:
                raise DumpError(f"{file.name} reads back as {found:,} items, {file.items:,} were written")
    except (SyntaxError, ValueError, OSError, EOFError, csv.Error, zstandard.ZstdError) as error:
        raise DumpError(f"{file.name} does not read back: {error}") from error


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _statements(syntax: ox.RdfFormat) -> Callable[[BinaryIO], int]:
    return lambda stream: sum(1 for _ in ox.parse(stream, syntax))


def _rows(stream: BinaryIO) -> int:
    """Lines of the table without its head."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    return sum(1 for _ in csv.reader(text)) - 1


def _json_lines(stream: BinaryIO) -> int:
    return sum(1 for _ in _read_lines(stream))


def _read_lines(stream: BinaryIO) -> Iterator[object]:
    for line in io.BufferedReader(stream):  # type: ignore[type-var] # whatever reads into a buffer
        yield orjson.loads(line)


_COUNTS: Mapping[str, Callable[[BinaryIO], int]] = {
    "nq": _statements(ox.RdfFormat.N_QUADS),
    "ttl": _statements(ox.RdfFormat.TURTLE),
    "csv": _rows,
    "jsonl": _json_lines,
}
