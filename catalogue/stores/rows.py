"""Counts the rows of a table that is already written: by a glance where that is enough, else by reading it again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import islice

import pyoxigraph as ox

from catalogue.stores.protocol import Answer

# What stands between two rows, at least once; a text may hold it too, so more of them than rows prove nothing.
_BETWEEN: Mapping[str, bytes] = {
    "application/sparql-results+json": b"},{",
    "application/sparql-results+xml": b"<result>",
    "text/csv": b"\n",
    "text/tab-separated-values": b"\n",
}


def has_more_rows(answer: Answer, most: int) -> bool:
    """Whether the table has more than `most` rows."""
    if answer.body.count(_BETWEEN[answer.media_type]) < most:
        return False
    rows: Iterable[object] = _rows(answer)
    return next(islice(rows, most, None), None) is not None


def _rows(answer: Answer) -> Iterable[object]:
    if answer.media_type == "text/csv":
        csv.field_size_limit(len(answer.body) + 1)  # one cell may be a long description
        lines = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        return islice(lines, 1, None)
    read = ox.parse_query_results(answer.body, ox.QueryResultsFormat.from_media_type(answer.media_type))
    return read if isinstance(read, ox.QuerySolutions) else ()
