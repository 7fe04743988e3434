"""The pages of publishers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from catalogue.ledger.status import Organisation
from vocab import Concept
from web.named import NamedAs
from web.pages.cards import Card
from web.pages.coverage import CoveragePanel, Figures
from web.pages.page import Page, Paging
from web.pages.quality import ScoreBlock
from web.pages.reuse import StoriesPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPublisher:
    """A publisher in the list: what kind of body it is, and the band of its datasets' mean score as published, each ""
    where it is not known."""

    slug: str
    name: str
    datasets: int
    kind: str
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The publishers whose names begin with one letter."""

    letter: str
    organisations: tuple[ListedPublisher, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A portal that carries datasets of a publisher, and when it was last harvested ("" for never)."""

    title: str
    address: str
    harvested: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedName:
    """A name under which portals publish an organisation, with their titles and how many datasets bear it."""

    name: str
    datasets: int
    portals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A name, with an address where there is a page of it."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """What the vocabularies know of a body. `names` are its preferred names in other languages, with their tags,
    `also` its other official or former names, `area` and `within` the places of its area and around it."""

    names: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    former_codes: tuple[str, ...]
    kind: str
    nation: str
    homepage: str
    area: Linked | None
    within: Linked | None
    successors: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationListPage(Page):
    """Every publisher that `text` finds, a page at a time; `count` is of them all."""

    template: ClassVar[str] = "organisations.html"
    text: str
    count: int
    letters: tuple[Letter, ...]
    paging: Paging

    @property
    def banded(self) -> bool:
        """Whether any of those shown has a score."""
        return any(one.band for letter in self.letters for one in letter.organisations)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage(Page):
    """One publisher; `concept` is the council or public body that it is, where we know one, `body` its facts."""

    template: ClassVar[str] = "organisation.html"
    organisation: Organisation
    concept: Concept | None
    body: BodyFacts | None
    aliases: tuple[PublishedName, ...]
    more_aliases: int
    portals: tuple[PortalLink, ...]
    panel: CoveragePanel
    figures: Figures
    scores: ScoreBlock | None
    cards: tuple[Card, ...]
    paging: Paging
    all_datasets: str
    stories: StoriesPart
    named: tuple[NamedAs, ...] = ()


def letters(found: Iterable[ListedPublisher]) -> tuple[Letter, ...]:
    """Publishers, in the order of their names, by the first letter; "#" for those that begin with none."""
    return tuple(
        Letter(letter=letter, organisations=tuple(group)) for letter, group in groupby(found, key=_letter)
    )


def by_name(found: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Publishers in the order in which people look them up."""
    return tuple(sorted(found, key=lambda one: (one.name or one.slug).casefold()))


def _letter(one: ListedPublisher) -> str:
    first = one.name[:1].upper()
    return first if first.isalpha() else "#"
