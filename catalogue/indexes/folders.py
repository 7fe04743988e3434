"""Where an index lives, and the one step that makes a commit true.

A folder holds `current`, a file that names the sub-folder, its Whoosh generation and the mark. Whoosh
writes new files beside those that are read; then `current` is replaced, which the file system does whole or
not at all; then what is no longer named is removed. A writer killed before that step has changed nothing,
and the next one sweeps away what it left. The lock is the kernel's (flock): it ends with the process that held it.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from whoosh.filedb.filestore import FileStorage, RamStorage

from catalogue.errors import IndexUnavailable
from catalogue.indexes.schema import FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a commit made true. `folder` is "" and `generation` 0 before the first."""

    folder: str = ""
    generation: int = 0
    mark: int = 0
    form: int = FORM

    def next(self, mark: int) -> State:
        """The state after one more commit in the same folder."""
        return State(folder=self.folder or new_folder(), generation=self.generation + 1, mark=mark)

    def marked(self, mark: int) -> State:
        """The same content with another mark."""
        return replace(self, mark=mark)

    def name(self) -> str:
        """A name for the content, the same only when the content is."""
        return f"{self.folder.removeprefix('generation-')}.{self.generation}" if self.folder else "empty"


class Home(Protocol):
    """Where generations of an index are kept."""

    def token(self) -> Hashable:
        """A value that differs after every commit; one stat."""

    def state(self) -> State:
        """The last commit."""

    def commit(self, state: State) -> None:
        """Make `state` the last commit, whole or not at all."""

    def storage(self, folder: str) -> Any:
        """The Whoosh storage of a folder, made when it is not there."""

    def sweep(self, state: State, keep: tuple[str, ...]) -> None:
        """Remove our folders but `state`'s, and in that the files whose names begin with none of `keep`."""

    def writing(self) -> Any:
        """Hold the right to write, or raise IndexUnavailable at once."""


class Folder:
    """An index on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._current = path / "current"

    def __str__(self) -> str:
        return str(self._path)

    def token(self) -> Hashable:
        try:
            stat = self._current.stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def state(self) -> State:
        try:
            return State(**json.loads(self._current.read_bytes()))
        except FileNotFoundError:
            return State()
        except (ValueError, TypeError) as error:
            raise IndexUnavailable(f"{self._current} does not say where the index is; rebuild it") from error

    def commit(self, state: State) -> None:
        fresh = self._path / "current.new"
        fresh.write_text(json.dumps(asdict(state)))
        fresh.replace(self._current)

    def storage(self, folder: str) -> Any:
        return FileStorage(str(self._path / folder)).create()

    def sweep(self, state: State, keep: tuple[str, ...]) -> None:
        for folder in self._path.iterdir():
            if _OURS.fullmatch(folder.name) and folder.name != state.folder:
                shutil.rmtree(folder, ignore_errors=True)
        for entry in (self._path / state.folder).iterdir() if state.folder else ():
            if not entry.name.startswith(keep):
                _remove(entry)

    @contextmanager
    def writing(self) -> Iterator[None]:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self._path)).lock("write.lock")
            held = lock.acquire()
        except OSError as error:
            raise IndexUnavailable(f"the index {self} cannot be written: {error.strerror}") from error
        if not held:
            raise IndexUnavailable(f"the index {self} is being written already; one may write at a time")
        try:
            yield
        finally:
            lock.release()


class Memory:
    """An index that lives as long as its process; its locks are its own."""

    def __init__(self) -> None:
        self._state = State()
        self._storages: dict[str, _Ram] = {}
        self._lock = threading.Lock()

    def __str__(self) -> str:
        return "memory:"

    def token(self) -> Hashable:
        return self._state

    def state(self) -> State:
        return self._state

    def commit(self, state: State) -> None:
        self._state = state

    def storage(self, folder: str) -> Any:
        return self._storages.setdefault(folder, _Ram())

    def sweep(self, state: State, keep: tuple[str, ...]) -> None:
        self._storages = {name: each for name, each in self._storages.items() if name == state.folder}
        storage = self._storages.get(state.folder, _Ram())
        for name in storage.list():
            if not name.startswith(keep):
                storage.delete_file(name)

    @contextmanager
    def writing(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise IndexUnavailable("the index in memory is being written; one may write at a time")
        try:
            yield
        finally:
            self._lock.release()


def new_folder() -> str:
    """A name never used before, so that a generation's name does not come back after a rebuild."""
    return f"generation-{secrets.token_hex(6)}"


_OURS = re.compile(r"generation-[0-9a-f]{12}")  # all else in the folder somebody else put there


class _Ram(RamStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh would share one folder of temporary files between all processes of the machine."""

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 - Whoosh passes it
        return _Ram()


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink()
