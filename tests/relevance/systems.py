"""The systems that are compared: each is given a collection's datasets, then texts, and lists datasets, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from lucene import Field, added, best
from words import stemmed

from catalogue.indexes.protocol import Document, Search, open_index
from catalogue.questions.understanding import understand
from vocab import Vocabulary

TODAY = "2026-11-28"
"""The day on which every question is asked, so that the same question finds the same for ever."""

Answer = Callable[[str, int], list[str]]
"""A text and how many datasets are wanted → their names."""


@contextmanager
def ours(documents: Sequence[Document], vocabulary: Vocabulary) -> Iterator[Answer]:
    """The road of a search on the site: what was meant, then the index."""
    index = open_index("memory:")
    index.rebuild(documents, mark=1)

    def answer(text: str, limit: int) -> list[str]:
        question = understand(text, vocabulary, today=TODAY)
        search = Search(
            text=text, meanings=question.meanings(), silent=question.silent, today=TODAY, limit=limit
        )
        return [hit.id for hit in index.search(search).hits]

    try:
        yield answer
    finally:
        index.close()


def plain(documents: Sequence[Document], language: str) -> Answer:
    """BM25 over one text, the title in it three times: what anybody gets without thinking."""
    field = Field((_whole(one) for one in documents), stemmed(language))
    names = [one.id for one in documents]

    def answer(text: str, limit: int) -> list[str]:
        return best(added(map(field.scores, dict.fromkeys(field.analyse(text)))), names, limit)

    return answer


def _whole(document: Document) -> str:
    parts = (*[document.title] * 3, document.description, document.publisher_label, *document.keywords)
    return "\n".join(parts)
