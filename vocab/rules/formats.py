"""How portals write file types and media types."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

HABITS: Final[tuple[Habit, ...]] = (
    rewriting("a media type with parameters", "file-type media-type", r"([^;]+);.*"),
    rewriting(
        "an IANA address", "file-type media-type", r"https?://www\.iana\.org/assignments/media-types/(.+)"
    ),
    rewriting("the type name of an ArcGIS Hub facet", "file-type", r"ftype:(.+)"),
    rewriting("a file inside an archive", "file-type", r"(\S+) *\((?:zip|zipped|gz|gzip|compressed)\)"),
    rewriting("a file inside an archive", "file-type", r"zipped (.+)"),
    rewriting("a file inside an archive", "file-type", r"\.?(\w+)\.(?:zip|gz|7z)"),
    rewriting("a name with its code in brackets", "file-type", r"[^()]+\((\w+)\)"),
    rewriting("a code with a remark in brackets", "file-type", r"([^()]+)\([^()]+\)", sure=False),
    rewriting("a file name", "file-type", r"[^\s/.]+\.(\w{2,7})", sure=False),
)
