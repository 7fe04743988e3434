"""The page of a portal's links: those that are broken, or stand otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.link_report import PortalLink
from catalogue.ledger.status import PortalStatus
from catalogue.linkage.standing import State
from web.pages.link_told import LinkTold
from web.pages.page import Page, Paging

NAMES = {
    "broken": "Broken",
    "dead": "Dead",
    "failing": "Failing",
    "unknown": "Could not be checked",
    "works": "Work",
    "never-asked": "Not checked yet",
}
"""What the lists are called among each other, by their names in addresses."""

TITLES = {
    State.DEAD: "Dead links",
    State.FAILING: "Failing links",
    State.UNKNOWN: "Links that could not be checked",
    State.WORKS: "Links that work",
    State.NEVER_ASKED: "Links that were not checked yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """How many of the portal's links stand so, and where they are listed."""

    name: str
    count: int
    address: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link, how it stands (None: not asked yet), and who leads to it; `more` datasets are not named."""

    link: PortalLink
    told: LinkTold | None
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLinksPage(Page):
    """A page of them; `every` is how often each is asked."""

    template: ClassVar[str] = "portal_links.html"
    portal: PortalStatus
    heading: str
    every: str
    states: tuple[StateRow, ...]
    total: int
    rows: tuple[LinkRow, ...]
    paging: Paging
