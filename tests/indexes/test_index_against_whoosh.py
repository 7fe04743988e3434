"""Scores, hits and counts against Whoosh's own of the same files, over random documents, deletions and segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query, scoring
from whoosh.searching import Searcher

from catalogue.indexes.folders import Folder
from catalogue.indexes.generation import Generation, open_generation
from catalogue.indexes.postings import POSITION_BITS
from catalogue.indexes.protocol import NOT_STATED, Document, Search
from catalogue.indexes.whoosh import WhooshIndex
from catalogue.indexes.writing import _Pinned

WORDS = ["tree", "road", "bin", "park", "map"]
FORMATS = ["CSV", "PDF", "KML"]

word = st.sampled_from(WORDS)
words = st.lists(word, min_size=1, max_size=3, unique=True).map(tuple)


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(word, max_size=most).map(" ".join)


documents = st.builds(
    Document,
    id=st.integers(0, 30).map("d{}".format),
    title=texts(3),
    description=texts(20),
    keywords=st.lists(word, max_size=2).map(tuple),
    formats=st.lists(st.sampled_from(FORMATS), unique=True, max_size=3).map(tuple),
)
batches = st.lists(
    st.tuples(
        st.lists(documents, min_size=1, max_size=12),
        st.sets(st.integers(0, 30).map("d{}".format), max_size=6),
    ),
    min_size=1,
    max_size=4,
)


@dataclass(frozen=True)
class Asked:
    """A question with its Whoosh form; `refused` words may not occur."""

    kind: str
    words: tuple[str, ...]
    refused: tuple[str, ...] = ()

    def as_query(self) -> query.Query:
        terms = [query.Term("text", each) for each in self.words]
        if self.kind == "phrase":
            return query.Phrase("text", list(self.words))
        return query.Or(terms) if self.kind == "any" else query.And(terms)


questions = st.one_of(
    st.builds(Asked, kind=st.sampled_from(["all", "any"]), words=words, refused=st.just(())),
    st.builds(Asked, kind=st.just("all"), words=words, refused=words),
    st.builds(Asked, kind=st.just("phrase"), words=st.lists(word, min_size=2, max_size=3).map(tuple)),
)


@given(batches, st.lists(questions, min_size=1, max_size=6), st.booleans())
@settings(deadline=None, max_examples=40)
def test_scores_and_hits_are_whooshs_own_and_counts_are_plain_ones(
    batches: list[tuple[list[Document], set[str]]], asked: list[Asked], with_sidecar: bool
) -> None:
    with TemporaryDirectory() as folder, committed(Path(folder), batches) as (home, live):
        if not with_sidecar:
            for file in Path(folder).glob("generation-*/*.arrays"):
                file.unlink()
        generation = open_generation(home, home.state(), None)
        assert all(bool(segment.sidecar) is with_sidecar for segment in generation.segments)
        for one in asked:
            expected = whoosh_scores(home, one)
            found = our_scores(generation, one)
            if one.kind == "phrase":  # Whoosh scores a phrase by how often it stands
                assert found.keys() == expected.keys()
            else:
                assert found == pytest.approx(expected, rel=1e-5)
        generation.close()
        check_formats(home, live)


@contextmanager
def committed(
    folder: Path, batches: list[tuple[list[Document], set[str]]]
) -> Iterator[tuple[Folder, dict[str, Document]]]:
    """The batches applied one after the other, and what must be there in the end."""
    home, live = Folder(folder), dict[str, Document]()
    index = WhooshIndex(home)
    for mark, (added, gone) in enumerate(batches):
        index.apply(documents=added, gone=gone, mark=mark)
        live = {key: value for key, value in live.items() if key not in gone} | {d.id: d for d in added}
    yield home, live
    index.close()


def check_formats(home: Folder, live: dict[str, Document]) -> None:
    index = WhooshIndex(home)
    for text in ("", *WORDS):
        found = index.search(Search(text=text, facets=("format",), limit=100))
        held = [live[hit.id].formats or (NOT_STATED,) for hit in found.hits]
        plain = Counter(code for codes in held for code in codes)
        assert {each.value: each.count for each in found.facets["format"] if each.count} == plain
        assert found.total == len(held)
    index.close()


def whoosh_scores(home: Folder, asked: Asked) -> dict[bytes, float]:
    """The documents that Whoosh finds in the same files, with its own BM25F.

    What is refused is taken away here: Whoosh's AndNot lets documents through that have a refused word.
    """
    state = home.state()
    index = _Pinned(home.storage(state.folder), state.generation)
    with Searcher(index.reader(), weighting=scoring.BM25F(B=0, K1=1.2), fromindex=index) as searcher:
        refused = query.Or([query.Term("text", each) for each in asked.refused])
        without = {hit["hit"] for hit in searcher.search(refused, limit=None)}
        hits = searcher.search(asked.as_query(), limit=None, optimize=False)
        return {hit["hit"]: hit.score for hit in hits if hit["hit"] not in without}


def our_scores(generation: Generation, asked: Asked) -> dict[bytes, float]:
    scores = np.zeros(generation.size)
    times = np.zeros(generation.size, dtype=int)
    for each in asked.words:
        postings = generation.postings("text", each)
        scores[postings.docs] += generation.scores(postings)
        times[postings.docs] += 1
    mask = generation.live & (times >= (1 if asked.kind == "any" else len(set(asked.words))))
    for each in asked.refused:
        mask[generation.postings("text", each).docs] = False
    if asked.kind == "phrase":
        mask &= standing(generation, asked.words)
    return {generation.stored(int(doc)): float(scores[doc]) for doc in np.flatnonzero(mask)}


def standing(generation: Generation, terms: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.zeros(generation.size, dtype=np.bool_)
    mask[generation.standing(tuple(enumerate(terms))) >> POSITION_BITS] = True
    return mask
