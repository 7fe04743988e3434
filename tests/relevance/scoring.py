"""How well a ranked list answers: nDCG, recall, reciprocal rank, success.

nDCG follows Järvelin and Kekäläinen (2002) in the form of Burges et al. (2005), as TREC's web tracks use it: a
dataset of grade g at place p (from 1) gains (2^g − 1) / log2(p + 1), and the sum over the first k is divided by that of
the best order there could be. What nobody judged counts as not relevant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Grades = Mapping[str, int]
"""What was judged for one query: dataset → grade, above 0 where it is relevant."""


def ndcg(ranked: Sequence[str], grades: Grades, k: int = 10) -> float:
    """The gain of the first `k` as a share of the best there could be; 0.0 where nothing is relevant."""
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain(grades.get(one, 0) for one in ranked[:k]) / best if best else 0.0


def recall(ranked: Sequence[str], grades: Grades, k: int = 20) -> float:
    """The share of all that is relevant that stands among the first `k`."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades) -> float:
    """1 / place of the first that is relevant; 0.0 where none is listed."""
    places = (place for place, one in enumerate(ranked, start=1) if grades.get(one, 0) > 0)
    return 1 / next(places, math.inf)


def success(ranked: Sequence[str], grades: Grades, k: int = 10) -> float:
    """1.0 where anything relevant stands among the first `k`, else 0.0."""
    return float(any(grades.get(one, 0) > 0 for one in ranked[:k]))


def mean(values: Iterable[float]) -> float:
    """The mean; 0.0 of nothing."""
    held = list(values)
    return sum(held) / len(held) if held else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
