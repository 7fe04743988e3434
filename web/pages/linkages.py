"""The page of a thing's linkages: how many ties of each kind, each to be opened, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.linkages.tie import Linkages, Tie
from web.named import NamedAs
from web.pages.linkage_drawing import Drawing
from web.pages.page import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkagesPage(Page):
    """A thing with all its ties; or `only` one of them, a page of it, `back` where the others are."""

    template: ClassVar[str] = "linkages.html"
    told: Linkages
    drawn: Drawing | None = None
    named: tuple[NamedAs, ...] = ()
    only: Tie | None = None
    back: str = ""
    paging: Paging | None = None
