"""What searches need of a segment, decoded once into a file beside it that is mapped when the segment is opened.

The index is complete without it: a segment whose sidecar is missing, damaged or another's is decoded on demand, and
the next commit makes the sidecar again. It is bound to the segment's name, to the size of its file and to the columns
of the program that made it; its name begins with the segment's, so that both are swept away together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from catalogue.indexes.arrays import Arrays, Spool, map_arrays, write_arrays
from catalogue.indexes.columns import Column
from catalogue.indexes.decoding import (
    each_list,
    each_term,
    read_column,
    read_numbers,
    read_titles,
)
from catalogue.indexes.postings import Keys, Places, Postings
from catalogue.indexes.reader import open_reader
from catalogue.indexes.schema import FACET_FIELDS, NUMBERS

FORM = 1
"""Raised by whoever changes what a sidecar holds; one of another form is made again."""

HELD = ("text", "titled")
"""Fields whose lists of postings a sidecar holds; of the others one short list or none is read in a search."""


class Sidecar:
    """One segment's arrays, read-only. The file may be removed while it is in use."""

    def __init__(self, arrays: Arrays, size: int) -> None:
        self._arrays = arrays
        self._size = size
        self._words = {field: _Words(arrays, field) for field in (*HELD, "spelling")}

    def numbers(self, name: str) -> Keys:
        """A column of numbers."""
        return self._arrays[name]

    def titles(self) -> NDArray[np.bytes_]:
        """The sort key of each document's title."""
        return self._arrays["titles"]

    def column(self, name: str) -> Column:
        """The column of a field of whole values."""
        values, docs, codes = (self._arrays[f"{name}.{part}"] for part in ("values", "docs", "codes"))
        return Column(values=tuple(orjson.loads(values.data)), docs=docs, codes=codes, size=self._size)

    def postings(self, field: str, term: bytes) -> Postings:
        """The documents that have `term` in `field`, one of HELD."""
        held = self._slice(field, "postings", self._words[field].find(term))
        docs = self._arrays[f"{field}.docs"][held]
        weights = self._arrays["weights"][held] if field == "text" else np.broadcast_to(_ONE, len(docs))
        return Postings(docs=docs, weights=weights)

    def places(self, term: bytes) -> Places:
        """Where `term` stands in the text of each document."""
        number = self._words["text"].find(term)
        held = self._slice("text", "postings", number)
        return Places(
            docs=self._arrays["text.docs"][held],
            counts=self._arrays["counts"][held],
            positions=self._arrays["positions"][self._slice("text", "places", number)],
        )

    def beginning(self, field: str, prefix: bytes) -> list[str]:
        """The words of `field`, text or spelling, that begin with `prefix`."""
        return [word.decode() for word in self._words[field].beginning(prefix)]

    def _slice(self, field: str, name: str, number: int | None) -> slice:
        """Where the pieces of a term lie; nowhere when there is no such term."""
        if number is None:
            return slice(0, 0)
        first, last = self._arrays[f"{field}.{name}"][number : number + 2].tolist()
        return slice(first, last)


def open_sidecar(storage: Any, segment: Any) -> Sidecar | None:
    """The segment's sidecar, if it has a good one."""
    if not isinstance(storage, FileStorage):
        return None
    arrays = map_arrays(_path(storage, segment), _bound(storage, segment))
    return None if arrays is None else Sidecar(arrays, segment.doc_count_all())


def make_sidecar(storage: Any, schema: Any, segment: Any) -> None:
    """Give the segment a sidecar unless it has a good one, or lives in memory. OSError when it cannot be written."""
    if not isinstance(storage, FileStorage) or open_sidecar(storage, segment):
        return
    reader = open_reader(storage, schema, segment)
    with ExitStack() as stack:
        stack.callback(reader.close)
        arrays = {
            **_columns(reader, segment.doc_count_all()),
            **_text(reader, Path(storage.folder), stack),
            **_titled(reader),
            **_dictionary("spelling", list(reader.lexicon("spelling"))),
        }
        write_arrays(_path(storage, segment), _bound(storage, segment), arrays)


def _path(storage: Any, segment: Any) -> Path:
    return Path(storage.folder, segment.make_filename(".arrays"))


def _bound(storage: Any, segment: Any) -> dict[str, object]:
    return {
        "form": FORM,
        "segment": segment.segment_id(),
        "documents": segment.doc_count_all(),
        "bytes": storage.file_length(segment.make_filename(".seg")),
        "columns": [*FACET_FIELDS, *NUMBERS],
    }


def _columns(reader: Any, size: int) -> dict[str, NDArray[Any] | Spool]:
    """All that is one value, or a few, of each document."""
    arrays: dict[str, NDArray[Any] | Spool] = {"titles": read_titles(reader, size)}
    arrays |= {name: read_numbers(reader, name, size) for name in NUMBERS}
    for name in FACET_FIELDS:
        column = read_column(reader, name, size)
        arrays[f"{name}.values"] = np.frombuffer(orjson.dumps(column.values), dtype=np.uint8)
        arrays[f"{name}.docs"], arrays[f"{name}.codes"] = column.docs, column.codes
    return arrays


def _text(reader: Any, folder: Path, stack: ExitStack) -> dict[str, NDArray[Any] | Spool]:
    """Every word with where it stands, through files, since it is more than should be held at once."""
    spools = {name: Spool(folder, dtype) for name, dtype in _SPOOLS.items()}
    for spool in spools.values():
        stack.callback(spool.close)
    terms, postings, places = [], [0], [0]
    for term, found, where in each_term(reader, "text"):
        terms.append(term)
        postings.append(postings[-1] + len(found.docs))
        places.append(places[-1] + len(where.positions))
        spools["text.docs"].add(found.docs)
        spools["weights"].add(found.weights)
        spools["counts"].add(where.counts)
        spools["positions"].add(where.positions)
    return {
        **_dictionary("text", terms),
        "text.postings": np.array(postings, dtype=np.int64),
        "text.places": np.array(places, dtype=np.int64),
        **spools,
    }


def _titled(reader: Any) -> dict[str, NDArray[Any] | Spool]:
    """Every word of a title with the documents titled so."""
    terms, lists = [], [_NONE]
    for term, docs in each_list(reader, "titled"):
        terms.append(term)
        lists.append(docs)
    return {
        **_dictionary("titled", terms),
        "titled.postings": np.cumsum([len(each) for each in lists], dtype=np.int64),
        "titled.docs": np.concatenate(lists),
    }


_SPOOLS = {"text.docs": "i4", "weights": "f4", "counts": "u4", "positions": "u4"}
_NONE = np.empty(0, dtype=np.int32)
_ONE = np.float32(1)


def _dictionary(field: str, terms: list[bytes]) -> dict[str, NDArray[Any]]:
    ends = np.cumsum([0, *map(len, terms)], dtype=np.int64)
    return {f"{field}.words": np.frombuffer(b"".join(terms), dtype=np.uint8), f"{field}.ends": ends}


@dataclass(slots=True)
class _Words:
    """Words in order, one after the other in one array; looked up by halving."""

    arrays: Arrays
    field: str

    def find(self, word: bytes) -> int | None:
        """The number of a word."""
        number = self._first(word)
        return number if number < self._count() and self._at(number) == word else None

    def beginning(self, prefix: bytes) -> Iterator[bytes]:
        """The words that begin so."""
        for number in range(self._first(prefix), self._count()):
            word = self._at(number)
            if not word.startswith(prefix):
                return
            yield word

    def _first(self, word: bytes) -> int:
        return bisect_left(range(self._count()), word, key=self._at)

    def _count(self) -> int:
        return len(self.arrays[f"{self.field}.ends"]) - 1

    def _at(self, number: int) -> bytes:
        first, last = self.arrays[f"{self.field}.ends"][number : number + 2].tolist()
        return self.arrays[f"{self.field}.words"][first:last].tobytes()
