"""Search with five facets, against Whoosh's own search and grouping of the same files."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench_home import Home
from bench_line import Line, Size, cpu_of, percentile, spread
from whoosh import query, scoring
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from catalogue.indexes.folders import Folder
from catalogue.indexes.protocol import Search, open_index
from catalogue.indexes.words import terms
from catalogue.indexes.writing import _Pinned

FACETS = ("publisher", "theme", "format", "licence", "openness")
FASTER = 100
_TIMES = 40  # searches of ours in a round, for one of Whoosh's


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `aim` is the most CPU milliseconds that 95 of 100 may take."""

    name: str
    text: str
    aim: float


QUESTIONS = (
    Question("common word", "extract", 10),
    Question("three words", "council street public", 10),
    Question("phrase", '"planning applications"', 50),
    Question("no words", "", 10),
)


def search_lines(home: Home, size: Size) -> list[Line]:
    """A line for each sort of question, ours and Whoosh's asked by turns."""
    folder = home.folder / "index"
    with closing(open_index(f"whoosh:{folder}")) as index, whoosh_searcher(folder) as theirs:
        return [_line(one, index.search, theirs, size) for one in QUESTIONS]


def _line(question: Question, search: Callable[[Search], object], theirs: Searcher, size: Size) -> Line:
    ours = partial(search, Search(text=question.text, facets=FACETS))
    grouped = partial(grouped_by, theirs, as_query(question.text))
    ours(), grouped()  # both have read what they keep in memory
    mine: list[float] = []
    whooshs: list[float] = []
    for _ in range(size.rounds):
        whooshs.append(cpu_of(grouped)[0])
        mine.extend(cpu_of(ours)[0] for _ in range(_TIMES))
    ratio = statistics.median(whooshs) / statistics.median(mine)
    return Line(
        name=f"search, 5 facets, {theirs.doc_count():,} documents: {question.name}",
        measured=f"CPU {spread(mine)}",
        against=f"Whoosh groupedby {statistics.median(whooshs) * 1000:.0f} ms",
        ratio=f"{ratio:.0f} × faster",
        aim=f"p95 ≤ {question.aim:.0f} ms, ≥ {FASTER} × at 100,000",
        rounds=size.rounds,
        met=percentile(mine, 0.95) * 1000 <= question.aim,
    )


@contextmanager
def whoosh_searcher(folder: Path) -> Iterator[Searcher]:
    """Whoosh's own searcher over the files of our index."""
    home = Folder(folder)
    state = home.state()
    index = _Pinned(home.storage(state.folder), state.generation)
    with Searcher(index.reader(), weighting=scoring.BM25F(B=0, K1=1.2), fromindex=index) as searcher:
        yield searcher


def as_query(text: str, *, every: bool = True) -> query.Query:
    """What a person typed, as Whoosh's query of the same sort; of all words, or of any."""
    words = [term for _, term in terms(text)]
    if not words:
        return query.Every()
    if text.startswith('"'):
        return query.Phrase("text", words)
    asked = [query.Term("text", word) for word in words]
    return query.And(asked) if every else query.Or(asked)


def grouped_by(searcher: Searcher, asked: query.Query) -> int:
    """One search with Whoosh's own facets; how many it counted."""
    facets = {name: FieldFacet(name, allow_overlap=True) for name in FACETS}
    found = searcher.search(asked, limit=20, groupedby=facets)
    return sum(len(found.groups(name)) for name in FACETS)
