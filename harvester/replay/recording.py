"""A portal as recorded in a folder: what it is, its answers as sent, or its records one by one."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from catalogue.errors import CatalogueError
from harvester.replay.lines import Lines, PackedLines, as_lines

BUNDLED = Path(__file__).parent / "portals"
_GROUPS = ("portals", "portals-us", "large")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_MISSING = object()


class RecordingError(CatalogueError):
    """A recorded portal's folder is not laid out as it should be; names the file and the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer as the portal sent it. `parameters` are compared as a set, so their order is free."""

    address: str  # path and query, as recorded
    path: str
    parameters: frozenset[tuple[str, str]]
    file: Path
    media_type: str
    status: int

    def body(self) -> bytes:
        """The bytes as sent (a packed file is unpacked)."""
        data = self.file.read_bytes()
        return lzma.decompress(data) if self.file.suffix == ".xz" else data


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A portal to replay: its facts, and either its answers (`pages`) or its native `records`."""

    slug: str
    title: str
    kind: str
    origin: str | None = None  # the portal's own address, which links in its records point to
    publisher: str | None = None
    body: str | None = None  # GSS code of a council of the United Kingdom
    form: str = "raw"
    captured: str | None = None  # ISO date
    expected: int | None = None  # readable dataset records, if the folder says so
    unreadable: int = 0
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # of its kind
    pages: tuple[Page, ...] = ()
    records: Lines = ()


def bundled_recordings() -> tuple[Recording, ...]:
    """The fictional councils that come with the product."""
    return load_recordings(BUNDLED)


def load_recordings(folder: Path) -> tuple[Recording, ...]:
    """Every `<slug>/portal.json` in a folder, or in its groups portals, portals-us and large.

    Records and pages are not read yet. Raises RecordingError that names the file and the field.
    """
    found = [path for group in (".", *_GROUPS) for path in sorted((folder / group).glob("*/portal.json"))]
    if not found:
        raise RecordingError(f"{folder}: holds no <slug>/portal.json, nor portals/<slug>/portal.json")
    recordings = tuple(load_recording(path.parent) for path in found)
    _refuse_twins(folder, recordings)
    return recordings


def load_recording(folder: Path) -> Recording:
    """One portal's folder. Raises RecordingError."""
    file = folder / "portal.json"
    facts = _read_object(file)
    slug = _text(facts, "slug", file)
    if not _SLUG.fullmatch(slug):
        raise RecordingError(f"{file}: field 'slug' is {slug!r}; expected small letters, digits and hyphens")
    expected = facts.get("expected") or {}
    return Recording(
        slug=slug,
        title=_text(facts, "title", file),
        kind=_text(facts, "kind", file),
        origin=_text(facts, "url", file, default=None),
        publisher=_text(facts, "publisher", file, default=None),
        body=_text(facts, "gss", file, default=None),
        form=_text(facts, "form", file, default="raw"),
        captured=_text(facts, "captured", file, default=None),
        expected=expected.get("records"),
        unreadable=expected.get("unreadable", 0),
        options=MappingProxyType(facts.get("options") or {}),
        pages=_pages(folder),
        records=_records(folder),
    )


def to_page(entry: Mapping[str, Any], folder: Path, file: Path) -> Page:
    """One entry of `pages.json`; its file must lie inside the folder. Raises RecordingError."""
    address = _text(entry, "path", file)
    held = (folder / _text(entry, "file", file)).resolve()
    if not held.is_relative_to(folder.resolve()) or not held.is_file():
        raise RecordingError(f"{file}: field 'file' of {address!r} names no file in this folder: {held.name}")
    status = entry.get("status", 200)
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise RecordingError(f"{file}: field 'status' of {address!r} is {status!r}; expected 200 to 599")
    path, parameters = split_address(address)
    return Page(
        address=address,
        path=path,
        parameters=parameters,
        file=held,
        media_type=_text(entry, "media_type", file),
        status=status,
    )


def split_address(address: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """A path with its query → the path unquoted, and its parameters as a set."""
    parts = urlsplit(address)
    return unquote(parts.path), frozenset(parse_qsl(parts.query, keep_blank_values=True))


def _pages(folder: Path) -> tuple[Page, ...]:
    file = folder / "pages.json"
    if not file.exists():
        return ()
    entries = _read_json(file)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RecordingError(f"{file}: expected a list of objects with path, file, media_type and status")
    return tuple(to_page(entry, folder, file) for entry in entries)


def _records(folder: Path) -> Lines:
    for name in ("records.jsonl", "records.jsonl.xz"):
        if (folder / name).exists():
            return PackedLines(folder / name)
    return as_lines(())


def _read_json(file: Path) -> Any:
    try:
        return orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise RecordingError(f"{file}: is not JSON: {error}") from error


def _read_object(file: Path) -> dict[str, Any]:
    facts = _read_json(file)
    if not isinstance(facts, dict):
        raise RecordingError(f"{file}: expected one JSON object")
    return facts


def _text(facts: Mapping[str, Any], name: str, file: Path, *, default: Any = _MISSING) -> Any:
    value = facts.get(name)
    if isinstance(value, str) and value:
        return value
    if value is None and default is not _MISSING:
        return default
    raise RecordingError(f"{file}: field {name!r} is {value!r}; expected a text")


def _refuse_twins(folder: Path, recordings: Iterable[Recording]) -> None:
    seen: set[str] = set()
    for recording in recordings:
        if recording.slug in seen:
            raise RecordingError(f"{folder}: field 'slug' is {recording.slug!r} in two folders")
        seen.add(recording.slug)
