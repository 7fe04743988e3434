"""Making a set of dumps: one walk over the ledger at one moment, all forms written beside each other, then read back.

Memory does not grow with the catalogue: a piece of the ledger is held at a time. One process makes at a time; a killed
one leaves a folder that nobody sees and the next one removes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from catalogue.clusters.standing import ALONE
from catalogue.dumps.checking import check_file
from catalogue.dumps.forms import FORMS, DumpForm, Piece, make_piece
from catalogue.dumps.packing import PACKINGS, Packed
from catalogue.dumps.privacy import without_persons
from catalogue.dumps.sets import UNFINISHED, DumpFile, DumpSet, newest_set, sweep, write_manifest
from catalogue.ledger.clusters import standings
from catalogue.ledger.columns import columns_of_many
from catalogue.ledger.kin import kin_names
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.outgoing import count_shown, every_held
from catalogue.ledger.scores import scores_of
from catalogue.ledger.status import last_change
from catalogue.links import Links

Told = Callable[[int, int], None]

_TOGETHER = 200


@dataclass(slots=True)
class _Written:
    """One form as it is written, under every packing."""

    form: DumpForm
    files: tuple[Packed, ...]
    items: int = 0
    content: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, body: bytes, items: int = 0) -> None:
        """Adds to each of its files."""
        self.content.update(body)
        self.items += items
        for file in self.files:
            file.write(body)


def make_dumps(
    ledger: Ledger,
    home: Path,
    *,
    base: str,
    keep: int,
    now: str,
    told: Told,
    anew: bool = False,
    about: bytes = b"",
) -> DumpSet | None:
    """Makes a set in `home` and keeps the `keep` newest; None where nothing has changed since the newest.

    `anew` makes one all the same; `about` is what the catalogue says of itself, in N-Quads. Waits for another process
    that makes one. Raises DumpError where what was written does not read back, and publishes nothing then.
    """
    home.mkdir(parents=True, exist_ok=True)
    with turn(home), ledger.reading() as connection:
        sweep(home, keep=max(1, keep))
        change, newest = last_change(connection), newest_set(home)
        if newest and not anew and (newest.change, newest.base) == (change, base):
            return None
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=home, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            written = _write(connection, folder, Links(base), told, about)
            made = _described(written, change=change, base=base, now=now)
            for file in made.files:
                check_file(folder / file.name, file)
            _publish(folder, home, made)
        sweep(home, keep=max(1, keep))
        return made


@contextmanager
def turn(home: Path) -> Iterator[None]:
    """One maker at a time; the kernel ends the turn of one that dies."""
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_being_made(home: Path) -> bool:
    """Whether some process is making a set there now."""
    if not home.is_dir():
        return False
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _write(
    connection: Connection, folder: Path, links: Links, told: Told, about: bytes
) -> tuple[_Written, ...]:
    number, total = last_change(connection), count_shown(connection)
    with ExitStack() as stack:
        written = tuple(_opened(form, folder, number, stack) for form in FORMS)
        for one in written:
            one.add(one.form.head)
            if one.form.state and about:
                stated = one.form.state(about)
                one.add(stated.body, stated.items)
        for done, piece in enumerate(_pieces(connection, links), start=1):
            for one in written:
                dumped = one.form.write(piece)
                one.add(dumped.body, dumped.items)
            if done % _TOGETHER == 0 or done == total:
                told(done, total)
    return written


def _opened(form: DumpForm, folder: Path, number: int, stack: ExitStack) -> _Written:
    names = ((packing, f"catalogue-{number}.{form.ending}.{packing.ending}") for packing in PACKINGS)
    return _Written(
        form, tuple(stack.enter_context(Packed(folder / name, packing)) for packing, name in names)
    )


def _pieces(connection: Connection, links: Links) -> Iterator[Piece]:
    held = every_held(connection)
    while batch := list(islice(held, _TOGETHER)):
        names = [one.snapshot.entry.id for one in batch]
        places, scored = standings(connection, names), scores_of(connection, names)
        kins = kin_names(connection, names)
        tables = columns_of_many(connection, names)
        for one in batch:
            name = one.snapshot.entry.id
            snapshot, standing = without_persons(one.snapshot), places.get(name, ALONE)
            scores, kin = scored.get(name), kins.get(name, "")
            yield make_piece(snapshot, one.change, standing, links, scores, tables.get(name, ()), kin=kin)


def _described(written: tuple[_Written, ...], *, change: int, base: str, now: str) -> DumpSet:
    items = {one.form.ending: one.items for one in written}
    return DumpSet(
        made=now,
        change=change,
        base=base,
        datasets=items["jsonl"],
        statements=items["nq"],
        files=tuple(_file(one, packed) for one in written for packed in one.files),
    )


def _file(one: _Written, packed: Packed) -> DumpFile:
    return DumpFile(
        name=packed.path.name,
        form=one.form.ending,
        title=one.form.title,
        media_type=packed.packing.media_type,
        size=packed.raw.size,
        sha256=packed.raw.sha256(),
        items=one.items,
        content=one.content.hexdigest(),
    )


def _publish(folder: Path, home: Path, made: DumpSet) -> None:
    """The one step that makes it true: the folder gets its name, and the disk is told so."""
    write_manifest(folder, made)
    _sync(folder)
    folder.chmod(0o755)  # a folder for unfinished work is private
    folder.rename(home / made.folder)
    _sync(home)


def _sync(folder: Path) -> None:
    handles = [*(one for one in folder.iterdir() if one.is_file()), folder]
    for path in handles:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
