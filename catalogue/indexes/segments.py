"""One immutable Whoosh segment read as numpy arrays.

Whoosh's matchers step through a list of postings one document at a time; here its blocks are decoded whole.
That needs `_read_data`, `_data` and `_next_block` of its block reader, which are not public: the version is
pinned, and a test compares the scores that come out with Whoosh's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader, TermNotFound

from catalogue.indexes.columns import Column, Mask, Numbers
from catalogue.indexes.schema import FACET_FIELDS

Floats = NDArray[np.float32]
Keys = NDArray[np.int64]

POSITION_BITS = 32
"""A Key is a document's number and a position in it: doc << POSITION_BITS | position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The documents that have a term, ascending, with its weight in each; deleted documents are among them."""

    docs: Numbers
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What a search needs of a segment; it does not change, only which of its documents are deleted does."""

    name: str
    size: int
    reader: Any
    columns: dict[str, Column]
    modified: Keys
    added: Keys
    first_year: Keys
    last_year: Keys
    title_size: Keys

    def titles(self) -> NDArray[np.bytes_]:
        """The sort key of each document's title."""
        column = self.reader.column_reader("title", translate=False)
        return np.array([column[doc] for doc in range(self.size)], dtype="S64")

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have `term` in `field`."""
        blocks = list(_blocks(self.reader, field, term.encode(errors="replace")))
        docs = [np.array(ids, dtype=np.int32) for ids, _, _ in blocks]
        weights = [_filled(weight, len(ids)) for ids, weight, _ in blocks]
        return Postings(docs=_flat(docs, np.int32), weights=_flat(weights, np.float32))

    def places(self, term: str) -> Keys:
        """Where `term` stands in the text of each document, ascending."""
        keys = []
        for ids, _, values in _blocks(self.reader, "text", term.encode(errors="replace")):
            times = np.array([len(value) // 4 for value in values])
            docs = np.repeat(np.array(ids, dtype=np.int64), times)
            keys.append(docs << POSITION_BITS | np.frombuffer(b"".join(values), dtype=np.uint32))
        return _flat(keys, np.int64)

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The words of `field` that begin with `prefix`."""
        found = self.reader.expand_prefix(field, prefix)
        return [term.decode() for term in found]

    def stored(self, doc: int) -> bytes:
        """The document as a result shows it."""
        return bytes(self.reader.stored_fields(doc)["hit"])

    def close(self) -> None:
        """Let go of the segment's file."""
        self.reader.close()


def open_segment(storage: Any, schema: Any, segment: Any) -> Segment:
    """Read what every search needs; lists of postings are read when a search asks for them."""
    reader = SegmentReader(storage, schema, segment)
    size = segment.doc_count_all()
    return Segment(
        name=segment.segment_id(),
        size=size,
        reader=reader,
        columns={name: _column(reader, name, size) for name in FACET_FIELDS},
        modified=_numbers(reader, "modified", size),
        added=_numbers(reader, "added", size),
        first_year=_numbers(reader, "first_year", size),
        last_year=_numbers(reader, "last_year", size),
        title_size=_numbers(reader, "title_size", size),
    )


def live_documents(segment: Any) -> Mask:
    """The documents of a Whoosh segment that are not deleted."""
    mask = np.ones(segment.doc_count_all(), dtype=np.bool_)
    mask[list(segment.deleted_docs())] = False
    return mask


def _column(reader: Any, name: str, size: int) -> Column:
    """The column of a field of whole values: the lists of postings of its terms, side by side."""
    values, docs = [], []
    for term in reader.lexicon(name):
        values.append(term.decode())
        docs.append(
            np.concatenate([np.array(ids, dtype=np.int32) for ids, _, _ in _blocks(reader, name, term)])
        )
    lengths = np.array([len(each) for each in docs], dtype=np.int64)
    codes = np.repeat(np.arange(len(values), dtype=np.int32), lengths)
    return Column(values=tuple(values), docs=_flat(docs, np.int32), codes=codes, size=size)


def _numbers(reader: Any, name: str, size: int) -> Keys:
    if name not in reader.schema or not reader.has_column(name):  # an index of an older form
        return np.zeros(size, dtype=np.int64)
    column = reader.column_reader(name, translate=False)
    return np.array([column[doc] for doc in range(size)], dtype=np.int64)


def _blocks(reader: Any, field: str, term: bytes) -> Iterator[tuple[Any, Any, Any]]:
    """Document numbers, weights (None: all 1) and values of each block of a list of postings."""
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return
    matcher = getattr(matcher, "child", matcher)  # the filter of deleted documents steps one by one,
    matcher.reset()  # and has stepped already
    if not hasattr(matcher, "_read_data"):  # postings of one document stand in the term's own entry
        yield matcher._ids, matcher._weights, matcher._values
        return
    while matcher.is_active():
        matcher._read_data()
        deltas, weights, values = matcher._data
        yield np.cumsum(deltas), weights, values
        matcher._next_block()


def _filled(weight: Any, size: int) -> Floats:
    """One weight stands for all; none at all for ones."""
    return np.full(size, 1.0 if weight is None else weight, dtype=np.float32)


def _flat(arrays: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)


def bm25(weights: Floats, *, having: int, documents: int) -> Floats:
    """Robertson's BM25 of what `having` of the documents have, with the idf that Whoosh uses.

    How long a document is has been counted in the weights already.
    """
    idf = math.log(max(documents, 1) / (having + 1)) + 1
    score = idf * weights * (_K1 + 1) / (weights + _K1)
    return score.astype(np.float32)


_K1 = 1.2
