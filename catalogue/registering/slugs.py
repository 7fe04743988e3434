"""The short names of portals that register themselves, and of stories, made of what they are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from vocab import fold

_LONGEST = 72  # of 80, so that a number still fits behind it


def free_slug(title: str, taken: Collection[str], *, nameless: str = "portal") -> str:
    """A short name for what has this title that no other has: "leeds-city-council", then "leeds-city-council-2".

    Where the title has no word for it, it is made of `nameless`.
    """
    words = re.findall(r"[a-z0-9]+", fold(title))
    plain = "-".join(words)[:_LONGEST].strip("-") or nameless
    return next(name for name in _numbered(plain) if name not in taken)


def _numbered(plain: str) -> Iterator[str]:
    yield plain
    yield from (f"{plain}-{number}" for number in count(2))
