"""A batch as SPARQL 1.1 Update, in pieces of a bounded size that each leave whole graphs behind.

The state of the store is a graph of ours beside the others: which generation it is, the last change in it, and at
which places graphs of ours may be, since a server may hold others too. Each piece names a new generation; only the
last one moves the mark. So a batch that ends in the middle is done again by whoever catches up, and a small batch,
which is one piece, is one transaction where the server has any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from tempfile import SpooledTemporaryFile
from typing import IO

import pyoxigraph as ox

from catalogue.stores.engine import graph_name, read_put
from catalogue.stores.protocol import GraphPut
from catalogue.writing import literal

STATE = "urn:stook:store"
GENERATION, MARK, PLACE = (f"urn:stook:ns#{name}" for name in ("generation", "mark", "place"))
PIECE_BYTES = 16 * 1024**2
_TRIPLES = 1000  # in one operation; Virtuoso takes some thousands
_IN_MEMORY = 64 * 1024**2


class Piece:
    """The operations of one request, still without the state; they are read when they are needed."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self._start = start
        self.lengths: list[int] = []

    def operations(self) -> list[bytes]:
        """In their order."""
        self._file.seek(self._start)
        return [self._file.read(length) for length in self.lengths]


class Batch:
    """What a batch changes, all read and found good before any of it is sent; kept on disk where it is large."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 # closed by `close`
        self._lengths: list[list[int]] = []  # of each graph's operations
        self.graphs: set[str] = set()

    def read(self, puts: Iterable[GraphPut], drops: Iterable[str]) -> None:
        """StoreError names the graph that is amiss."""
        for graph in drops:
            self.drop(graph)
        for put in puts:
            self._add(_put(put))
            self.graphs.add(put.graph)

    def drop(self, graph: str) -> None:
        """One graph more goes."""
        # CLEAR as well: not every server drops a graph that nobody has created.
        name = graph_name(graph)
        self._add([f"CLEAR SILENT GRAPH {name}", f"DROP SILENT GRAPH {name}"])

    def places(self) -> set[str]:
        """Where the graphs are that it puts."""
        return {place_of(graph) for graph in self.graphs}

    def pieces(self) -> list[Piece]:
        """Whole graphs together as long as they are small enough; none for an empty batch."""
        pieces, room, start = list[Piece](), 0, 0
        for lengths in self._lengths:
            if room < sum(lengths):
                pieces.append(Piece(self._file, start))
                room = PIECE_BYTES
            pieces[-1].lengths += lengths
            room -= sum(lengths)
            start += sum(lengths)
        return pieces

    def close(self) -> None:
        """Forget it."""
        self._file.close()

    def _add(self, operations: Iterable[str]) -> None:
        encoded = [operation.encode() for operation in operations]
        self._file.writelines(encoded)
        self._lengths.append([len(operation) for operation in encoded])


def place_of(graph: str) -> str:
    """What the names of a catalogue's graphs have in common: an address up to its host, a URN's first two parts."""
    end = "/" if "://" in graph else ":"
    return end.join(graph.split(end, 3)[: 3 if end == "/" else 2])


def request_of(operations: Iterable[bytes]) -> bytes:
    """Operations as one update."""
    return b" ;\n".join(operations)


def state_operations(*, generation: str, mark: int, places: Set[str]) -> list[bytes]:
    """The state as it is to be from here."""
    more = "".join(f" ; <{PLACE}> {literal(place)}" for place in sorted(places))
    state = f'<{STATE}> <{GENERATION}> "{generation}" ; <{MARK}> {mark}{more} .'
    return [
        f"CLEAR SILENT GRAPH <{STATE}>".encode(),
        f"INSERT DATA {{ GRAPH <{STATE}> {{ {state} }} }}".encode(),
    ]


def _put(put: GraphPut) -> Iterator[str]:
    """One graph anew. Blank nodes were renamed, since no two operations of a request may share a label."""
    name, quads = graph_name(put.graph), read_put(put)
    yield f"CLEAR SILENT GRAPH {name}"
    # As DATA, Virtuoso takes no blank nodes; inserted where nothing is asked for, they are made once all the same.
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    before, after = ("INSERT", " WHERE {}") if blank else ("INSERT DATA", "")
    most = max(1, len(quads)) if blank else _TRIPLES
    for start in range(0, len(quads), most):
        lines = "".join(f"{quad.triple} .\n" for quad in quads[start : start + most])
        yield f"{before} {{ GRAPH {name} {{\n{lines}}} }}{after}"
