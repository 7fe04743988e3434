"""The site's own files: read once, served from memory under an address that names their content."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_FETCHED = Path(__file__).parent / "assets" / "node_modules"
_EDITOR = ("@zazuko/yasgui/build/yasgui.min.js", "@zazuko/yasgui/build/yasgui.min.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file. `version` is the beginning of its digest."""

    body: bytes
    media_type: str
    version: str


def load_statics(folder: Path = _FOLDER, fetched: Path = _FETCHED) -> dict[str, StaticFile]:
    """Every file of the folder by its name, and those of the editor where they were fetched (`make assets`)."""
    editor = [fetched / name for name in _EDITOR]
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()]
    paths += editor if all(path.is_file() for path in editor) else []
    return {path.name: _load(path) for path in paths}


def _load(path: Path) -> StaticFile:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name, strict=True)[0] or "application/octet-stream"
    return StaticFile(body=body, media_type=media_type, version=hashlib.sha256(body).hexdigest()[:12])
