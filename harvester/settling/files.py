"""The distributions of a dataset, each with a key of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.model import Distribution
from catalogue.property import with_values

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def keyed(parts: tuple[Distribution, ...]) -> Iterator[Distribution]:
    """Each distribution with a key of its own within the dataset: the portal's, else its format and turn.

    Never its address: portals change query strings, and every file would seem new.
    """
    used: set[str] = set()
    for part in parts:
        stem = _UNFIT.sub("-", part.key)[:80].strip("-") or _format_key(part)
        key, turn = stem, 2
        while key in used:
            key, turn = f"{stem}-{turn}", turn + 1
        used.add(key)
        yield part if part.key == key and not part.iri else with_values(part, key=key, iri="")


def _format_key(part: Distribution) -> str:
    role = "file" if part.download_url else "access"
    name = re.split(r"[/:]", part.format.iri)[-1] if part.format and part.format.known else "data"
    return f"{role}-{name.lower()}"
