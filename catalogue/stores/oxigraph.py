"""The embedded store: `oxigraph:PATH`, an Oxigraph database with one writer and killable readers.

The writer applies a batch to a copy of its own, publishes that as an immutable generation, and turns
`current`. Queries run in worker processes on the current generation. The README beside says why nothing
simpler is safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from catalogue.errors import SettingsError, StoreError, StoreUnavailable
from catalogue.stores.engine import graph_name, read_put
from catalogue.stores.frames import Ask
from catalogue.stores.generations import NEVER, Folder, WriterLock
from catalogue.stores.pool import Pool
from catalogue.stores.protocol import WORKERS, Answer, GraphPut, Query
from catalogue.stores.scan import Scan, scan_query
from catalogue.stores.server import Secret

WORKER_MEMORY = 2 * 1024**3  # bytes of address space each; a tenth of it is in use when nothing is asked
QUERIES_EACH = 1000
_TRIES = 5
_BATCH = 2000  # graphs read into memory at a time
# How many graphs make a bulk load quicker: it costs 0.1 s at the start, and a third for each graph.
_BULK = 50


def open_store(location: str, *, writable: bool, secret: Secret, workers: int) -> OxigraphStore:  # noqa: ARG001 # all open alike
    """Open the store in a folder, which is made if it is to be written and is not there yet."""
    if not location:
        raise SettingsError("store 'oxigraph:': expected a folder, as in 'oxigraph:var/store'")
    return OxigraphStore(Path(location).absolute(), writable=writable, workers=workers)


class OxigraphStore:
    """A folder of generations, its writer (if it may write) and its pool of readers."""

    def __init__(
        self,
        path: Path,
        *,
        writable: bool,
        workers: int = WORKERS,
        memory: int = WORKER_MEMORY,
        queries_each: int = QUERIES_EACH,
    ) -> None:
        self._folder = Folder(path)
        self._pool = Pool(size=workers, memory=memory, queries_each=queries_each)
        self._writer: _Writer | None = _Writer(self._folder) if writable else None

    def query(self, query: Query) -> Answer:
        """Scan here, run in a worker."""
        return self.query_scanned(query, scan_query(query.text))

    def query_scanned(self, query: Query, scan: Scan) -> Answer:
        """Run what was scanned already."""
        for _ in range(_TRIES):
            data = self._folder.data(self._folder.generation())
            answer = self._pool.ask(Ask(data=str(data) if data else None, query=query, scan=scan))
            if answer is not None:
                return answer
        raise StoreUnavailable(f"store {self._folder.root}: it changes too fast to be read; try again later")

    def mark(self) -> int:
        """The last change that the current generation holds."""
        return self._folder.mark()

    def generation(self) -> str:
        """The current generation's name: a number, and a few digits of chance."""
        return self._folder.generation()

    def apply(self, *, puts: Iterable[GraphPut], drops: Iterable[str], mark: int) -> None:
        """Publish one generation for the whole batch, or only move the mark if the batch is empty."""
        self._writing().apply(puts, drops, mark)

    def rebuild(self, puts: Iterable[GraphPut], *, mark: int) -> None:
        """Bulk-load a new database and publish it."""
        self._writing().rebuild(puts, mark)

    def workers(self) -> tuple[int, ...]:
        """The process ids of the workers that run now."""
        return self._pool.processes()

    def close(self) -> None:
        """End the workers and let another process write."""
        self._pool.close()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _writing(self) -> _Writer:
        if self._writer is None:
            raise StoreError(f"store {self._folder.root}: was opened for reading only, or is closed")
        return self._writer


class _Writer:
    """The one that changes the database.

    Its copy begins as the current generation, at opening and after a failure: nothing half done is ever
    published.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._lock = WriterLock(folder.root)
        self._data: ox.Store | None = None
        folder.clean()

    def apply(self, puts: Iterable[GraphPut], drops: Iterable[str], mark: int) -> None:
        with self._or_forget():
            changed = self._change(puts, drops)
            if changed or self._folder.generation() == NEVER:
                self._folder.publish(self._copy().backup, mark=mark)
            else:
                self._folder.set_mark(mark)

    def rebuild(self, puts: Iterable[GraphPut], mark: int) -> None:
        self.forget()
        with self._or_forget():
            data = self._data = ox.Store(self._folder.new_writer())
            data.bulk_extend(chain.from_iterable(map(read_put, puts)))
            self._folder.publish(data.backup, mark=mark)

    def forget(self) -> None:
        """Throw the copy away."""
        self._data = None
        self._folder.clean()

    def close(self) -> None:
        self.forget()
        self._lock.release()

    def _change(self, puts: Iterable[GraphPut], drops: Iterable[str]) -> bool:
        data, changed = self._copy(), False
        for graph in drops:
            data.remove_graph(graph_name(graph))
            changed = True
        waiting = iter(puts)
        while batch := {put.graph: put for put in islice(waiting, _BATCH)}:
            _replace(data, batch)
            changed = True
        return changed

    def _copy(self) -> ox.Store:
        if self._data is None:
            place = self._folder.new_writer()
            current = self._folder.data(self._folder.generation())
            if current is not None:
                ox.Store.read_only(str(current)).backup(place)
            self._data = ox.Store(place)
        return self._data

    @contextmanager
    def _or_forget(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.forget()
            raise StoreUnavailable(f"store {self._folder.root}: cannot be written now: {error}") from error
        except BaseException:
            self.forget()
            raise


def _replace(data: ox.Store, puts: Mapping[str, GraphPut]) -> None:
    """Give each graph its new content, all read before anything changes.

    A load that breaks off leaves a part behind, which is right for this copy alone: it is thrown away then.
    """
    quads = [read_put(put) for put in puts.values()]
    for graph in puts:
        data.remove_graph(graph_name(graph))
    load = data.bulk_extend if len(puts) >= _BULK else data.extend
    load(chain.from_iterable(quads))
