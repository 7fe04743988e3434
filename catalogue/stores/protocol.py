"""What a store of the catalogue's graphs does, in the catalogue's words.

A store is a projection of the ledger: one named graph for each dataset and each
vocabulary, replaced whole, and read by SPARQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

LIMIT_SECONDS = 10.0
WORKERS = 4  # queries at once, each in a process
LIMIT_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPut:
    """The whole new content of one named graph: `quads` are N-Quads lines, each of them in `graph`."""

    graph: str
    quads: bytes


class QueryForm(Enum):
    """The four forms of a SPARQL 1.1 query (section 16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question, with what it may cost.

    `media_type` is one of `catalogue.stores.media`. `default_graphs` and `named_graphs` are the protocol's
    dataset (SPARQL 1.1 Protocol, 2.1.4) and override FROM; where nothing names a dataset, the default graph
    is the union of all named graphs. `bindings` gives variables (without `?`) a term in N-Triples; a SELECT
    must project them. `seconds` counts from when a worker begins, and is also how long a free one is waited
    for. An answer of more than `max_rows` rows is refused; 0 is any number. Relative IRIs in the text are read against
    `base`; without one they are errors.
    """

    text: str
    media_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: Mapping[str, str] = field(default_factory=dict)
    seconds: float = LIMIT_SECONDS
    max_bytes: int = LIMIT_BYTES
    max_rows: int = 0
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer: `body` is serialised in `media_type`, and never cut."""

    form: QueryForm
    media_type: str
    body: bytes


class StoreReader(Protocol):
    """The reading side, all that the web needs; every method may be called from several threads."""

    def query(self, query: Query) -> Answer:
        """A whole answer; else QueryRefused, QueryInvalid, QueryTimeout, AnswerTooLarge, StoreUnavailable."""
        ...

    def mark(self) -> int:
        """The number of the last change that readers can see; 0 for a new store."""
        ...

    def generation(self) -> str:
        """A short name, fit for an ETag, that changes whenever the content does."""
        ...

    def close(self) -> None:
        """Give back locks and processes; closing twice is harmless."""
        ...


class Store(StoreReader, Protocol):
    """The writing side as well: what the projection needs, one caller at a time."""

    def apply(self, *, puts: Iterable[GraphPut], drops: Iterable[str], mark: int) -> None:
        """Drop, then put, then stand at `mark`: readers see the whole batch or nothing of it.

        Raises StoreError if a put is not N-Quads in its own graph; the store then stays as it was.
        """
        ...

    def rebuild(self, puts: Iterable[GraphPut], *, mark: int) -> None:
        """Begin again from `puts` alone, each graph once; the old content serves until all is there."""
        ...
