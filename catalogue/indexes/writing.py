"""Writing one batch into a Whoosh index: what is replaced, what is merged, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import TOC, FileIndex
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from catalogue.indexes.folders import Home, State
from catalogue.indexes.protocol import Document
from catalogue.indexes.reader import open_reader
from catalogue.indexes.schema import build_schema, to_fields
from catalogue.indexes.sidecar import make_sidecar

_log = structlog.get_logger()

NAME = "MAIN"
MEMORY_MB = 128  # of postings as Whoosh reckons them; a larger batch goes through files in its folder


def write_batch(
    home: Home, before: State, after: State, *, documents: Iterable[Document], gone: Iterable[str] = ()
) -> None:
    """Write `documents` over those of `before` and make `after` true. The caller holds the right to write.

    The documents are taken one by one, so that a batch may be larger than memory.
    """
    onward = before.folder == after.folder
    home.sweep(before, names_of(home, before) if onward else ALL)
    fill(open_writer(home.storage(after.folder), before.generation if onward else 0), documents, gone)
    make_true(home, after)


ALL = ("",)
"""The beginnings of every name."""


def fill(writer: Any, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
    """Write through an open writer, with the sidecars of its segments; when anything fails, nothing."""
    try:
        deleter = _Deleter(writer)
        for each in gone:
            deleter.delete(each)
        for document in documents:
            deleter.replace(document.id)
            writer.add_document(**to_fields(document))
        deleter.close()
        writer.commit(mergetype=merge_like_sized)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    _make_sidecars(writer.storage, read_toc(writer.storage, writer.generation, writer.indexname).segments)


def join_parts(storage: Any, parts: Iterable[str]) -> None:
    """Write the first table of an index whose segments were written under the names of `parts`."""
    segments = [segment for part in parts for segment in read_toc(storage, 1, part).segments]
    TOC(build_schema(), segments, 1).write(storage, NAME)


def make_true(home: Home, state: State) -> None:
    """Commit what has been written, and sweep away what is no longer named."""
    home.commit(state)
    home.sweep(state, names_of(home, state))


def mend(home: Home, state: State) -> None:
    """Make the sidecars that the segments of `state` lack."""
    if state.generation:
        storage = home.storage(state.folder)
        _make_sidecars(storage, read_toc(storage, state.generation).segments)


def _make_sidecars(storage: Any, segments: Iterable[Any]) -> None:
    """Give every segment that lacks a good sidecar one; what cannot be written is done without."""
    schema = build_schema()
    for segment in segments:
        try:
            make_sidecar(storage, schema, segment)
        except OSError as error:
            _log.warning("no sidecar", segment=segment.segment_id(), error=str(error))


def open_writer(storage: Any, generation: int, *, part: str = "") -> Any:
    """A Whoosh writer that goes on from a generation; `part` names one that is written apart."""
    return _Writer(storage, generation, part or NAME)


def read_toc(storage: Any, generation: int, name: str = NAME) -> Any:
    """Whoosh's table of the segments of one generation."""
    return TOC.read(storage, name, gen=generation, schema=build_schema())


def names_of(home: Home, state: State) -> tuple[str, ...]:
    """The beginnings of the names of the files that `state` is made of."""
    if not state.generation:
        return ()
    segments = read_toc(home.storage(state.folder), state.generation).segments
    toc: str = TOC._filename(NAME, state.generation)
    return (toc, *(f"{segment.segment_id()}." for segment in segments))


def merge_like_sized(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge what is no larger than what has come together so far, as a binary counter carries.

    So a segment is copied about log2(documents) times in its life and there are never more than that.
    Segments of mostly deleted documents are merged too, or they would be read for ever.
    """
    size = writer.doc_count()
    kept = []
    for segment in sorted(segments, key=lambda each: each.doc_count()):
        live = segment.doc_count()
        if live <= size or live * 2 < segment.doc_count_all():
            _copy(writer, segment)
            size += live
        else:
            kept.append(segment)
    return kept


def _copy(writer: Any, segment: Any) -> None:
    if segment.doc_count():
        reader = open_reader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()


class _Pinned(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """The index as one generation has it: what a killed writer left beside it is not looked at."""

    def __init__(self, storage: Any, generation: int, name: str = NAME) -> None:
        self.storage = storage
        self.indexname = name
        self._generation = generation

    def _read_toc(self) -> Any:
        return read_toc(self.storage, self._generation) if self._generation else TOC(build_schema(), [], 0)


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer without its lock and without its cleaning up, which would come before our commit."""

    def __init__(self, storage: Any, generation: int, name: str) -> None:
        codec = W3Codec(compression=0, blocklimit=1024)  # a tenth less time for a quarter more disk
        codec.length_stats = False  # a quarter of the time; only Whoosh's own collector would use them
        super().__init__(_Pinned(storage, generation, name), _lk=False, limitmb=MEMORY_MB, codec=codec)

    def _commit_toc(self, segments: list[Any]) -> None:
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)


class _Deleter:
    """Marks documents as deleted by id, in old segments and in the one being written."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self._old = [(each, open_reader(writer.storage, writer.schema, each)) for each in writer.segments]
        self._new: dict[str, int] = {}

    def delete(self, identifier: str) -> None:
        """Delete the document from the segments there were."""
        for segment, reader in self._old:
            try:
                segment.delete_document(reader.first_id("id", identifier.encode(errors="replace")))
            except TermNotFound:
                continue

    def replace(self, identifier: str) -> None:
        """Make way for a new version of the document, the next one to be written."""
        self.delete(identifier)
        if identifier in self._new:
            self._writer.newsegment.delete_document(self._new[identifier])
        self._new[identifier] = self._writer.docnum

    def close(self) -> None:
        """Let go of the readers; the writer opens its own to merge."""
        for _, reader in self._old:
            reader.close()
