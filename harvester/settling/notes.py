"""What settling noticed on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from catalogue.entry import Mapping
from catalogue.finding import Finding, Severity
from catalogue.portal import Portal
from vocab import Vocabulary

PUBLISHED = 300
"""Characters of a published word that are kept beside what it was read as."""

_INDEX = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class Notes:
    """What settling noticed: how each word was read, and which could not be."""

    portal: Portal
    vocabulary: Vocabulary
    mappings: list[Mapping] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def mapped(self, place: str, word: str, iri: str, how: str) -> None:
        """A word that was read as a concept, or (iri "") that nobody knows."""
        self.mappings.append(Mapping(property=_property(place), word=word[:PUBLISHED], iri=iri, how=how))

    def unread(self, code: str, place: str, published: str, message: str, fix: str = "") -> None:
        """A value that could not be read; the text is kept beside the message."""
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.INFO if code.startswith("unknown") else Severity.WARNING,
                message=message,
                place=place,
                published=published[:PUBLISHED],
                fix=fix,
            )
        )


@lru_cache(maxsize=1024)
def _property(place: str) -> str:
    """A place without its turns: `distribution.format` of `distribution[2].format`."""
    return _INDEX.sub("", place)
