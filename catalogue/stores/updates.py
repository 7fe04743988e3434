"""A batch as SPARQL 1.1 Update, in pieces of a bounded size that each leave whole graphs behind.

The state of the store is a graph of ours beside the others: which generation it is, and the last change in it. Each
piece names a new generation; only the last one moves the mark. So a batch that ends in the middle is done again by
whoever catches up, and a small batch, which is one piece, is one transaction where the server has any.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from catalogue.stores.engine import graph_name, read_put
from catalogue.stores.protocol import GraphPut

STATE = "urn:stook:store"
GENERATION, MARK = "urn:stook:ns#generation", "urn:stook:ns#mark"
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


def state_update(*, generation: str, mark: int) -> bytes:
    """The state as it is to be from here."""
    state = f'<{STATE}> <{GENERATION}> "{generation}" ; <{MARK}> {mark} .'
    return f"CLEAR SILENT GRAPH <{STATE}> ;\nINSERT DATA {{ GRAPH <{STATE}> {{ {state} }} }}".encode()


def _put(put: GraphPut) -> bytes:
    """One graph anew. Blank nodes were renamed, since no two operations of a request may share a label."""
    name = graph_name(put.graph)
    lines = "".join(f"{quad.triple} .\n" for quad in read_put(put))
    return f"CLEAR SILENT GRAPH {name} ;\nINSERT DATA {{ GRAPH {name} {{\n{lines}}} }} ;\n".encode()
