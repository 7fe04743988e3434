"""Workbooks (XLSX, ECMA-376) of which only pieces are at hand: the first rows of their sheets.

The folder's directory stands at its end, and says where the sheets and their texts begin. Of these the beginnings are
unpacked, within bounds, cut behind the last whole row, and put together to a small workbook, which the reader of
workbooks reads like any other: so that dates and texts are told in one place.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from harvester.formats.workbook import read_workbook
from harvester.record import PageUnreadable
from harvester.sampling.pieces import Pieces
from harvester.sampling.separating import Line

_MEMBERS = 2_000
_UNPACKED = 1 << 20  # bytes of each part that are unpacked
_SWOLLEN = 8 << 20  # bytes of a whole workbook, unpacked
_SHEETS = 4  # the first ones: a cover and notes stand before the table
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_BOOK_PART = "xl/workbook.xml"
_LOW = 1_000  # the number of a row, beyond which stands no first row of a table
_ROOT = re.compile(rb"<(?:(\w{1,20}):)?(?:worksheet|sst)[\s>]")
_TEXT = re.compile(rb'\bt="s"[^>]*><(?:\w+:)?v>(\d{1,7})<')
_TABLE = re.compile(rb"<(?:\w+:)?row[\s>]")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')
_FAR = re.compile(rb'\br="[A-Z]{3}\d')  # the 703rd column, and those beyond it
_NUMBERED = re.compile(r"xl/worksheets/[^/]*?(\d*)\.xml")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATED = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/"
_BOOK = b'<workbook xmlns="%s" xmlns:r="%s">%s<sheets><sheet name="one" sheetId="1" r:id="one"/></sheets></workbook>'
_TYPES = (
    b'<Types xmlns="%scontent-types"><Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sheet.main+xml"/></Types>'
)
_ROOT_RELATED = (
    b'<Relationships xmlns="%srelationships"><Relationship Id="book" Type="%s/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>'
)


def read_open_document(body: bytes, *, most: int) -> tuple[Line, ...]:
    """The first rows of a whole OpenDocument workbook. PageUnreadable for one that is none, or that swells."""
    try:
        with ZipFile(BytesIO(body)) as folder:
            unpacked = sum(member.file_size for member in folder.infolist())
    except (BadZipFile, OSError) as error:
        raise PageUnreadable(f"is a workbook that cannot be opened: {error}") from error
    if unpacked > _SWOLLEN:
        raise PageUnreadable("is a workbook that is longer than what is read of a file")
    return _lines(body, most)


def read_book(file: Pieces, *, most: int) -> Iterator[tuple[Line, ...]]:
    """The first rows of each of the first sheets. NotAtHand where bytes are wanted, PageUnreadable for what is none."""
    try:
        with ZipFile(file) as folder:
            yield from _sheets(folder, most)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, KeyError) as error:
        raise PageUnreadable(f"is a workbook that cannot be opened: {error}") from error


def _sheets(folder: ZipFile, most: int) -> Iterator[tuple[Line, ...]]:
    names = folder.namelist()
    if len(names) > _MEMBERS:
        raise PageUnreadable("is a workbook of more parts than are looked at")
    styles = _part(folder, _STYLES)[0] if _STYLES in names else b""
    for name in _in_order(folder)[:_SHEETS]:
        sheet = _ended(*_near(*_part(folder, name)), b"row", (b"sheetData", b"worksheet"))
        if not _TABLE.search(sheet):
            continue
        if _FAR.search(sheet):
            raise PageUnreadable("is a workbook of more columns than are looked at")
        texts = b""
        if b't="s"' in sheet and _STRINGS in names:
            texts = _ended(*_part(folder, _STRINGS), b"si", (b"sst",))
        yield _lines(_put_together(sheet, texts, styles, _epoch(folder)), most)


def _lines(book: bytes, most: int) -> tuple[Line, ...]:
    """The first rows that say anything, of the first sheet that has any."""
    try:
        for _, rows in read_workbook(book):
            said = ((number, row) for number, row in enumerate(rows, 1) if any(row))
            if found := tuple((number, _tidied(row)) for number, row in islice(said, most)):
                return found
    except PageUnreadable as error:
        raise PageUnreadable("is a workbook that cannot be opened") from error
    return ()


def _tidied(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in row)


def _in_order(folder: ZipFile) -> list[str]:
    """The sheets as the workbook has them, else by their numbers."""
    names = folder.namelist()
    plain = sorted(
        (name for name in names if _NUMBERED.fullmatch(name)),
        key=lambda name: int((_NUMBERED.fullmatch(name) or [0, 0])[1] or 0),
    )
    try:
        related, _ = _part(folder, "xl/_rels/workbook.xml.rels")
        book, _ = _part(folder, _BOOK_PART)
    except KeyError:
        return plain
    targets = {
        one.get(b"Id", b""): one.get(b"Target", b"") for one in map(_attributes, _RELATED.findall(related))
    }
    shown = [
        one for one in map(_attributes, _SHEET.findall(book)) if one.get(b"state", b"visible") == b"visible"
    ]
    told = [_path(targets.get(one.get(b"r:id", b""), b"").decode("utf-8", "replace")) for one in shown]
    return [name for name in told if name in names] or plain


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _epoch(folder: ZipFile) -> bytes:
    """What a workbook says of the day that it counts from (ECMA-376 part 1, 18.2.28)."""
    try:
        book, _ = _part(folder, _BOOK_PART)
    except KeyError:
        return b""
    return b'<workbookPr date1904="1"/>' if re.search(rb'date1904="(?:1|true)"', book) else b""


def _part(folder: ZipFile, name: str) -> tuple[bytes, bool]:
    """The beginning of a part, and whether that is all of it."""
    member = folder.getinfo(name)
    found = b""
    with folder.open(member) as part:
        while len(found) < _UNPACKED:
            try:
                piece = part.read1(1 << 15)  # type: ignore[attr-defined] # it is a ZipExtFile
            except EOFError:
                return found, False
            if not piece:
                return found, True
            found += piece
    return found[:_UNPACKED], len(found) >= member.file_size


def _near(sheet: bytes, whole: bool) -> tuple[bytes, bool]:
    """A sheet without what stands far below its first rows: a reader fills the gap between with empty cells."""
    far = next((row for row in _ROW.finditer(sheet) if int(row[1]) > _LOW), None)
    return (sheet[: far.start()], False) if far else (sheet, whole)


def _ended(body: bytes, whole: bool, unit: bytes, ends: tuple[bytes, ...]) -> bytes:
    """A part that may be cut off, ended behind its last whole row or text."""
    if whole:
        return body
    root = _ROOT.search(body[:4000])
    prefix = (root[1] + b":") if root and root[1] else b""
    last = b"</" + prefix + unit + b">"
    kept, found, _ = body.rpartition(last)
    return kept + found + b"".join(b"</" + prefix + one + b">" for one in ends) if found else b""


def _put_together(sheet: bytes, texts: bytes, styles: bytes, epoch: bytes) -> bytes:
    """A workbook of one sheet. A text that it refers to and that was cut off is empty."""
    related = [("one", "worksheet", "worksheets/sheet1.xml")]
    parts = {"xl/worksheets/sheet1.xml": sheet}
    if wanted := [int(number) for number in _TEXT.findall(sheet)]:
        related.append(("two", "sharedStrings", "sharedStrings.xml"))
        parts[_STRINGS] = _long_enough(texts, max(wanted) + 1)
    if styles:
        related.append(("three", "styles", "styles.xml"))
        parts[_STYLES] = styles
    links = b"".join(
        b'<Relationship Id="%s" Type="%s/%s" Target="%s"/>'
        % (one.encode(), _OFFICE, kind.encode(), path.encode())
        for one, kind, path in related
    )
    parts["xl/_rels/workbook.xml.rels"] = b'<Relationships xmlns="%srelationships">%s</Relationships>' % (
        _PACKAGE,
        links,
    )
    parts["xl/workbook.xml"] = _BOOK % (_MAIN, _OFFICE, epoch)
    parts["[Content_Types].xml"] = _TYPES % _PACKAGE
    parts["_rels/.rels"] = _ROOT_RELATED % (_PACKAGE, _OFFICE)
    made = BytesIO()
    with ZipFile(made, "w") as folder:
        for name, body in parts.items():
            folder.writestr(name, body)
    return made.getvalue()


def _long_enough(texts: bytes, count: int) -> bytes:
    """The texts with as many empty ones behind them as are referred to."""
    if count > _UNPACKED // 8:
        raise PageUnreadable("is a workbook whose texts stand beyond what is read of a file")
    root = _ROOT.search(texts[:4000])
    prefix = (root[1] + b":") if root and root[1] else b""
    if not root:
        return b'<sst xmlns="%s">' % _MAIN + b"<si><t/></si>" * count + b"</sst>"
    held = texts.count(b"</" + prefix + b"si>") + texts.count(b"<" + prefix + b"si/>")
    empty = b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix)
    before, end, _ = texts.rpartition(b"</" + prefix + b"sst>")
    return before + empty * max(0, count - held) + end
