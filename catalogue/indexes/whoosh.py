"""The index on Whoosh: it keeps the words on disk and writes them, numpy reads, ranks and counts."""

from __future__ import annotations

import struct
import threading
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from pickle import UnpicklingError
from typing import TypeVar

from whoosh.index import IndexError as WhooshError

from catalogue.errors import IndexUnavailable, SettingsError
from catalogue.indexes.answering import answer
from catalogue.indexes.building import build, processors
from catalogue.indexes.folders import Folder, Home, Memory, State, new_folder
from catalogue.indexes.generation import Generation, open_generation
from catalogue.indexes.protocol import Document, Results, Search
from catalogue.indexes.schema import FORM, READABLE
from catalogue.indexes.writing import mend, write_batch

T = TypeVar("T")

_ATTEMPTS = 5  # to open a generation that writers may replace meanwhile

_UNREADABLE = (OSError, NameError, WhooshError, ValueError, EOFError, UnpicklingError, struct.error)
"""What Whoosh raises when a file it opens is not there (NameError: in memory) or not whole."""


def open_url(scheme: str, path: str) -> WhooshIndex:
    """The index of "whoosh:PATH", or a new one of "memory:"."""
    if scheme == "memory":
        return WhooshIndex(Memory())
    if not path:
        raise SettingsError("index 'whoosh:': a path was expected after the colon")
    return WhooshIndex(Folder(Path(path)), processes=processors())


class WhooshIndex:
    """An `Index` in a folder or in memory.

    One search at a time: searching is computing, which Python does one at a time in any case, and so
    readers can be exchanged between two searches without counting who still uses them. Writing does not
    hold up searching.
    """

    def __init__(self, home: Home, *, processes: int = 1) -> None:
        self._home = home
        self._processes = processes
        self._reading = threading.Lock()
        self._token: Hashable = object()
        self._generation: Generation | None = None

    def apply(self, *, documents: Iterable[Document], gone: Iterable[str], mark: int) -> None:
        """See `Index.apply`. With nothing to change no segment is written; a new mark is remembered, and what
        segments lack of sidecars is made."""
        added, dropped = _peeked(documents), _peeked(gone)
        with self._writing():
            before = self._usable_state()
            if added or dropped:
                write_batch(
                    self._home, before, before.next(mark), documents=chain(*added), gone=chain(*dropped)
                )
            elif mark != before.mark:
                mend(self._home, before)
                self._home.commit(before.marked(mark))

    def mark(self) -> int:
        """See `Index.mark`."""
        return self._usable_state(READABLE).mark

    def is_outdated(self) -> bool:
        """See `Index.is_outdated`."""
        return self._home.state().form != FORM

    def rebuild(self, documents: Iterable[Document], *, mark: int) -> None:
        """See `Index.rebuild`. Whatever state the old index is in, this works."""
        with self._writing():
            after = State(folder=new_folder(), generation=1, mark=mark)
            build(self._home, self._any_state(), after, documents, processes=self._processes)

    def search(self, search: Search) -> Results:
        """See `Index.search`."""
        with self._reading:
            return answer(search, self._current())

    def generation(self) -> str:
        """See `Index.generation`."""
        with self._reading:
            return self._current().state.name()

    def close(self) -> None:
        """See `Index.close`."""
        with self._reading:
            if self._generation:
                self._generation.close()
            self._generation, self._token = None, object()

    def _current(self) -> Generation:
        """The newest generation, opened when it is not yet."""
        token = self._home.token()
        if self._generation is None or token != self._token:
            before, now = self._generation, self._open()
            if before:
                before.close(keep=frozenset(now.segments))
            self._generation, self._token = now, token
        return self._generation

    def _open(self) -> Generation:
        for attempt in range(_ATTEMPTS):
            state = self._usable_state(READABLE)
            try:
                return open_generation(self._home, state, self._generation)
            except _UNREADABLE as error:
                if attempt + 1 == _ATTEMPTS or state == self._home.state():
                    raise IndexUnavailable(
                        f"the index {self._home} cannot be read; rebuild it ({error})"
                    ) from error
        raise AssertionError("the last attempt returns or raises")

    def _usable_state(self, forms: tuple[int, ...] = (FORM,)) -> State:
        """The last commit, if it is of a form that can be read, or for writing of the present one."""
        state = self._home.state()
        if state.form not in forms:
            raise IndexUnavailable(
                f"the index {self._home} is of form {state.form}, this program reads form {FORM}; rebuild it"
            )
        return state

    def _any_state(self) -> State:
        try:
            return self._home.state()
        except IndexUnavailable:
            return State()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the right to write; what the disk refuses is said in our words."""
        with self._home.writing():
            try:
                yield
            except OSError as error:
                raise IndexUnavailable(f"the index {self._home} cannot be written: {error}") from error


def _peeked(items: Iterable[T]) -> tuple[Iterable[T], ...]:
    """The same items, or () when there are none."""
    rest = iter(items)
    first = list(islice(rest, 1))
    return (first, rest) if first else ()
