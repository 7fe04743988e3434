"""The folder of an embedded store: one writer's scratch, immutable generations, and which of them is current.

    PATH/lock                    held by the one process that writes
    PATH/writer/NAME/            the writer's own copy; worth nothing after a crash
    PATH/generations/NAME/data/  a store that nobody changes any more (hard links)
    PATH/generations/NAME/mark   the last change that is in it
    PATH/current                 a link to one of them, turned in one step

Only turning `current` makes anything true. Whatever a crash leaves beside it is removed at the next opening.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from catalogue.errors import StoreUnavailable

NEVER = "0"  # the generation of a store to which nothing was ever written
_TRIES = 5


class Folder:
    """Knows the paths and keeps their order of writing; holds no store open."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._writer = root / "writer"
        self._generations = root / "generations"
        self._current = root / "current"

    def generation(self) -> str:
        """The current generation's name, or NEVER."""
        try:
            return self._current.readlink().name
        except FileNotFoundError:
            return NEVER

    def data(self, generation: str) -> Path | None:
        """Where a generation's store is; None for NEVER, which has none."""
        return None if generation == NEVER else self._generations / generation / "data"

    def mark(self) -> int:
        """The last change in the current generation; 0 if there is none yet."""
        for _ in range(_TRIES):
            generation = self.generation()
            if generation == NEVER:
                return 0
            try:
                return int((self._generations / generation / "mark").read_text())
            except FileNotFoundError:
                continue  # it was replaced and dropped between the two steps
        raise StoreUnavailable(f"store {self.root}: the current generation cannot be found")

    def publish(self, write_data: Callable[[Path], None], *, mark: int) -> None:
        """Make what `write_data` writes (into a folder yet to be made) current, together with its mark."""
        # The digits of chance keep a store that was begun anew from repeating an ETag.
        name = f"{self._next_number():08d}-{secrets.token_hex(3)}"
        new = self._generations / f".new-{name}"
        new.mkdir(parents=True)
        write_data(new / "data")
        _write_durably(new / "mark", str(mark))
        new.rename(self._generations / name)
        _sync(self._generations)
        self._turn(name)
        self.drop_drained()

    def new_writer(self) -> Path:
        """A place, not yet made, for a writer's copy.

        Never the same twice: the engine may keep its lock on a place for as long as a traceback remembers it.
        """
        self._writer.mkdir(parents=True, exist_ok=True)
        return self._writer / secrets.token_hex(4)

    def set_mark(self, mark: int) -> None:
        """Move the current generation's mark; right only if the changes in between changed no graph."""
        _write_durably(self._generations / self.generation() / "mark", str(mark))

    def drop_drained(self) -> None:
        """Remove every generation but the current that no query is reading now."""
        current = self.generation()
        for path in self._generations.glob("[0-9]*"):
            if path.name != current:
                _drop_if_drained(path)

    def clean(self) -> None:
        """Remove what a crash left: half-made generations, half-dropped ones, and the writer's copy."""
        self._generations.mkdir(parents=True, exist_ok=True)
        for path in (*self._generations.glob(".*"), self._writer):
            shutil.rmtree(path, ignore_errors=True)
        self._turning().unlink(missing_ok=True)
        self.drop_drained()

    def _next_number(self) -> int:
        return int(self.generation().partition("-")[0]) + 1

    def _turn(self, name: str) -> None:
        turning = self._turning()
        turning.unlink(missing_ok=True)
        turning.symlink_to(Path(self._generations.name) / name)
        turning.replace(self._current)
        _sync(self.root)

    def _turning(self) -> Path:
        return self.root / "current.new"


class WriterLock:
    """The right to write a store: held by one process, given back by the kernel if that process dies."""

    def __init__(self, root: Path) -> None:
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._file = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreUnavailable(f"store {root}: its folder cannot be written: {error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise StoreUnavailable(
                f"store {root}: process {holder} is writing it, and only one may; try again when it has ended"
            ) from error
        os.truncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let the next one write."""
        os.close(self._file)


class ReadingHold:
    """Keeps one generation from being dropped while a query runs on it."""

    def __init__(self, data: Path) -> None:
        self._path = data.parent
        self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)

    def __enter__(self) -> None:
        """Raise FileNotFoundError if the generation is dropped, or is being dropped."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FileNotFoundError(self._path) from error
        if not self._path.exists():
            self.__exit__()
            raise FileNotFoundError(self._path)

    def __exit__(self, *_: object) -> None:
        """Let it be dropped."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Forget the generation."""
        os.close(self._file)


def _drop_if_drained(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Renamed first: a reader that takes the lock next must not find a folder that is half there.
        shutil.rmtree(path.rename(path.with_name(f".old-{path.name}")), ignore_errors=True)
    except BlockingIOError:
        return  # a query reads it; the next publication tries again
    finally:
        os.close(file)


def _write_durably(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    with new.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
