"""The first stages of the road: a record as published, the page it stood on, and its draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from scrapy import Request

from catalogue.finding import Finding
from catalogue.model import Dataset

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as the portal published it. `key` is its stable name within the portal (never a slug or a
    title), `body` its bytes, `source` the address a person can open to see it. `weak` marks a key that had to
    be made from its content because the portal gives none."""

    key: str
    body: bytes
    media_type: str
    source: str
    weak: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one answer held: records, the requests that follow from it, how many records the portal declares
    in all (None where it does not say), and findings about things on it that are no records (`rejected` ones
    count as records that could not be read). Findings are taken after the records: a reader that gives its
    records one by one adds to them meanwhile. `anew` marks a page of a list that was begun again or overlaps another:
    that all its records were met before is then no sign of a loop."""

    records: Iterable[Record] = ()
    follow: tuple[Request, ...] = ()
    declared: int | None = None
    findings: Iterable[Finding] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record in DCAT's shape and the portal's words: every `Term` has a word and no concept, every date is
    text as published. `findings` are what its reader noticed (a key of the wrong type, a field cut off)."""

    dataset: Dataset
    findings: tuple[Finding, ...] = ()


class PageUnreadable(Exception):
    """An answer that does not count as a page: not the kind, cut off, or without what a page must hold.

    Its text says what came and what was expected, for an officer to read. Raised by a spider's reader; the
    request is tried again, then its `otherwise` requests, and at last the page counts as failed.
    """


def weak_key(*parts: str) -> str:
    """A key for a record that has none: a hash of its title, landing page and the like, marked as such."""
    return "weak:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`. What came before a document's end broke off is given before the break is raised."""
    batch: list[T] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except PageUnreadable:
        yield batch
        raise
    yield batch
