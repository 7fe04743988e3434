"""BM25 over fields as Lucene scores them, plainly: what the incumbents' searches are made of.

Lucene 8 and later: idf = ln(1 + (N − n + 0.5) / (n + 0.5)), N being the documents that have the field, and a term's
score boost × idf × tf / (tf + k1 × (1 − b + b × length / average length)), k1 = 1.2, b = 0.75
(https://lucene.apache.org/core/9_0_0/core/org/apache/lucene/search/similarities/BM25Similarity.html). Lucene keeps
lengths in one byte; here they are exact.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

K1, B = 1.2, 0.75

Analyse = Callable[[str], list[str]]
Scores = dict[int, float]
"""Place of the document → score; only those that match."""


class Field:
    """One field of all documents, its words counted."""

    def __init__(self, texts: Iterable[str], analyse: Analyse) -> None:
        self.analyse = analyse
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for place, text in enumerate(texts):
            terms = analyse(text)
            lengths.append(len(terms))
            for term, times in Counter(terms).items():
                self._postings[term].append((place, times))
        self._lengths = lengths
        self._having = sum(1 for length in lengths if length)
        self._average = sum(lengths) / max(1, self._having)

    def scores(self, term: str, boost: float = 1.0) -> Scores:
        """The score of one term in every document that has it."""
        postings = self._postings.get(term, [])
        rarity = math.log(1 + (self._having - len(postings) + 0.5) / (len(postings) + 0.5))
        return {
            place: boost * rarity * times / (times + K1 * (1 - B + B * self._lengths[place] / self._average))
            for place, times in postings
        }


def added(scores: Iterable[Mapping[int, float]]) -> Scores:
    """The sum of several scores: any of them will do (OR)."""
    whole: Scores = defaultdict(float)
    for one in scores:
        for place, score in one.items():
            whole[place] += score
    return dict(whole)


def best(scores: Mapping[int, float], names: Sequence[str], limit: int) -> list[str]:
    """The names of the best, those of equal score in the order in which they were indexed, as Lucene does."""
    ranked = sorted(scores, key=lambda place: (-scores[place], place))
    return [names[place] for place in ranked[:limit]]
