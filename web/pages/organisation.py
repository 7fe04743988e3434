"""The pages of publishers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from catalogue.ledger.status import Organisation
from vocab import Concept
from web.pages.page import Page, Paging
from web.pages.search import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The publishers whose names begin with one letter."""

    letter: str
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A portal that carries datasets of a publisher."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationListPage(Page):
    """Every publisher, a page at a time; `count` is of them all."""

    template: ClassVar[str] = "organisations.html"
    count: int
    letters: tuple[Letter, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage(Page):
    """One publisher; `concept` is the council that it is, where it is one."""

    template: ClassVar[str] = "organisation.html"
    organisation: Organisation
    concept: Concept | None
    portals: tuple[PortalLink, ...]
    cards: tuple[Card, ...]
    paging: Paging
    all_datasets: str


def letters(found: Iterable[Organisation]) -> tuple[Letter, ...]:
    """Publishers, in the order of their names, by the first letter; "#" for those that begin with none."""
    return tuple(
        Letter(letter=letter, organisations=tuple(group)) for letter, group in groupby(found, key=_letter)
    )


def by_name(found: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Publishers in the order in which people look them up."""
    return tuple(sorted(found, key=lambda one: (one.name or one.slug).casefold()))


def _letter(one: Organisation) -> str:
    first = (one.name or one.slug)[:1].upper()
    return first if first.isalpha() else "#"
