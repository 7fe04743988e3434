"""From bytes to text: which of the encodings that British tables come in.

A rule, not a guesser: with some pounds and dashes in 64 KB of ASCII, statistical detectors take Windows-1252 for
Windows-1250 or worse (charset-normalizer says itself that short texts are beyond it), and a wrong letter in a column's
name is worse than none. What a server says of itself is not asked: most say what their program says by default.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_ZEROES = 0.2  # of a text in UTF-16 without a mark, a good part of the bytes is zero
_MOSTLY = 4  # so many good letters for each broken one make it UTF-8 with some damage

# A mark, the encoding's name (https://encoding.spec.whatwg.org/#names-and-labels) and Python's name for it.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16be", "utf-16-be"),
)
# What Excel writes in Britain that is not Unicode, the likeliest first: "CSV", "CSV (Macintosh)", "CSV (MS-DOS)", and
# what Welsh was written in before Unicode.
_OLD = (
    ("windows-1252", "cp1252"),
    ("macintosh", "mac-roman"),
    ("ibm850", "cp850"),
    ("iso-8859-14", "iso8859-14"),
)
_LIKELY = re.compile(r"[£€–—‘’“”•…·°²³½¼¾é®©™\u00a0ŵŷâêîôûáàèëïöüçñŴŶÂÊÎÔÛÉ×]")
_UNLIKELY = re.compile(r"[ðþÐÞŒœƒˆ¤¦¬ª§¶¿¡ßÆØ¥Ã†‡‰\x80-\x9f\ufffd◊∫Ω√∂∑∏π∆╣║╗╝░▒▓│┤]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text without its mark, and the name of its encoding as the WHATWG writes it."""

    text: str
    encoding: str


def decode(body: bytes, *, whole: bool) -> Decoded:
    """The text of a body, or of its beginning, which may end within a letter."""
    for mark, name, codec in _MARKS:
        if body.startswith(mark):
            return Decoded(text=_read(body[len(mark) :], codec, whole=whole), encoding=name)
    if name := _unmarked_utf16(body[:400]):
        return Decoded(
            text=_read(body, name.replace("16", "-16-").replace("--", "-"), whole=whole), encoding=name
        )
    text = _read(body, "utf-8", whole=whole)
    broken = text.count("\ufffd")
    if not broken or sum(letter > "\x7f" for letter in text) - broken > _MOSTLY * broken:
        return Decoded(text=text, encoding="utf-8")
    return max(
        (Decoded(text=body.decode(codec, "replace"), encoding=name) for name, codec in _OLD), key=_likeness
    )


def _read(body: bytes, codec: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(body, final=whole)


def _unmarked_utf16(head: bytes) -> str:
    """Which UTF-16 came without its mark; "" for what is none."""
    low, high = head[0::2].count(0), head[1::2].count(0)
    if low + high < len(head) * _ZEROES or min(low, high) > max(low, high) / 4:
        return ""
    return "utf-16le" if high > low else "utf-16be"


def _likeness(decoded: Decoded) -> int:
    """How much a text reads like one of Britain: letters that are common there, less those that are not."""
    return len(_LIKELY.findall(decoded.text)) - 2 * len(_UNLIKELY.findall(decoded.text))
