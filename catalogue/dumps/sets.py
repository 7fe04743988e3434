"""Sets of dumps on disk: each a folder with its files, their digests and a manifest, whole as soon as it is there.

A set is made in a folder whose name begins with a dot, and renamed when it is complete. So whoever looks finds whole
sets only, however the making ended.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
UNFINISHED = ".making-"

_SET = re.compile(r"\d{8}T\d{6}Z-\d+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpFile:
    """One file of a set. `size` is in bytes; `items` are statements, rows or lines, `form` is its ending without the
    packing, and `content` the SHA-256 of what is in it."""

    name: str
    form: str
    title: str
    media_type: str
    size: int
    sha256: str
    items: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpSet:
    """All forms of the catalogue at change number `change`, made at an instant for the site at `base`."""

    made: str
    change: int
    base: str
    datasets: int
    statements: int
    files: tuple[DumpFile, ...]

    @property
    def folder(self) -> str:
        """What its folder is called; folders in the order of their names are in the order of their making."""
        return f"{self.made.replace('-', '').replace(':', '')}-{self.change}"


def list_sets(home: Path) -> tuple[DumpSet, ...]:
    """The complete sets in a folder, newest first; none where there is no such folder."""
    return tuple(_read(one / MANIFEST) for one in _folders(home))


def newest_set(home: Path) -> DumpSet | None:
    """The newest complete set."""
    return next((_read(one / MANIFEST) for one in _folders(home)), None)


def find_file(home: Path, name: str) -> tuple[Path, DumpFile] | None:
    """The file of that name in the newest set that has one, and where it is. Only what a manifest lists is found."""
    if not _NAME.fullmatch(name):
        return None
    for folder in _folders(home):
        for file in _read(folder / MANIFEST).files:
            if file.name == name:
                return folder / name, file
    return None


def write_manifest(folder: Path, made: DumpSet) -> None:
    """Writes down what a set holds, for us and (as SHA256SUMS, for `sha256sum -c`) for whoever copies the folder."""
    (folder / SUMS).write_text(sums_of(made.files))
    (folder / MANIFEST).write_bytes(orjson.dumps(asdict(made), option=orjson.OPT_INDENT_2))


def sums_of(files: Sequence[DumpFile]) -> str:
    """The digests as `sha256sum` writes and reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files)


def sweep(home: Path, *, keep: int) -> None:
    """Removes what was left unfinished, and all but the newest sets.

    Renamed first: who is killed while removing a set leaves no half of it that looks whole.
    """
    for old in _folders(home)[keep:]:
        old.rename(home / f"{UNFINISHED}{old.name}")
    for left in home.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    found = (one for one in home.iterdir() if _SET.fullmatch(one.name) and (one / MANIFEST).is_file())
    return sorted(found, key=lambda one: one.name, reverse=True)


def _read(manifest: Path) -> DumpSet:
    held: Mapping[str, object] = orjson.loads(manifest.read_bytes())
    files = tuple(DumpFile(**file) for file in held["files"])  # type: ignore[attr-defined] # our own file
    return DumpSet(**{**held, "files": files})  # type: ignore[arg-type] # as above
