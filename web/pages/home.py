"""The first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.page import Page
from web.pages.reuse import StoryCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One subject, or one kind of identifier, with its datasets."""

    label: str
    count: int
    hint: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """What there is, and where to begin. `last` is when a harvest last ended, "" for never; `keys` are the kinds of
    identifier by which most datasets can be joined."""

    template: ClassVar[str] = "home.html"
    datasets: int
    portals: int
    publishers: int
    last: str
    tiles: tuple[Tile, ...]
    keys: tuple[Tile, ...] = ()
    stories: tuple[StoryCard, ...] = ()
