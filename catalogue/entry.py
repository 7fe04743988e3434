"""An entry: one dataset of the catalogue, settled, with the words it was settled from."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from catalogue.model import Dataset
from catalogue.quality.claims import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How one published word was read: `property` is the model's name for it (`distribution.format`), `iri` the
    concept or "" where nobody knows the word, `how` the rule that matched ("preferred", "portal default" …)."""

    property: str
    word: str
    iri: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dataset as the catalogue holds it. `key` is its stable name within its portal, `source` the address
    its record was read from. `claims` are the quality metrics that the portal's own words pass, before any mapping
    or default of ours; None where that is not known."""

    id: str
    portal: str
    key: str
    source: str
    dataset: Dataset
    mappings: tuple[Mapping, ...] = ()
    claims: Claims | None = None

    @property
    def published(self) -> tuple[str, ...] | None:
        """The codes of the metrics that pass as published, links and conformance left aside; None: not known."""
        return self.claims.codes if self.claims else None


def mint_id(portal: str, key: str) -> str:
    """A new dataset's identifier: 12 small letters and digits, the same for the same portal and key.

    Sixty bits of a hash: short enough to read out, and never made from a title, which changes.
    """
    digest = hashlib.sha256(f"{portal}\n{key}".encode()).digest()
    return base64.b32encode(digest[:10])[:12].decode().lower()
