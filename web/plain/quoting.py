"""Texts of others as literals of a shell, of Python and of R, that nothing can break out of.

Every literal is of printable characters only, so that what is copied is what is seen: no end of line that would run
the half of it, no sign of a terminal, and nothing that turns the direction of writing.
"""

from __future__ import annotations

import re
import shlex
from urllib.parse import quote, urlsplit

from catalogue.iri import is_web_address, read_iri

_SAFE = "".join(chr(point) for point in range(0x21, 0x7F) if chr(point) not in '"<>\\^`{|}')
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_FILE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME, _LONGEST_ADDRESS = 60, 2_000


def plain_address(text: str) -> str:
    """A web address in printable ASCII, which means the same; "" for what is none, is longer than programs take, or has
    a name and password in it."""
    iri = read_iri(text) if is_web_address(text) and len(text) <= _LONGEST_ADDRESS else None
    if iri is None:
        return ""
    try:
        parts = urlsplit(iri)
        host = (parts.hostname or "").encode("idna").decode() if not iri.isascii() else parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except (UnicodeError, ValueError):
        return ""
    host = f"[{host}]" if ":" in host else host
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    rest = iri.partition("//")[2][len(parts.netloc) :].partition("#")[0]
    return f"{parts.scheme}://{host}{port}{quote(rest, safe=_SAFE)}"


def file_name(address: str, ending: str) -> str:
    """A harmless name for the file at an address, with an ending ("" for its own): of letters, digits, dots and lines,
    never hidden and no option of a program."""
    last = urlsplit(address).path.rpartition("/")[2]
    name = _FILE.sub("-", last).strip(".-")[-_LONGEST_NAME:].strip(".-") or "data"
    return name if not ending or name.lower().endswith(f".{ending}") else f"{name}.{ending}"


def in_shell(text: str) -> str:
    """A text of printable ASCII as one word of a POSIX shell."""
    return shlex.quote(text)


def in_python(text: str) -> str:
    """A text as a literal of Python, in double quotes where it can be."""
    written = repr(text)
    return f'"{written[1:-1]}"' if written[0] == "'" and '"' not in written else written


def in_r(text: str) -> str:
    """A text as a literal of R; a NUL, which R has no text with, is left out (https://cran.r-project.org/doc/manuals/R-lang.html#Literal-constants)."""
    return '"' + "".join(map(_in_r, text)) + '"'


def _in_r(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    point = ord(char)
    if not point or 0xD800 <= point < 0xE000:
        return ""
    return f"\\u{{{point:04x}}}" if point < 0x10000 else f"\\U{{{point:08x}}}"
