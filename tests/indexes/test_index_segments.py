"""That what numpy reads and ranks is what Whoosh would, and that many small batches stay few segments."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from whoosh import query, scoring
from whoosh.searching import Searcher

from catalogue.indexes.folders import Folder
from catalogue.indexes.generation import Generation, open_generation
from catalogue.indexes.protocol import Document, Search
from catalogue.indexes.schema import build_schema, date_key
from catalogue.indexes.whoosh import WhooshIndex
from catalogue.indexes.writing import _Pinned

WORDS = ["tree", "road", "bin", "park", "map", "flood", "ward"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Three segments of random documents, some of them replaced and some dropped; only read from here on."""
    home, chance = Folder(tmp_path_factory.mktemp("index")), random.Random(5)  # noqa: S311 - made-up words, not secrets
    index = WhooshIndex(home)
    for mark, size in enumerate([700, 200, 40]):
        documents = [random_document(chance) for _ in range(size)]
        index.apply(documents=documents, gone=[f"d{n}" for n in range(mark, 60, 7)], mark=mark)
    return home


def random_document(chance: random.Random) -> Document:
    def text(most: int) -> str:
        return " ".join(chance.choices(WORDS, [9, 7, 5, 3, 2, 1, 1], k=chance.randint(1, most)))

    return Document(
        id=f"d{chance.randint(0, 2000)}", title=text(4), description=text(60), keywords=(text(2),)
    )


def whoosh_scores(home: Folder, asked: query.Query) -> dict[bytes, float]:
    """The documents that Whoosh finds in the same files, with its own BM25F."""
    state = home.state()
    index = _Pinned(home.storage(state.folder), state.generation)
    with Searcher(index.reader(), weighting=scoring.BM25F(B=0, K1=1.2), fromindex=index) as searcher:
        hits = searcher.search(asked, limit=None, optimize=False)
        return {hit["hit"]: hit.score for hit in hits}


def our_scores(generation: Generation, *terms: str, every: bool) -> dict[bytes, float]:
    scores: dict[int, list[float]] = {}
    for term in terms:
        postings = generation.postings("text", term)
        for doc, score in zip(postings.docs, generation.scores(postings), strict=True):
            if generation.live[doc]:
                scores.setdefault(int(doc), []).append(float(score))
    return {generation.stored(d): sum(s) for d, s in scores.items() if not every or len(s) == len(terms)}


@pytest.mark.parametrize("terms", [("tree",), ("ward",), ("road", "bin"), ("flood", "map", "park")])
@pytest.mark.parametrize("every", [True, False])
def test_scores_are_those_of_whoosh(folder: Folder, terms: tuple[str, ...], every: bool) -> None:
    generation = open_generation(folder, folder.state(), None)
    asked = (query.And if every else query.Or)([query.Term("text", term) for term in terms])
    assert len(generation.segments) == 3
    assert our_scores(generation, *terms, every=every) == pytest.approx(
        whoosh_scores(folder, asked), rel=1e-5
    )
    generation.close()


def test_a_phrase_is_found_where_whoosh_finds_it(folder: Folder) -> None:
    index = WhooshIndex(folder)
    expected = whoosh_scores(folder, query.Phrase("text", ["road", "map"]))
    assert index.search(Search(text='"road map"')).total == len(expected) > 0
    index.close()


def test_many_small_batches_stay_few_segments(tmp_path: Path) -> None:
    home = Folder(tmp_path)
    index = WhooshIndex(home)
    for number in range(40):
        index.apply(documents=[Document(id=f"d{number}", title="Trees")], gone=(), mark=number)
    generation = open_generation(home, home.state(), None)
    assert index.search(Search(text="trees")).total == 40
    assert len(generation.segments) <= 6
    generation.close()
    index.close()


def test_a_segment_of_mostly_deleted_documents_is_written_anew(tmp_path: Path) -> None:
    home = Folder(tmp_path)
    index = WhooshIndex(home)
    index.apply(documents=[Document(id=f"d{n}", title="Trees") for n in range(50)], gone=(), mark=1)
    index.apply(documents=(), gone=[f"d{n}" for n in range(30)], mark=2)
    generation = open_generation(home, home.state(), None)
    assert generation.size == 20
    generation.close()
    index.close()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("", "1066"),
        ("yesterday", "1066"),
        ("2024", "2024-05"),
        ("2024-05", "2024-05-02"),
        ("2024-05-02", "2024-05-02T09:30:00Z"),
        ("2024-05-02T09:30:00Z", "2024-05-02T09:30:01+01:00"),
    ],
)
def test_dates_of_any_precision_sort_by_time(earlier: str, later: str) -> None:
    assert date_key(earlier) < date_key(later)


def test_the_schema_can_be_written() -> None:
    assert set(build_schema().names()) >= {"id", "text", "publisher", "hit"}
