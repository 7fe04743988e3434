"""The page of a kind of identifier, and the list of all kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.joins.kinds import Kind, Role
from vocab import Concept
from web.joining.rows import StepRow
from web.pages.concept import FactRow
from web.pages.page import Page, Paging
from web.pages.reuse import StoriesPart

ROLES = {
    Role.THING: "Names of things, by which data is joined",
    Role.LOCAL: "Numbers that mean one thing within one council, by which its own data is joined",
    Role.PLACE: "Where something lies",
    Role.TIME: "When something was",
    Role.CLASS: "What kind of thing it is",
    Role.BROAD: "Wide areas",
    Role.PERSON: "People, by whom this catalogue never proposes to join",
}
"""What the kinds of each role are called together, in the order of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """A dataset that holds the kind; `sure` is how sure that is, in words, and `why` the reason."""

    id: str
    title: str
    link: str
    publisher: str
    publisher_link: str
    column: str
    sure: str
    confidence: float
    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherRow:
    """A publisher with how many of its datasets hold the kind; `link` leads to just those."""

    name: str
    slug: str
    count: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierPage(Page):
    """One kind. `total` datasets are listed, of one publisher where `only` names it; `datasets` hold it in all."""

    template: ClassVar[str] = "identifier.html"
    concept: Concept
    kind: Kind | None
    facts: tuple[FactRow, ...]
    datasets: int
    total: int
    only: str
    rows: tuple[HolderRow, ...]
    paging: Paging
    publishers: tuple[PublisherRow, ...]
    publisher_count: int
    leads_to: tuple[StepRow, ...]
    leads_from: tuple[StepRow, ...]
    stories: StoriesPart
    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """A kind in the list of all."""

    concept: Concept
    name: str
    role: Role
    datasets: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiersPage(Page):
    """All kinds, by what they are for, those that more datasets hold first."""

    template: ClassVar[str] = "identifiers.html"
    groups: tuple[tuple[str, tuple[KindRow, ...]], ...]
    held: int
