"""How fresh the data of each document is on a day: a column that no index can hold, since it changes by waiting."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from catalogue.indexes.columns import Column
from catalogue.indexes.protocol import FRESHNESS
from catalogue.indexes.schema import date_key

_DAYS = (30, 365, 3 * 365 + 1)

LIFT = np.array([1.01, 1.005, 1.002, 1.0], dtype=np.float32)
"""For each value of FRESHNESS: enough to tell near-ties, and never to bury the right answer."""


def freshness_column(modified: NDArray[np.int64], today: str) -> Column:
    """The value of FRESHNESS of each document that states a date; `modified` and `today` as in a Search."""
    limits = _limits(today)
    docs = np.flatnonzero(modified)
    codes = len(limits) - np.searchsorted(limits, modified[docs], side="right")
    return Column(
        values=FRESHNESS, docs=docs.astype(np.int32), codes=codes.astype(np.int32), size=len(modified)
    )


def fresh_lift(column: Column) -> NDArray[np.float32]:
    """What the score of each document is multiplied by for its freshness."""
    lift = np.ones(column.size, dtype=np.float32)
    lift[column.docs] = LIFT[column.codes]
    return lift


def _limits(today: str) -> NDArray[np.int64]:
    """The earliest date of each value but the last, ascending; far in the future when no day is given."""
    if not today:
        return np.full(len(_DAYS), np.iinfo(np.int64).max)
    day = date.fromisoformat(today[:10])
    starts = sorted((day - timedelta(days=each)).isoformat() for each in _DAYS)
    return np.array([date_key(start) for start in starts], dtype=np.int64)
