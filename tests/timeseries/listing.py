"""What a capture lists, read from its own words: titles and addresses, by the key under which the ledger has them.

Nothing here knows how datasets are recognised; what follows from a replay is judged by it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harvester.record import Record

_ADDRESSES = {"accessURL", "downloadURL", "accessUrl", "downloadUrl", "dcat:accessURL", "dcat:downloadURL"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of a capture: the words of its title in small letters, and the addresses of its distributions."""

    key: str
    title: str
    addresses: frozenset[str]

    @property
    def sign(self) -> tuple[str, frozenset[str]]:
        """Title and addresses: what a reader would take for the same dataset."""
        return self.title, self.addresses


def list_records(records: Iterable[Record]) -> Iterator[Listed]:
    """The records of a capture; one that stands there twice word for word is one, others of one key are counted."""
    turns: Counter[str] = Counter()
    bodies: set[tuple[str, str]] = set()
    for record in records:
        if (record.key, record.digest) in bodies:
            continue
        bodies.add((record.key, record.digest))
        turns[record.key] += 1
        turn = turns[record.key]
        key = record.key if turn == 1 else f"{record.key}~{turn}"
        said = _said(record)
        yield Listed(key, _title(said), frozenset(_addresses(said.get("distribution", said))))


def _said(record: Record) -> dict[str, Any]:
    try:
        said = json.loads(record.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _title(said: dict[str, Any]) -> str:
    title = said.get("title")
    if title is None and isinstance(said.get("attributes"), dict):
        title = said["attributes"].get("name")
    return " ".join(re.findall(r"\w+", title.casefold())) if isinstance(title, str) else ""


def _addresses(said: Any) -> Iterator[str]:
    match said:
        case dict():
            for name, value in said.items():
                if name in _ADDRESSES and isinstance(value, str) and value.strip():
                    yield value.strip().casefold().split("://")[-1].rstrip("/")
                elif isinstance(value, dict | list):
                    yield from _addresses(value)
        case list():
            for value in said:
                yield from _addresses(value)
