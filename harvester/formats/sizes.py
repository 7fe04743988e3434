"""A file's size as people write it: a number with a unit."""

from __future__ import annotations

import re
from contextlib import suppress

from catalogue.values import Typed
from harvester.formats import native
from vocab.namespaces import XSD

_UNITS = {"b": 1, "byte": 1, "bytes": 1}
_UNITS |= {f"{sign}{end}": 1024**power for power, sign in enumerate("kmgt", 1) for end in ("", "b", "ib")}
_SIZE = re.compile(r"([\d,]+(?:\.\d+)?)\s*([A-Za-z]*)")


def read_size(size: str, unit: str = "") -> Typed | None:
    """A size in bytes, a kilobyte being 1,024; one whose unit nobody knows stays text."""
    parts = _SIZE.fullmatch(size)
    times = _UNITS.get((parts[2] or unit or "b").lower()) if parts else None
    if parts and times:
        with suppress(ValueError, OverflowError):
            return Typed(str(round(float(parts[1].replace(",", "")) * times)), XSD.nonNegativeInteger)
    return native.typed(f"{size} {unit}")
