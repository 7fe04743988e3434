"""Up to four bodies side by side: what they must publish, how recent and how open their datasets are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.coverage import Chooser, Option
from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one body has in a line. `text` is in words and never told by colour alone; `kind` is "ok", "unsure", "none"
    or "" for a plain one; `address` leads to what is meant, `note` stands below."""

    text: str
    note: str = ""
    kind: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    """One thing that is compared, with a cell for each body."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether the bodies differ in it."""
        return len({(cell.kind, cell.text) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedGroup:
    """Lines that belong together."""

    title: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedOrganisationsPage(Page):
    """The bodies, the groups of lines, and the form that chooses others; `unknown` are names that publish nothing
    here, `dropped` says that more were chosen than fit."""

    template: ClassVar[str] = "compared-organisations.html"
    bodies: tuple[Option, ...]
    groups: tuple[ComparedGroup, ...]
    chooser: Chooser
    unknown: tuple[str, ...]
    dropped: bool
    most: int
