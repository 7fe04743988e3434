"""A list of datasets as CSV, TSV, XLSX or ODS: rows of one dataset, or of one of its files, a dataset a record.

| | |
|---|---|
| asked | the portal's address as it stands |
| record | the rows that share identifier, title and page (JSON: `{"rows": [{column: cell}]}`) |
| key | the identifier; else the page, where it is one dataset's alone; else a weak key of title, page and publisher |
| fields | `drafting/list_row.py`; names of columns `drafting/list_columns.toml` |

Settings: `columns` (`title=Name of set; download=Link`) where a list has names of its own, `sheet` for one sheet of a
workbook. The table's head is the row among the first thirty with most names that are known. A row with files and no
title goes on with the dataset above it, as in lists whose cells are merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding, Severity
from harvester.drafting.list_columns import Column, chosen_columns, read_columns
from harvester.drafting.list_row import draft_rows, page_of, value_of
from harvester.formats import native
from harvester.formats.table import Row, Sheet, read_sheets
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import PortalSpider

_EXPECTED = "a table of datasets (CSV, TSV, XLSX or ODS)"
_HEAD_WITHIN = 30  # rows
_LEADING = ("download", "access", "link", "file_of_format")


class ListSpider(PortalSpider):
    """Portals that are one list of datasets."""

    kind: ClassVar[str] = "list"
    title: ClassVar[str] = "List of datasets (CSV or Excel)"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The one document."""
        return (self.ask(self.portal.address, self.table),)

    def table(self, response: Response) -> Page:
        """The datasets of every sheet that has a head; PageUnreadable where none has one."""
        chosen = chosen_columns(self.portal.settings.get("columns"))
        only = self.portal.setting("sheet")
        sheets = read_sheets(
            response.body, known=lambda row: len(read_columns(row, chosen)), expected=_EXPECTED
        )
        listed = [
            _Listing(portal=self.portal.address, columns=columns, names=names, sheet=sheet)
            for sheet in sheets
            if (not only or sheet.name == only) and (names := _head(sheet, chosen))
            if (columns := read_columns(names, chosen))
        ]
        if not listed:
            raise PageUnreadable(
                f"expected {_EXPECTED}, got rows of which none names columns that are known; "
                "name them by the setting `columns`"
            )
        for one in listed:
            one.read()
        return Page(
            records=(record for one in listed for record in one.records()),
            findings=tuple(finding for one in listed for finding in one.findings),
        )

    def draft(self, record: Record) -> Draft:
        """The rows of one dataset."""
        return draft_rows(record, chosen_columns(self.portal.settings.get("columns")))


def _head(sheet: Sheet, chosen: dict[str, str]) -> tuple[str, ...]:
    """The names of a sheet's columns; () where no row holds that of a title and one more. Takes the rows up to it."""
    looked_at = list(islice(sheet.rows, _HEAD_WITHIN))
    best = max(looked_at, key=lambda row: len(read_columns(row[1], chosen)), default=(0, ()))
    names = _distinct(best[1])
    roles = {column.role for column in read_columns(names, chosen).values()}
    below = [row for row in looked_at if row[0] > best[0]]
    sheet.back(below)
    return names if "title" in roles and len(roles) > 1 else ()


def _distinct(names: Row) -> tuple[str, ...]:
    """A second column of the same name gets its turn behind it."""
    turns: Counter[str] = Counter()
    found = []
    for name in names:
        turns[name] += 1
        found.append(f"{name}~{turns[name]}" if turns[name] > 1 else name)
    return tuple(found)


@dataclass(slots=True, kw_only=True)
class _Listing:
    """One sheet's rows, gathered by the dataset that they speak of."""

    portal: str
    columns: dict[str, Column]
    names: tuple[str, ...]
    sheet: Sheet
    findings: list[Finding] = field(default_factory=list)
    _groups: dict[tuple[str, str, str], list[bytes]] = field(default_factory=dict)
    _first: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def read(self) -> None:
        """Takes in every row. Rows are kept packed: a long list is held twice otherwise."""
        above: tuple[str, str, str] | None = None
        for number, cells in self.sheet.rows:
            row = {name: cell for name, cell in zip(self.names, cells, strict=False) if name and cell}
            name = self._name(row)
            if above and not name[1] and name[0] in ("", above[0]) and self._leads(row):
                name = above
            elif not any(name[:2]) or not self._says_more(row):
                self.findings.append(self._no_dataset(number, row, titled=bool(name[1])))
                continue
            above = name
            self._first.setdefault(name, number)
            self._groups.setdefault(name, []).append(native.pack(row))
        self.findings.extend(self._unread())

    def records(self) -> Iterator[Record]:
        """A record for each dataset, in the order of their first rows."""
        pages = Counter(page for _, _, page in self._groups if page)
        for name, rows in self._groups.items():
            identifier, title, page = name
            own = identifier or (page if pages[page] == 1 else "")
            yield Record(
                key=own or weak_key(title, page),
                body=b'{"rows":[' + b",".join(dict.fromkeys(rows)) + b"]}",
                media_type="application/json",
                source=page or f"{self.portal}#row={self._first[name]}",
                weak=not own,
            )

    def _name(self, row: dict[str, str]) -> tuple[str, str, str]:
        """What tells a row's dataset from the others: identifier, title and page."""
        identifier, title = (value_of(row, self.columns, role) for role in ("identifier", "title"))
        return identifier, title, page_of(row, self.columns)

    def _leads(self, row: dict[str, str]) -> bool:
        return any(value_of(row, self.columns, role) for role in _LEADING)

    def _says_more(self, row: dict[str, str]) -> bool:
        """Whether a row says more than a title: one that does not is a heading or a note between the rows."""
        return len([name for name in row if name in self.columns]) > 1

    def _no_dataset(self, number: int, row: dict[str, str], *, titled: bool) -> Finding:
        said = "; ".join(row.values())[:120]
        place = f"row {number}" + (f" of the sheet {self.sheet.name!r}" if self.sheet.name else "")
        what = "holds a title and nothing else" if titled else "has no title"
        return Finding(
            code="list-row-no-dataset",
            severity=Severity.INFO if titled else Severity.WARNING,
            message=f"{place[0].upper()}{place[1:]} {what}: {said!r}",
            place=place,
            published=said,
            fix="Give each dataset a row with its title, a description and an address.",
            rejected=True,
        )

    def _unread(self) -> Iterator[Finding]:
        unread = [name for name in self.names if name and name not in self.columns]
        if unread:
            yield Finding(
                code="list-column-unread",
                severity=Severity.INFO,
                message=f"{len(unread)} columns are not read: {', '.join(unread)[:300]}",
                place=self.sheet.name,
                fix="Where one says what a property of DCAT says, name it by the portal's setting `columns`.",
            )
