"""How wide a text is when nobody knows its font: by the usual widths of letters of sans-serif fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

_NARROW, _WIDE = frozenset("fijlrt1 .,:;'!|()[]I·"), frozenset("mwMWOQ✓✗%@&")
_USUAL, _THIN, _BROAD, _WHOLE = 0.6, 0.382, 0.836, 1.05  # of the height of the font


def width_of(text: str, size: float) -> float:
    """The width of a text in a font of a size, in the same unit."""
    return size * sum(map(_share, text))


def wrap(text: str, width: float, size: float, *, most: int) -> tuple[str, ...]:
    """A text in at most so many lines of a width, broken between words where they fit, its end cut off with "…"."""
    lines = [*islice(_lines(text, width, size), most + 1)]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, size))


def _lines(text: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for piece in _pieces(word, width, size):
            if line:
                yield line
            line = piece
    if line:
        yield line


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    """A word in pieces that each fit; one that fits stays whole."""
    piece, wide = "", 0.0
    for char in word:
        wide += width_of(char, size)
        if piece and wide > width:
            yield piece
            piece, wide = "", width_of(char, size)
        piece += char
    yield piece


def _cut(text: str, width: float, size: float) -> str:
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _share(char: str) -> float:
    if char in _NARROW:
        return _THIN
    if char in _WIDE:
        return _BROAD
    return _WHOLE if unicodedata.east_asian_width(char) in "WF" else _USUAL
