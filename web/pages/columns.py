"""The page of all the columns of a dataset, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.columns.told import TableTold
from web.pages.page import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsPage(Page):
    """A page of its tables, which are `total`."""

    template: ClassVar[str] = "columns.html"
    id: str
    name: str
    lang: str
    tables: tuple[TableTold, ...]
    total: int
    paging: Paging
