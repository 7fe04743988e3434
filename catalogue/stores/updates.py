"""A batch as SPARQL 1.1 Update, in pieces of a bounded size that each leave whole graphs behind.

The state of the store is a graph of ours beside the others: which generation it is, the last change in it, and at
which places graphs of ours may be, since a server may hold others too. Each piece names a new generation; only the
last one moves the mark. So a batch that ends in the middle is done again by whoever catches up, and a small batch,
which is one piece, is one transaction where the server has any.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Set
from tempfile import SpooledTemporaryFile

import pyoxigraph as ox

from catalogue.stores.engine import graph_name, read_put
from catalogue.stores.protocol import GraphPut
from catalogue.writing import literal

STATE = "urn:stook:store"
GENERATION, MARK, PLACE = (f"urn:stook:ns#{name}" for name in ("generation", "mark", "place"))
PIECE_BYTES = 16 * 1024**2
_IN_MEMORY = 64 * 1024**2


class Batch:
    """What a batch changes, all read and found good before any of it is sent; kept on disk where it is large."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 # closed by `close`
        self._lengths: list[int] = []
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
        self._add(f"CLEAR SILENT GRAPH {name} ;\nDROP SILENT GRAPH {name} ;\n".encode())

    def places(self) -> set[str]:
        """Where the graphs are that it puts."""
        return {place_of(graph) for graph in self.graphs}

    def pieces(self) -> Iterator[bytes]:
        """Updates, still without the state; none for an empty batch."""
        self._file.seek(0)
        piece = io.BytesIO()
        for length in self._lengths:
            if piece.tell() and piece.tell() + length > PIECE_BYTES:
                yield piece.getvalue()
                piece = io.BytesIO()
            piece.write(self._file.read(length))
        if piece.tell():
            yield piece.getvalue()

    def close(self) -> None:
        """Forget it."""
        self._file.close()

    def _add(self, update: bytes) -> None:
        self._file.write(update)
        self._lengths.append(len(update))


def place_of(graph: str) -> str:
    """What the names of a catalogue's graphs have in common: an address up to its host, a URN's first two parts."""
    end = "/" if "://" in graph else ":"
    return end.join(graph.split(end, 3)[: 3 if end == "/" else 2])


def state_update(*, generation: str, mark: int, places: Set[str]) -> bytes:
    """The state as it is to be from here."""
    more = "".join(f" ; <{PLACE}> {literal(place)}" for place in sorted(places))
    state = f'<{STATE}> <{GENERATION}> "{generation}" ; <{MARK}> {mark}{more} .'
    return f"CLEAR SILENT GRAPH <{STATE}> ;\nINSERT DATA {{ GRAPH <{STATE}> {{ {state} }} }}".encode()


def _put(put: GraphPut) -> bytes:
    """One graph anew. Blank nodes were renamed, since no two operations of a request may share a label."""
    name, quads = graph_name(put.graph), read_put(put)
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    # As DATA, Virtuoso takes no blank nodes; inserted where nothing is asked for, they are made once all the same.
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    data, where = ("", " WHERE {}") if blank else (" DATA", "")
    return f"CLEAR SILENT GRAPH {name} ;\nINSERT{data} {{ GRAPH {name} {{\n{lines}}} }}{where} ;\n".encode()
