"""Characters that somebody read in the wrong encoding, mended where that is certain: "â€™" was an apostrophe."""

from __future__ import annotations

import re

import ftfy
from ftfy.badness import is_bad

# Two guesses of the library are switched off: a lost byte stays lost, and so does a space that was none.
_CERTAIN = ftfy.TextFixerConfig(
    unescape_html=False, restore_byte_a0=False, replace_lossy_sequences=False, decode_inconsistent_utf8=True
)

# What begins a character of UTF-8 when its bytes are read as Windows-1252, Latin-1 or Mac Roman, and something
# beyond ASCII after it; or a control character that only Windows has a use for.
_SUSPECT = re.compile(r"[Â-ôƒ‚√¬≈Œ][^\x00-\x7f]|[\x80-\x9f]")

# Welsh w and y with a circumflex, which the library takes for "Å" and a sign, since one alone is no proof to
# it. After a letter of a Welsh word nothing else is meant.
_WELSH = {"Åµ": "ŵ", "Å·": "ŷ", "Å´": "Ŵ", "Å¶": "Ŷ"}
# "With" at the beginning of a Welsh sentence; to the library half a space.
_WITH = re.compile(r"((?<!\S)Â(?= ))")
_AFTER_LETTER = re.compile(r"(?<=[A-Za-z])Å[µ·´¶]")


def mended(text: str) -> str:
    """The text with what is surely broken put right, line by line; nearly always the text as it is."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    return "\n".join(_mended_line(line) for line in text.split("\n"))


def _mended_line(line: str) -> str:
    if line.isascii() or not _SUSPECT.search(line):
        return line
    welsh = _AFTER_LETTER.sub(lambda pair: _WELSH[pair[0]], line)
    return "".join(piece if piece == "Â" else _mended_piece(piece) for piece in _WITH.split(welsh))


def _mended_piece(piece: str) -> str:
    fixed = ftfy.fix_encoding(piece, _CERTAIN) if is_bad(piece) else piece
    return ftfy.fixes.fix_c1_controls(fixed)
