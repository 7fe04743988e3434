"""Asks one opened Oxigraph store one question, and says what went wrong in the catalogue's own errors."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TypeVar

import pyoxigraph as ox

from catalogue.errors import AnswerTooLarge, QueryInvalid, QueryRefused, StoreError
from catalogue.stores.media import BY_FORM, is_offered
from catalogue.stores.protocol import Answer, GraphPut, Query, QueryForm
from catalogue.stores.rows import has_more_rows
from catalogue.stores.scan import Scan

T = TypeVar("T")

_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_UNBOUND = re.compile(r"does not contains? variable (\?\w+)")
_HINTS = ("Prefix not found", "IRI parsing failed", "unbound", "overrides", "Already used", "escape sequence")


Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Callable[[io.BytesIO, str], object]
"""What was found, not yet written; a function writes what comes from elsewhere in a media type."""


def evaluate(store: ox.Store, query: Query, scan: Scan) -> Answer:
    """Run the query to its end; nothing stops it from here but `max_bytes` of answer.

    Raises QueryInvalid, QueryRefused or AnswerTooLarge. Only what `scan_query` let through may come here.
    """
    _check_offered(query, scan)
    return _in_our_words(lambda: answer_of(_ask(store, query, scan), query, scan.form))


def read_query(query: Query, scan: Scan) -> None:
    """Read the query as `evaluate` would, errors included, without an answer."""
    _check_offered(query, scan)
    _in_our_words(lambda: _ask(ox.Store(), query, scan))


def answer_of(found: Found, query: Query, form: QueryForm) -> Answer:
    """What was found, written to its end; AnswerTooLarge where that is more than the query allows."""
    answer = Answer(form=form, media_type=query.media_type, body=_serialise(found, query))
    if form is QueryForm.SELECT and query.max_rows and has_more_rows(answer, query.max_rows):
        raise AnswerTooLarge(f"the answer has more than {query.max_rows:,} rows; ask for less, or use LIMIT")
    return answer


def _check_offered(query: Query, scan: Scan) -> None:
    if not is_offered(scan.form, query.media_type):
        offered = ", ".join(media.media_type for media in BY_FORM[scan.form])
        raise QueryRefused(f"{scan.form.value} cannot answer as {query.media_type!r}, only as {offered}")


def _in_our_words(work: Callable[[], T]) -> T:
    try:
        return work()
    except SyntaxError as error:
        raise _invalid(str(error)) from error
    except (RuntimeError, ValueError) as error:
        raise QueryRefused(_plain(str(error))) from error
    except MemoryError as error:
        raise QueryRefused("the query needs more memory than one query may use") from error


def read_put(put: GraphPut) -> list[ox.Quad]:
    """The quads of a put, blank nodes renamed so that no two puts share one; StoreError if one is amiss."""
    graph = graph_name(put.graph)
    try:
        quads = list(ox.parse(put.quads, ox.RdfFormat.N_QUADS, rename_blank_nodes=True))
    except SyntaxError as error:
        raise StoreError(f"graph {put.graph}: not N-Quads: {error}") from error
    stray = next((quad for quad in quads if quad.graph_name != graph), None)
    if stray is not None:
        raise StoreError(f"graph {put.graph}: holds a quad of {stray.graph_name}; a put fills one graph only")
    return quads


def graph_name(iri: str) -> ox.NamedNode:
    """The name of a graph to be written; StoreError if it is no absolute IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"graph {iri}: not an absolute IRI: {error}") from error


def _ask(store: ox.Store, query: Query, scan: Scan) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    named = bool(query.default_graphs or query.named_graphs)
    # The engine's union overrides FROM, so it is asked for only when nothing else names a dataset. Where the
    # protocol names one, both lists are given: a list left out would mean "all", not "none".
    return store.query(
        query.text,
        base_iri=query.base or None,
        use_default_graph_as_union=not named and not scan.names_dataset,
        default_graph=[_graph(iri) for iri in query.default_graphs] if named else None,
        named_graphs=[_graph(iri) for iri in query.named_graphs] if named else None,
        substitutions={ox.Variable(name): _term(name, text) for name, text in query.bindings.items()} or None,
    )


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryRefused(f"the graph {iri[:80]!r} is not an absolute IRI") from error


def _term(name: str, text: str) -> ox.NamedNode | ox.Literal:
    """Read one N-Triples term by parsing a line round it: anything but one term makes no, or more, lines."""
    line = f"<urn:s> <urn:p> {text} ."
    try:
        objects = [quad.object for quad in ox.parse(line, ox.RdfFormat.N_TRIPLES)]
    except SyntaxError:
        objects = []
    if len(objects) == 1 and isinstance(objects[0], ox.NamedNode | ox.Literal):
        return objects[0]
    raise QueryRefused(f"the value bound to ?{name} is not an IRI or literal in N-Triples: {text[:80]!r}")


class _Bounded(io.BytesIO):
    """Keeps what is written up to a limit; raising is what makes the engine stop evaluating."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # the engine gives bytes only
        self._left -= len(data)
        if self._left < 0:
            raise OverflowError
        return super().write(data)


def _serialise(found: Found, query: Query) -> bytes:
    output = _Bounded(query.max_bytes)
    try:
        if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
            found.serialize(output, ox.QueryResultsFormat.from_media_type(query.media_type))
        elif isinstance(found, ox.QueryTriples):
            found.serialize(output, ox.RdfFormat.from_media_type(query.media_type))
        else:
            found(output, query.media_type)
    except OverflowError as error:
        limit = f"{query.max_bytes:,} bytes"
        raise AnswerTooLarge(f"the answer is larger than {limit}; ask for less, or use LIMIT") from error
    return output.getvalue()


def _invalid(message: str) -> QueryInvalid:
    found = _PLACE.match(message)
    if found is None:
        return QueryInvalid(f"the query cannot be read: {message}")
    line, column, expected = int(found[1]), int(found[2]), found[3]
    # The engine lists every terminal that might follow; only a reason of its own tells a person anything.
    hint = next((part for part in expected.split(", ") if any(hint in part for hint in _HINTS)), "")
    reason = hint.removeprefix("expected ").removeprefix("one of ") or "the query cannot be read on from here"
    return QueryInvalid(f"line {line}, column {column}: {reason}", line, column)


def _plain(message: str) -> str:
    unbound = _UNBOUND.search(message)
    if unbound:
        return f"{unbound[1]} is bound from outside, but the query does not select it"
    return f"the query cannot be run: {message}"
