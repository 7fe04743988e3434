"""What a Whoosh segment holds, decoded whole with numpy.

Whoosh's matchers step through a list of postings one document at a time; here its blocks are read whole.
That needs `_terms` of its reader and `_read_data`, `_data` and `_next_block` of its block reader, which are not
public: the version is pinned, and a test compares the scores that come out with Whoosh's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

from catalogue.indexes.columns import Column, Numbers
from catalogue.indexes.postings import Counts, Floats, Keys, Places, Postings

Block = tuple[Any, Any, Any]
"""Document numbers, weights (None: all 1; a number: all the same) and values."""


def read_postings(reader: Any, field: str, term: bytes) -> Postings:
    """The documents that have `term` in `field`."""
    blocks = list(_blocks(reader, field, term))
    return Postings(docs=_docs(blocks), weights=_weights(blocks))


def read_places(reader: Any, term: bytes) -> Places:
    """Where `term` stands in the text of each document."""
    return _places(list(_blocks(reader, "text", term)))


def each_term(reader: Any, field: str) -> Iterator[tuple[bytes, Postings, Places]]:
    """Every term of a field of text, ascending, with all that is known of where it stands."""
    for term, info in reader.iter_field(field):
        blocks = list(_read(_matcher(reader, field, info)))
        yield term, Postings(docs=_docs(blocks), weights=_weights(blocks)), _places(blocks)


def each_list(reader: Any, field: str) -> Iterator[tuple[bytes, Numbers]]:
    """Every term of a field of whole values, ascending, with the documents that have it."""
    for term, info in reader.iter_field(field):
        yield term, _docs(list(_read(_matcher(reader, field, info))))


def read_column(reader: Any, name: str, size: int) -> Column:
    """The column of a field of whole values, by document: the lists of postings of its terms, sorted."""
    values, parts = [], list[Numbers]()
    for term, found in each_list(reader, name):
        values.append(term.decode())
        parts.append(found)
    docs = _flat(parts, np.int32)
    codes = np.repeat(np.arange(len(values), dtype=np.int32), [len(part) for part in parts])
    order = np.argsort(docs, kind="stable")
    return Column(values=tuple(values), docs=docs[order], codes=codes[order], size=size)


def read_numbers(reader: Any, name: str, size: int) -> Keys:
    """A column of numbers; zeros where an index of an older form has none."""
    if name not in reader.schema or not reader.has_column(name):
        return np.zeros(size, dtype=np.int64)
    column = reader.column_reader(name, translate=False)
    return np.array([column[doc] for doc in range(size)], dtype=np.int64)


def read_titles(reader: Any, size: int) -> NDArray[np.bytes_]:
    """The sort key of each document's title."""
    column = reader.column_reader("title", translate=False)
    return np.array([column[doc] for doc in range(size)], dtype="S64")


def _blocks(reader: Any, field: str, term: bytes) -> Iterator[Block]:
    try:
        yield from _read(_matcher(reader, field, reader.term_info(field, term)))
    except TermNotFound:
        return


def _matcher(reader: Any, field: str, info: Any) -> Any:
    """Whoosh's reader of one list of postings, without its filter of deleted documents, which steps one by one."""
    terms = reader._terms
    return reader.codec().postings_reader(terms._postfile, info, reader.schema[field].format)


def _read(matcher: Any) -> Iterator[Block]:
    if not hasattr(matcher, "_read_data"):  # a short list may stand in the term's own entry
        yield matcher._ids, matcher._weights, matcher._values
        return
    while matcher.is_active():
        matcher._read_data()
        deltas, weights, values = matcher._data
        yield np.cumsum(deltas, dtype=np.int32), weights, values
        matcher._next_block()


def _docs(blocks: list[Block]) -> Numbers:
    return _flat([np.asarray(ids, dtype=np.int32) for ids, _, _ in blocks], np.int32)


def _weights(blocks: list[Block]) -> Floats:
    return _flat([_filled(weight, len(ids)) for ids, weight, _ in blocks], np.float32)


def _filled(weight: Any, size: int) -> Floats:
    """One weight stands for all; none at all for ones."""
    if isinstance(weight, tuple):
        return np.array(weight, dtype=np.float32)
    return np.full(size, 1.0 if weight is None else weight, dtype=np.float32)


def _places(blocks: list[Block]) -> Places:
    counts = [
        np.fromiter(map(len, values), dtype=np.uint32, count=len(values)) // 4 for _, _, values in blocks
    ]
    positions: list[Counts] = [np.frombuffer(b"".join(values), dtype=np.uint32) for _, _, values in blocks]
    return Places(docs=_docs(blocks), counts=_flat(counts, np.uint32), positions=_flat(positions, np.uint32))


def _flat(arrays: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
