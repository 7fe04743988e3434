"""The pages of the vocabularies: what each word means, in whose list, and what was read as it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from vocab import Concept, Scheme
from web.pages.facts import Value
from web.pages.page import Page, Paging
from web.pages.search import Card

FACT_LABELS = {
    "homepage": "Home page",
    "interval": "Interval",
    "machineReadable": "Machine-readable",
    "mediaType": "Media type",
    "nation": "Nation",
    "nonProprietary": "Free of a vendor's rights",
    "open": "Meets the Open Definition",
    "tier": "Kind of council",
    "former": "No longer exists",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabulariesPage(Page):
    """Every scheme."""

    template: ClassVar[str] = "vocabularies.html"
    schemes: tuple[Scheme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePage(Page):
    """One scheme and a page of its concepts."""

    template: ClassVar[str] = "scheme.html"
    scheme: Scheme
    concepts: tuple[Concept, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact about a concept."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptPage(Page):
    """One concept. `total` datasets mean it, None where nobody counts them; `search` lists them."""

    template: ClassVar[str] = "concept.html"
    scheme: Scheme
    concept: Concept
    facts: tuple[FactRow, ...]
    matches: tuple[Value, ...]
    broader: tuple[Value, ...]
    replaced_by: tuple[Value, ...]
    organisation: str
    total: int | None
    search: str
    cards: tuple[Card, ...]
