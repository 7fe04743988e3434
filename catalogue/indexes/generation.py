"""One commit of the index opened for searching: its segments side by side, as if they were one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from catalogue.indexes.columns import Column, Mask, Numbers, join
from catalogue.indexes.counting import Counter
from catalogue.indexes.folders import Home, State
from catalogue.indexes.freshness import fresh_lift, freshness_column
from catalogue.indexes.postings import POSITION_BITS, Floats, Keys, Postings, bm25, standing
from catalogue.indexes.protocol import Sort
from catalogue.indexes.schema import FACET_FIELDS, build_schema
from catalogue.indexes.segments import Segment, live_documents, open_segment
from catalogue.indexes.writing import read_toc

_LISTS_KEPT = 128  # lists of postings; of several segments they are copies, a megabyte for a common word
_PHRASES_KEPT = 64


class Generation:
    """The documents of one commit, numbered from 0; a number means nothing in another generation."""

    def __init__(self, state: State, segments: list[Segment], live: Mask) -> None:
        self.state = state
        self.segments = segments
        self.live = live
        self.size = sum(segment.size for segment in segments)
        self.starts = np.cumsum([0, *(segment.size for segment in segments)])
        self.postings: Callable[[str, str], Postings] = lru_cache(_LISTS_KEPT)(self._postings)
        self.standing: Callable[[tuple[tuple[int, str], ...]], Keys] = lru_cache(_PHRASES_KEPT)(
            self._standing
        )
        self.column: Callable[[str], Column] = lru_cache(len(FACET_FIELDS))(self._column)
        self.freshness: Callable[[str], Column] = lru_cache(2)(self._freshness)
        self.lift: Callable[[str], Floats] = lru_cache(2)(self._lift)
        self.counter: Callable[[str, bool], Counter] = lru_cache(2 * len(FACET_FIELDS))(self._counter)
        self.freshness_counter: Callable[[str, bool], Counter] = lru_cache(2)(self._freshness_counter)
        self.costs: Callable[[Sort], Keys] = lru_cache(len(Sort))(self._costs)

    def scores(self, postings: Postings) -> Floats:
        """BM25 of a term for each of its documents."""
        return bm25(postings.weights, having=len(postings.docs), documents=self.size)

    def beginning(self, field: str, prefix: str) -> set[str]:
        """The words of `field` that begin with `prefix`."""
        return {word for segment in self.segments for word in segment.beginning(field, prefix)}

    def stored(self, doc: int) -> bytes:
        """The document as a result shows it."""
        number = int(np.searchsorted(self.starts, doc, side="right")) - 1
        return self.segments[number].stored(doc - int(self.starts[number]))

    @cached_property
    def modified(self) -> Keys:
        """When the data changed, as `schema.date_key`."""
        modified: Keys = _joined([segment.numbers("modified") for segment in self.segments], np.int64)
        return modified

    @cached_property
    def added(self) -> Keys:
        """When the document was first seen, as `schema.date_key`."""
        added: Keys = _joined([segment.numbers("added") for segment in self.segments], np.int64)
        return added

    @cached_property
    def changed(self) -> Keys:
        """When the description last changed, as `schema.date_key`."""
        changed: Keys = _joined([segment.numbers("changed") for segment in self.segments], np.int64)
        return changed

    @cached_property
    def years(self) -> tuple[Numbers, Numbers]:
        """The first and the last year that each document covers; 0 where it is not stated."""
        first = _joined([segment.numbers("first_year") for segment in self.segments], np.int64)
        last = _joined([segment.numbers("last_year") for segment in self.segments], np.int64)
        return first.astype(np.int32), last.astype(np.int32)

    @cached_property
    def title_size(self) -> Keys:
        """How many different words the title of each document has."""
        size: Keys = _joined([segment.numbers("title_size") for segment in self.segments], np.int64)
        return size

    @cached_property
    def title_ranks(self) -> Numbers:
        """The place of each title in the alphabet; equal titles share one."""
        titles = _joined([segment.titles() for segment in self.segments], "S64")
        return np.unique(titles, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def identity_ranks(self) -> Numbers:
        """The place of each identifier in their order."""
        column = self.column("id")
        ranks = np.zeros(self.size, dtype=np.int32)
        ranks[column.docs] = column.codes  # the values of a column are in order
        return ranks

    @cached_property
    def groups(self) -> Numbers | None:
        """The number of each document's cluster, -1 for one alone; None where there are no clusters."""
        column = self.column("cluster")
        if not len(column.docs):
            return None
        groups = np.full(self.size, -1, dtype=np.int32)
        groups[column.docs] = column.codes
        return groups

    def one_of_each(self, mask: Mask) -> Mask:
        """The documents of `mask`, of each cluster but one: the one that leads, if it is among them."""
        if self.groups is None:
            return mask
        found = self._members[mask[self._members]]
        groups = self.groups[found]
        kept = mask & (self.groups < 0)
        kept[found[np.diff(groups, prepend=-1) != 0]] = True
        return kept

    @cached_property
    def _members(self) -> Keys:
        """The documents of clusters, one cluster after the other, in each the one that leads first."""
        groups = np.full(self.size, -1, dtype=np.int32) if self.groups is None else self.groups
        docs = np.flatnonzero(groups >= 0)
        behind = ~self.column("leads").stated()[docs]
        return docs[np.lexsort((docs, behind, groups[docs]))]

    def close(self, keep: frozenset[Segment] = frozenset()) -> None:
        """Let go of the segments, but not of those in `keep`."""
        for segment in self.segments:
            if segment not in keep:
                segment.close()

    def _postings(self, field: str, term: str) -> Postings:
        parts = [segment.postings(field, term) for segment in self.segments]
        starts = self.starts.tolist()
        docs = [part.docs + np.int32(n) if n else part.docs for part, n in zip(parts, starts, strict=False)]
        return Postings(docs=_joined(docs, np.int32), weights=_joined([p.weights for p in parts], np.float32))

    def _standing(self, words: tuple[tuple[int, str], ...]) -> Keys:
        """Where a phrase begins: terms with the distance of each from the first."""
        keys: list[Keys] = []
        for segment, start in zip(self.segments, self.starts.tolist(), strict=False):
            found = standing([(distance, segment.places(term)) for distance, term in words])
            keys.append(found + (start << POSITION_BITS))
        joined: Keys = _joined(keys, np.int64)
        return joined

    def _freshness(self, today: str) -> Column:
        return freshness_column(self.modified, today)

    def _lift(self, today: str) -> Floats:
        return fresh_lift(self.freshness(today))

    def _counter(self, name: str, together: bool) -> Counter:
        return Counter(self.column(name), self.groups if together else None)

    def _freshness_counter(self, today: str, together: bool) -> Counter:
        return Counter(self.freshness(today), self.groups if together else None)

    def _costs(self, sort: Sort) -> Keys:
        """What to sort by, the least first. A date of 0, not stated, is the smallest and so comes last."""
        if sort is Sort.TITLE:
            return self.title_ranks.astype(np.int64)
        if sort is Sort.PUBLISHER:
            return self.column("publisher_label").ranks().astype(np.int64) * self.size + self.title_ranks
        return -(self.added if sort is Sort.ADDED else self.modified)

    def _column(self, name: str) -> Column:
        return join([segment.column(name) for segment in self.segments])


def open_generation(home: Home, state: State, before: Generation | None) -> Generation:
    """Open the commit that `state` names; segments that `before` has open with a sidecar are taken over."""
    if not state.generation:
        return Generation(state, [], np.zeros(0, dtype=np.bool_))
    storage = home.storage(state.folder)
    same_folder = before is not None and before.state.folder == state.folder
    open_already = before.segments if before and same_folder else ()
    held = {segment.name: segment for segment in open_already if segment.sidecar}
    found = read_toc(storage, state.generation).segments
    live = [live_documents(each) for each in found]
    return Generation(state, _open_segments(storage, found, held), _joined(live, np.bool_))


def _open_segments(storage: Any, found: list[Any], held: dict[str, Segment]) -> list[Segment]:
    """The segments that were found; when one cannot be opened, those opened before it are closed again."""
    schema, opened, segments = build_schema(), [], []
    try:
        for each in found:
            name = each.segment_id()
            if name not in held:
                opened.append(open_segment(storage, schema, each))
            segments.append(held.get(name) or opened[-1])
    except BaseException:
        for segment in opened:
            segment.close()
        raise
    return segments


def _joined(arrays: list[Any], dtype: Any) -> Any:
    if len(arrays) == 1:
        return arrays[0]  # as it lies in the file
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
