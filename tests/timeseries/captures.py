"""Dated captures of portals, in order: what each answered, whatever shape it was kept in.

A file whose name tells no day is no capture.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?")
_SUFFIXES = (".json", ".csv", ".json.xz", ".csv.xz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What a portal answered at an instant. `site` changes where the portal's software did."""

    name: str
    at: str
    site: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The captures of one portal in one shape, oldest first; read as they are taken."""

    slug: str
    family: str
    path: Path

    def captures(self) -> Iterator[Capture]:
        """Each capture, oldest first; two of one day in the order of their names."""
        read = _members(self.path) if self.family != "single" else _files(self.path)
        yield from sorted(read, key=lambda one: (one.at, one.name))


def find_series(folder: Path) -> list[Series]:
    """Every series of a folder of time series, by slug."""
    found = []
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            continue
        packed = sorted(path.glob("*.tar.xz"))
        families = [("flattened" if "flattened" in one.name else "data.json", one) for one in packed]
        if any(one.name.endswith(_SUFFIXES) for one in path.iterdir()):
            families.append(("single", path))
        slug = re.sub(r"[^a-z0-9]+", "-", path.name.casefold()).strip("-")[:80].strip("-")
        found += [Series(slug=slug, family=family, path=where) for family, where in families]
    return found


def _members(path: Path) -> Iterator[Capture]:
    with tarfile.open(path) as packed:
        for member in packed:
            dated = member.isfile() and _DAY.search(member.name.rsplit("/", 1)[-1])
            if dated and (file := packed.extractfile(member)) is not None:
                yield _capture(member.name, file.read())


def _files(path: Path) -> Iterator[Capture]:
    for file in path.iterdir():
        if file.name.endswith(_SUFFIXES) and _DAY.search(file.name):
            body = file.read_bytes()
            yield _capture(file.name, lzma.decompress(body) if file.suffix == ".xz" else body)


def _capture(name: str, body: bytes) -> Capture:
    """A flattened capture becomes a data.json; the folder of such a one is named for the software that was read."""
    flat = ".csv" in name
    parts = name.split("/")
    site = parts[0] if flat and len(parts) > 1 else "portal"
    return Capture(name=name, at=_instant(name), site=site, body=_unflattened(body) if flat else body)


def _instant(name: str) -> str:
    found = list(_DAY.finditer(name.rsplit("/", 1)[-1]))
    year, month, day, hour, minute, second = found[0 if "-" in found[0][0] else -1].groups()
    return f"{year}-{month}-{day}T{hour or '09'}:{minute or '00'}:{second or '00'}Z"


def _unflattened(body: bytes) -> bytes:
    return as_data_json(csv.DictReader(io.StringIO(body.decode("utf-8-sig", "replace"), newline="")))


def as_data_json(rows: Iterable[dict[str, str]]) -> bytes:
    """Rows of one distribution each, as the datasets that they were cut from: same title and page, one dataset."""
    cut: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        said = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str) and name}
        key = said.get("Title", ""), said.get("PageURL", "")
        one = cut.setdefault(key, _dataset(said))
        one["distribution"].append(_distribution(said))
    return json.dumps({"dataset": list(cut.values())}).encode()


def _dataset(said: dict[str, str]) -> dict[str, Any]:
    page = said.get("PageURL", "")
    return {
        "title": said.get("Title", ""),
        "identifier": page,
        "landingPage": page,
        "description": said.get("Description", ""),
        "issued": said.get("DateCreated", ""),
        "modified": said.get("DateUpdated", ""),
        "license": said.get("License", ""),
        "publisher": {"name": said.get("Owner", "")},
        "keyword": [word for word in said.get("OriginalTags", "").split(";") if word],
        "distribution": [],
    }


def _distribution(said: dict[str, str]) -> dict[str, str]:
    return {
        "title": said.get("FileName", ""),
        "downloadURL": said.get("AssetURL", ""),
        "format": said.get("FileType", ""),
    }
