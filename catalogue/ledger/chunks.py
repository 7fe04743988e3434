"""Values in parts that fit into one question: databases bound how many may be bound to a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_SIZE = 400


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in their order, some hundreds at a time."""
    for first in range(0, len(values), _SIZE):
        yield values[first : first + _SIZE]
