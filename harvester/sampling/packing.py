"""Files that come packed: gzip and zip, of which the first bytes are enough, and never more than a bound of them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from harvester.record import PageUnreadable

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_UNPACKED = 131_072  # bytes
_LOCAL = struct.Struct("<4sHHHHHIIIHH")  # a member's own head (APPNOTE.TXT, 4.3.7)
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".geojson", ".json")
_BOOK = ("[Content_Types].xml", "_rels/", "xl/", "docProps/")
_DEFLATED, _STORED, _LOCKED = 8, 0, 1


def is_gzip(body: bytes) -> bool:
    """Whether a body is packed by gzip."""
    return body.startswith(_GZIP)


def is_zip(body: bytes) -> bool:
    """Whether a body is a packed folder."""
    return body.startswith((_ZIP, b"PK\x05\x06"))


def unzipped(body: bytes, *, whole: bool) -> tuple[bytes, bool]:
    """The beginning of what gzip packed, and whether that is all of it."""
    return _inflated(body, zlib.MAX_WBITS | 16, whole=whole)


def is_book(body: bytes) -> bool:
    """Whether a packed folder is a workbook of Excel's, by its first member."""
    return _member(body)[0].startswith(_BOOK)


def is_open_document(body: bytes) -> bool:
    """Whether a packed folder is an OpenDocument (its part 2, 3.3: what it is stands first)."""
    return _member(body)[0] == "mimetype"


def first_table(body: bytes, *, whole: bool) -> tuple[bytes, bool]:
    """The beginning of the first table in a packed folder, and whether that is all of it. PageUnreadable where it holds
    none, or none that the first bytes reach."""
    if whole:
        return _first_of_whole(body)
    name, method, flags, start = _member(body)
    if not _is_table(name):
        raise PageUnreadable(f"is a packed folder that begins with no table ({name[:80]!r})")
    _refuse_locked(flags)
    if method not in (_DEFLATED, _STORED):
        raise PageUnreadable("is a folder packed in a way that is not read")
    if method == _STORED:
        return body[start:], False
    return _inflated(body[start:], -zlib.MAX_WBITS, whole=False)


def _first_of_whole(body: bytes) -> tuple[bytes, bool]:
    try:
        with ZipFile(BytesIO(body)) as folder:
            member = next((one for one in folder.infolist() if _is_table(one.filename)), None)
            if member is None:
                raise PageUnreadable("is a packed folder without a table")
            _refuse_locked(member.flag_bits)
            with folder.open(member) as file:
                found = file.read(_UNPACKED + 1)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise PageUnreadable(f"is a packed folder that cannot be opened: {error}") from error
    return found[:_UNPACKED], len(found) <= _UNPACKED


def _member(body: bytes) -> tuple[str, int, int, int]:
    """The first member: its name, how it is packed, its flags, and where its bytes begin."""
    if len(body) < _LOCAL.size or not body.startswith(_ZIP):
        return "", 0, 0, 0
    _, _, flags, method, _, _, _, _, _, name, extra = _LOCAL.unpack_from(body)
    start = _LOCAL.size + name + extra
    return body[_LOCAL.size : _LOCAL.size + name].decode("utf-8", "replace"), method, flags, start


def _is_table(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.lower().endswith(_TABLES) and not last.startswith((".", "_")) and "__MACOSX" not in name


def _refuse_locked(flags: int) -> None:
    if flags & _LOCKED:
        raise PageUnreadable("is a packed folder with a password")


def _inflated(body: bytes, window: int, *, whole: bool) -> tuple[bytes, bool]:
    part = zlib.decompressobj(window)
    try:
        found = part.decompress(body, _UNPACKED)
    except zlib.error as error:
        raise PageUnreadable(f"is a packed file that cannot be opened: {error}") from error
    return found, whole and part.eof
