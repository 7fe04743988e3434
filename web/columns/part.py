"""What the page of a dataset shows of its columns: the first of them, and where all are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.columns.merging import folded_names, merge_tables
from catalogue.columns.table import Table
from catalogue.model import Dataset
from web.columns.told import TableTold, tell_tables
from web.site import Site

_TABLES = 3
_COLUMNS = 60  # of one table


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsPart:
    """The first tables; `columns` is how many columns all tables have, each name once, `tables` how many they are, and
    `link` leads to all of them."""

    shown: tuple[TableTold, ...] = ()
    columns: int = 0
    tables: int = 0
    link: str = ""

    @property
    def more(self) -> bool:
        """Whether the page of columns tells of more than these."""
        shown = sum(len(one.columns) for one in self.shown if not one.same_as)
        return shown < self.columns or len(self.shown) < self.tables


def columns_part(site: Site, identifier: str, dataset: Dataset, tables: Sequence[Table]) -> ColumnsPart:
    """What a dataset's page says of its columns; nothing where nobody tells of any."""
    merged = merge_tables(tables)
    first = [replace(one, columns=one.columns[:_COLUMNS]) for one in merged[:_TABLES]]
    return ColumnsPart(
        shown=tell_tables(first, dataset, site.vocabulary, site.links),
        columns=len({name for one in merged for column in one.columns for name in folded_names(column)[:1]}),
        tables=len(merged),
        link=site.links.columns(identifier),
    )
