"""What titles are about, as topics of the vocabulary, to tell what others publish and one does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from catalogue.questions.runs import named, read_tokens
from catalogue.questions.topics import topics_of
from vocab import Vocabulary

_KEPT = 200_000


def subject_reader(vocabulary: Vocabulary) -> Callable[[str], frozenset[str]]:
    """A function that tells the codes of the topics of a title, and remembers what it told.

    A topic within the name of another is not meant: "cycle parking" is no parking.
    """
    names = topics_of(vocabulary).names

    @lru_cache(maxsize=_KEPT)
    def read(title: str) -> frozenset[str]:
        runs = sorted(named(read_tokens(title), names), key=lambda run: (run[0] - run[1], run[0]))
        taken: set[int] = set()
        found: set[str] = set()
        for first, last, topic in runs:
            places = set(range(first, last))
            if taken.isdisjoint(places):
                taken |= places
                found.add(topic.code)
        return frozenset(found)

    return read
