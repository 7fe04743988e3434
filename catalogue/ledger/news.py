"""News: datasets that must be shown anew though their description has not changed, since what is told beside it has.

They get no number of the sequence of changes; store and index follow the lines here with marks of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select

from catalogue.ledger.following import get_mark
from catalogue.ledger.schema import cluster_news


class Topic(StrEnum):
    """What is new of a dataset: its place among copies or its columns, which store and index tell, or its score or
    whether others have the same, which only the store does. Of a story, under its own name, that it is another now: no
    dataset's graph changes by it, but whoever follows the news looks again."""

    COPIES = "copies"
    SCORE = "score"
    COLUMNS = "columns"
    KIN = "kin"
    STORIES = "stories"


def tell_news(connection: Connection, identifiers: Iterable[str], topic: Topic) -> None:
    """Adds a line for each dataset."""
    lines = [{"entry_id": one, "topic": topic.value} for one in sorted(set(identifiers))]
    if lines:
        connection.execute(insert(cluster_news), lines)


def news_after(connection: Connection, n: int) -> list[tuple[int, str, Topic]]:
    """The lines after line `n`: their numbers, the datasets, and what is new of them."""
    columns = cluster_news.c
    wanted = select(columns.n, columns.entry_id, columns.topic).where(columns.n > n).order_by(columns.n)
    return [(row.n, row.entry_id, Topic(row.topic)) for row in connection.execute(wanted)]


def last_news(connection: Connection) -> int:
    """The number of the last line; 0 before the first."""
    return int(connection.scalar(select(func.max(cluster_news.c.n))) or 0)


def forget_news(connection: Connection, followers: Sequence[str]) -> None:
    """Drops the lines that all followers have read, but for the last."""
    read = min((get_mark(connection, name) for name in followers), default=0)
    connection.execute(delete(cluster_news).where(cluster_news.c.n < read))
