"""The page of the whole catalogue: what it is, who runs it, and how programs take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.profiles.catalog import Running
from web.pages.page import Page, Paging
from web.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDataset:
    """One dataset of the list."""

    title: str
    address: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPage(Page):
    """A page of the catalogue. `profiles` are addresses by profile."""

    template: ClassVar[str] = "catalog.html"
    running: Running
    total: int
    modified: str
    datasets: tuple[ListedDataset, ...]
    paging: Paging
    profiles: tuple[tuple[Profile, str], ...]
