"""What looks like chance and is none: numbers drawn from texts, the same on every machine and in every year."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def chance(*texts: str, below: int) -> int:
    """A whole number from 0 up to `below`, drawn from the texts."""
    drawn = hashlib.blake2b("\x1f".join(texts).encode(), digest_size=8).digest()
    return int.from_bytes(drawn, "big") % below


def choose(among: Sequence[T], *texts: str) -> T:
    """One of them, drawn from the texts."""
    return among[chance(*texts, below=len(among))]
