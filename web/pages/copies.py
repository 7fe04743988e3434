"""The page of a dataset that several portals list: its records side by side, none of them merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.comparing.copies import Fullness
from web.comparing.side import Line
from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: where it stands, what it is taken for the same as the first by, and how much it says."""

    id: str
    title: str
    lang: str
    portal: str
    portal_link: str
    state: str
    because: str
    fullness: Fullness


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage(Page):
    """The records, the first of them first; `conflict` says that their licences do, `fullest` which says most, ""
    where several do."""

    template: ClassVar[str] = "copies.html"
    name: str
    lang: str
    records: tuple[Record, ...]
    lines: tuple[Line, ...]
    differing: int
    conflict: bool
    fullest: str
