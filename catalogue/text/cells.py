"""Text in a cell of a table: a spreadsheet would run what begins as a formula (OWASP: CSV injection)."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text, with ' before it where it begins as a formula does."""
    return f"'{text}" if text.startswith(_FORMULA) else text
