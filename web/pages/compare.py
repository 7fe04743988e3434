"""The pages that compare: what can be compared, and up to four datasets side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from catalogue.columns.comparing import ComparedColumns
from web.comparing.side import Line, Side
from web.pages.cards import Card
from web.pages.page import Page
from web.site import Site

MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """What can be compared."""

    template: ClassVar[str] = "compare.html"
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A dataset in the head of the table, and the address without it."""

    id: str
    title: str
    lang: str
    state: str
    link: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A dataset that a search found, and the address with it."""

    card: Card
    add: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDatasetsPage(Page):
    """The datasets, the lines of the table and their columns; what can be added. `unknown` are identifiers that no
    dataset has, `dropped` says that more were named than fit; `sought` is None where nothing was looked for."""

    template: ClassVar[str] = "compared-datasets.html"
    chosen: tuple[Chosen, ...]
    lines: tuple[Line, ...]
    columns: ComparedColumns
    alike: str
    unknown: tuple[str, ...]
    dropped: bool
    text: str
    sought: tuple[Offered, ...] | None
    most: int = MOST


def make_chosen(sides: Sequence[Side], site: Site, text: str) -> tuple[Chosen, ...]:
    """The heads of the columns."""
    names = [side.id for side in sides]
    return tuple(
        Chosen(
            id=side.id,
            title=side.title,
            lang=side.lang,
            state=side.grounds.state,
            link=site.links.dataset(side.id),
            remove=site.links.compared_datasets([one for one in names if one != side.id], text=text),
        )
        for side in sides
    )


def say_alike(columns: ComparedColumns) -> str:
    """How alike the columns are, in a sentence."""
    if columns.share is None:
        return "How alike their columns are is not known: not all of them tell what their columns are."
    count, percent = len(columns.shared), round(100 * columns.share)
    return f"All of them have {count} of their {columns.different} different columns ({percent} %)."
