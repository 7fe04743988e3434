"""The pages of stories of what good came of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.reuses import UsedDataset
from catalogue.reuses.story import Content
from web.pages.page import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A kind of identifier by which datasets were joined."""

    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """An organisation whose data was used."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where it can be seen that a story is true. `lost` is since when the address could not be reached, "" where it
    could; `dead` says that it was tried again for days."""

    address: str
    text: str
    lost: str = ""
    dead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTold:
    """All that a story says, with what it used, named; `kind` is in words."""

    said: Content
    kind: str
    datasets: tuple[UsedDataset, ...]
    joined: tuple[Joined, ...]
    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a few lines, with what it used."""

    slug: str
    title: str
    who: str
    kind: str
    changed: str
    told: str
    made_up: bool
    datasets: tuple[UsedDataset, ...]
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeChoice:
    """A theme by which the list can be narrowed, and how many stories it has."""

    code: str
    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A thing that all stories of a list used: the parameter that names it, and what it is called."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPart:
    """The stories of a thing, for its page: the newest, how many there are, where all are and how they are followed;
    `tell` is where one more is told."""

    cards: tuple[StoryCard, ...]
    count: int
    all: str
    feed: str
    tell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPage(Page):
    """The stories that words find, of a theme, a page at a time; `count` is of them all."""

    template: ClassVar[str] = "reuses.html"
    text: str
    theme: str
    narrowed: tuple[Narrowing, ...]
    count: int
    cards: tuple[StoryCard, ...]
    themes: tuple[ThemeChoice, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage(Page):
    """One story, whole."""

    template: ClassVar[str] = "reuse.html"
    card: StoryCard
    story: str
    evidence: Evidence | None
    publishers: tuple[Publisher, ...]
    modified: str
