"""Workbooks: the cells of XLSX (ECMA-376) and ODS (OpenDocument 1.3) as text.

Values are taken as the file keeps them; no formula is worked out. A workbook is a packed folder and may be made to
swell, so its size is counted before it is opened: unpacked bytes, and cells.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

from harvester.formats.elements import text_of
from harvester.formats.xml import Element, read_xml
from harvester.record import PageUnreadable

Row: TypeAlias = tuple[str, ...]

_UNPACKED = 200 * 1024 * 1024  # bytes
_CELLS = 5_000_000  # of one sheet, gaps included
_MEMBERS = 2_000
_PIECE = 1 << 20
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def is_workbook(body: bytes) -> bool:
    """Whether a body is a packed folder, as workbooks are, or Excel's older form."""
    return body.startswith((b"PK\x03\x04", _OLD_EXCEL))


def read_workbook(body: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each sheet's name and rows. Raises PageUnreadable for what is no workbook, or one that swells beyond bounds."""
    if body.startswith(_OLD_EXCEL):
        raise PageUnreadable("the list is an Excel file of before 2007; it is read as .xlsx, .ods or .csv")
    try:
        with ZipFile(BytesIO(body)) as folder:
            names = _checked(folder)
            if "content.xml" in names and folder.read("mimetype").strip().startswith(_ODS):
                return _open_document(folder.read("content.xml"))
    except (BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise PageUnreadable(
            f"expected a workbook, got a packed file that cannot be read: {error}"
        ) from error
    if "xl/workbook.xml" not in names:
        raise PageUnreadable("expected a workbook (.xlsx or .ods), got another packed file")
    return _excel(body)


def _checked(folder: ZipFile) -> frozenset[str]:
    """The names inside, once every byte has been unpacked and counted: what the folder says of sizes may be a lie."""
    members = folder.infolist()
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
        raise PageUnreadable(f"the workbook is larger than {_UNPACKED >> 20} MB when unpacked")
    for member in members:
        _check(folder, member)
    return frozenset(member.filename for member in members)


def _check(folder: ZipFile, member: ZipInfo) -> None:
    """Refuses XML that declares entities, and a sheet whose outermost cells span more than the bound."""
    columns, rows, kept = 0, 0, b""
    with folder.open(member) as file:
        while piece := file.read(_PIECE):
            text, kept = kept + piece, piece[-40:]
            if member.filename.endswith((".xml", ".rels")) and _DECLARES.search(text):
                raise PageUnreadable("the workbook holds XML that declares entities; such XML is not read")
            if member.filename.startswith("xl/worksheets/"):
                for letters, digits in _PLACE.findall(text):
                    columns, rows = max(columns, _number(letters)), max(rows, int(digits))
    if columns * rows > _CELLS:
        raise PageUnreadable(f"a sheet of the workbook spans more than {_CELLS:,} cells")


def _number(letters: bytes) -> int:
    """A column's number: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _excel(body: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(body))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, (tuple(map(_shown, row)) for row in rows)
    except (CalamineError, ValueError) as error:
        raise PageUnreadable(f"expected a workbook, got one that cannot be read: {error}") from error


def _shown(value: Any) -> str:
    """A cell's value as text: dates as ISO writes them, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta | bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _open_document(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    root = read_xml(content, expected="the sheets of a workbook")
    for table in root.iter(f"{_TABLE}table"):
        yield table.get(f"{_TABLE}name", ""), _table_rows(table)


def _table_rows(table: Element) -> Iterator[Row]:
    """A table's rows. A repeated row or cell counts only where it says something: empty ones fill the sheet."""
    cells = 0
    for row in table.iter(f"{_TABLE}table-row"):
        said = _cells(row)
        times = _repeated(row, "rows") if said else 1
        cells += times * (len(said) + 1)
        if cells > _CELLS:
            raise PageUnreadable(f"a sheet of the workbook spans more than {_CELLS:,} cells")
        yield from (said for _ in range(times))


def _cells(row: Element) -> Row:
    found: list[str] = []
    gap = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        value, times = _value(cell), min(_repeated(cell, "columns"), 16_384)
        if value:
            found.extend([""] * gap + [value] * times)
        gap = 0 if value else gap + times
    return tuple(found)


def _repeated(element: Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _value(cell: Element) -> str:
    """What a cell keeps: a date in ISO form, else its text, or the address that its text leads to."""
    if stated := cell.get(f"{_OFFICE}date-value"):
        return stated.removesuffix("T00:00:00")
    return "\n".join(text_of(part) for part in cell.iterchildren(f"{_TEXT}p")).strip()
