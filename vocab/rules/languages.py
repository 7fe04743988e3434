"""How portals write languages."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

HABITS: Final[tuple[Habit, ...]] = (
    rewriting("the type name of an ArcGIS Hub facet", "language", r"lang:(.+)"),
    rewriting(
        "a language with its country", "language", r"([a-z]{2,3})[-_](?:[a-z]{4}[-_])?(?:[a-z]{2}|\d{3})"
    ),
    rewriting("an address of ISO 639", "language", r"https?://id\.loc\.gov/vocabulary/iso639-\d/(\w+)"),
    rewriting("an address of ISO 639", "language", r"https?://(?:www\.)?lexvo\.org/id/iso639-\d/(\w+)"),
)
