"""One immutable Whoosh segment as numpy arrays: from its sidecar, or decoded on demand where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Column, Mask
from catalogue.indexes.decoding import (
    read_column,
    read_numbers,
    read_places,
    read_postings,
    read_titles,
)
from catalogue.indexes.postings import Keys, Places, Postings
from catalogue.indexes.reader import open_reader
from catalogue.indexes.sidecar import HELD, Sidecar, open_sidecar


class Segment:
    """What a search needs of a segment; it does not change, only which of its documents are deleted does."""

    def __init__(self, segment: Any, reader: Any, sidecar: Sidecar | None) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.reader = reader
        self.sidecar = sidecar

    def numbers(self, name: str) -> Keys:
        """A column of numbers, one of NUMBERS."""
        return self.sidecar.numbers(name) if self.sidecar else read_numbers(self.reader, name, self.size)

    def titles(self) -> NDArray[np.bytes_]:
        """The sort key of each document's title."""
        return self.sidecar.titles() if self.sidecar else read_titles(self.reader, self.size)

    def column(self, name: str) -> Column:
        """The column of a field of whole values."""
        return self.sidecar.column(name) if self.sidecar else read_column(self.reader, name, self.size)

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have `term` in `field`."""
        word = term.encode(errors="replace")
        if self.sidecar and field in HELD:
            return self.sidecar.postings(field, word)
        return read_postings(self.reader, field, word)

    def places(self, term: str) -> Places:
        """Where `term` stands in the text of each document."""
        word = term.encode(errors="replace")
        return self.sidecar.places(word) if self.sidecar else read_places(self.reader, word)

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The words of `field`, text or spelling, that begin with `prefix`."""
        if self.sidecar:
            return self.sidecar.beginning(field, prefix.encode(errors="replace"))
        return [term.decode() for term in self.reader.expand_prefix(field, prefix)]

    def stored(self, doc: int) -> bytes:
        """The document as a result shows it."""
        return bytes(self.reader.stored_fields(doc)["hit"])

    def close(self) -> None:
        """Let go of the segment's file."""
        self.reader.close()


def open_segment(storage: Any, schema: Any, segment: Any) -> Segment:
    """Open the segment, with its sidecar if it has a good one."""
    return Segment(segment, open_reader(storage, schema, segment), open_sidecar(storage, segment))


def live_documents(segment: Any) -> Mask:
    """The documents of a Whoosh segment that are not deleted."""
    mask = np.ones(segment.doc_count_all(), dtype=np.bool_)
    mask[list(segment.deleted_docs())] = False
    return mask
