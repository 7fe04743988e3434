"""The systems that are compared: each is given a collection's datasets, then texts, and lists datasets, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from collection import Collection, Run
from incumbents import ckan, data_gov_uk
from lucene import Field, added, best
from words import stemmed

from catalogue.indexes.protocol import Document, Index, Results, open_index
from vocab import Vocabulary
from web.finding import is_better
from web.reading import Asked, read_text

TODAY = "2026-11-28"
"""The day on which every question is asked, so that the same question finds the same for ever."""

OURS = "ours"
DATA_GOV_UK = "data.gov.uk's form"
CKAN = "CKAN's form"
PLAIN = "BM25, title × 3"

Answer = Callable[[str, int], list[str]]
"""A text and how many datasets are wanted → their names."""


@contextmanager
def systems(collection: Collection, vocabulary: Vocabulary) -> Iterator[Mapping[str, Answer]]:
    """Every system over a collection's datasets, by name."""
    documents, language = collection.documents, collection.language
    with ours(documents, vocabulary) as answer:
        yield {
            OURS: answer,
            DATA_GOV_UK: data_gov_uk(documents, language),
            CKAN: ckan(documents, language),
            PLAIN: plain(documents, language),
        }


@contextmanager
def ours(documents: Sequence[Document], vocabulary: Vocabulary) -> Iterator[Answer]:
    """The road of a search on the site: what was meant, the index, and another spelling where that is better."""
    index = open_index("memory:")
    try:
        index.rebuild(documents, mark=1)
        yield lambda text, limit: [hit.id for hit in _found(text, limit, index, vocabulary).hits]
    finally:
        index.close()


def _found(text: str, limit: int, index: Index, vocabulary: Vocabulary) -> Results:
    asked = Asked(text=read_text(text), limit=limit)
    found = _asked(asked, index, vocabulary)
    if not found.suggestion:
        return found
    respelt = _asked(replace(asked, text=found.suggestion), index, vocabulary)
    return respelt if is_better(respelt, found) else found


def _asked(asked: Asked, index: Index, vocabulary: Vocabulary) -> Results:
    question = asked.understood(vocabulary, today=TODAY)
    return index.search(asked.search(question, today=TODAY, facets=()))


def plain(documents: Sequence[Document], language: str) -> Answer:
    """BM25 over one text, the title in it three times: what anybody gets without thinking."""
    field = Field((_whole(one) for one in documents), stemmed(language))
    names = [one.id for one in documents]

    def answer(text: str, limit: int) -> list[str]:
        return best(added(map(field.scores, dict.fromkeys(field.analyse(text)))), names, limit)

    return answer


def replay(collection: Collection, run: Run) -> Answer:
    """A recorded run as a system."""
    found = {query.text: run[query.id] for query in collection.queries if query.id in run}
    return lambda text, limit: list(found[text][:limit])


def _whole(document: Document) -> str:
    parts = (*[document.title] * 3, document.description, document.publisher_label, *document.keywords)
    return "\n".join(parts)
