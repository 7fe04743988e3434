"""What the cells of a column are, by the names that CSVW gives to datatypes.

https://www.w3.org/TR/tabular-metadata/#built-in-datatypes; a type is told of how a column is written, so "£1,200" is a
decimal with a pattern, "01/04/2021" a date with one, and a number with a leading zero a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from vocab.folding import fold
from vocab.rules.silence import says_nothing

_NEARLY_ALL = 0.95  # of the values that say something
_SIGNS = frozenset((".", "..", "...", "-", "--", "–", "—", "*", "**", "?", "#", ":", "/", "\\N", "~"))
_WORDS = frozenset(
    (
        "blank",
        "missing",
        "no data",
        "not available",
        "not provided",
        "not recorded",
        "tbc",
    )
)
# What a spreadsheet writes after "#" where a formula fails; REF alone is a decision of planning.
_ERRORS = frozenset(("ref", "value", "div 0", "name", "num", "null", "n a", "spill", "calc"))
_TRUTHS = frozenset(("true", "false", "yes", "no", "y", "n"))
_LETTERS = frozenset(("t", "f"))
_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+"
_INTEGER = re.compile(rf"[-+]?(?:0|[1-9]\d{{0,18}}|{_THOUSANDS})", re.ASCII)
_NUMBER = rf"(?:{_THOUSANDS}|\d{{1,19}})?(?:\.\d{{1,20}})?"
_DECIMAL = re.compile(
    rf"(?=.*\d)(?:[-+]? ?[£$€]? ?[-+]?{_NUMBER} ?%?|\([£$€]?{_NUMBER}\)|[-+]?\d{{1,15}},\d{{1,6}})", re.ASCII
)
_LEADING_ZERO = re.compile(r"[-+]?0\d+")
_DOUBLE = re.compile(r"[-+]?\d(?:\.\d+)?[eE][-+]?\d{1,3}", re.ASCII)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d", re.ASCII)
_YEAR_MONTH = re.compile(r"(?:1[6-9]|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
_OF_YEARS = re.compile(r"\b(?:year|yr|blwyddyn)", re.IGNORECASE)
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?: ?[ap]m)?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|BST|[-+]\d\d:?\d\d))?"
_TIME = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATES = (
    rf"(?P<iso>(?:1[5-9]|2\d)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[12]\d|0?[1-9]))"
    rf"|(?P<one>\d{{1,2}})(?P<sign>[-/.])(?P<two>\d{{1,2}})(?P=sign)(?:\d{{4}}|\d\d)"
    rf"|(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[- /]{_MONTH}[-, /]{{1,2}}(?:\d{{4}}|\d\d)"
    rf"|{_MONTH} (?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,? \d{{4}}"
)
_DATE = re.compile(rf"(?:{_DATES})(?P<time>[T ]{_CLOCK}{_ZONE})?", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_missing(value: str) -> bool:
    """Whether a cell says nothing: empty, or one of the signs and words that people write for that."""
    if not value or value in _SIGNS:
        return True
    if len(value) > 24:
        return False
    folded = fold(value)
    return says_nothing(folded) or folded in _WORDS or (value[0] == "#" and folded in _ERRORS)


def datatype_of(values: Iterable[str], name: str = "") -> str:
    """The datatype of a column by its values and, for years, its name; "" where none says anything.

    A value in twenty may be written otherwise, as totals and notes are.
    """
    told = [value for value in values if not is_missing(value)]
    if not told:
        return ""
    if _are_truths(told):
        return "boolean"
    kinds = [kind_of(value) for value in told]
    for datatype, members in _WIDENING:
        if sum(kind in members for kind in kinds) >= len(kinds) * _NEARLY_ALL:
            return _settled(datatype, told, name)
    return "string"


@lru_cache(maxsize=8192)
def kind_of(value: str) -> str:
    """The datatype that one cell could be of; "string" where it is none of the others."""
    if len(value) > 64:
        return "anyURI" if _ADDRESS.fullmatch(value) else "string"
    if _YEAR.fullmatch(value):
        return "gYear"
    if _INTEGER.fullmatch(value):
        return "integer"
    if _DOUBLE.fullmatch(value):
        return "double"
    if not _LEADING_ZERO.fullmatch(value) and _DECIMAL.fullmatch(value):
        return "decimal"
    if found := _DATE.fullmatch(value):
        return _date_kind(found)
    if _YEAR_MONTH.fullmatch(value):
        return "gYearMonth"
    if _TIME.fullmatch(value):
        return "time"
    return "anyURI" if _ADDRESS.fullmatch(value) else "string"


_WIDENING = (
    ("gYear", {"gYear"}),
    ("integer", {"integer", "gYear"}),
    ("decimal", {"decimal", "integer", "gYear"}),
    ("double", {"double", "decimal", "integer", "gYear"}),
    ("date", {"date"}),
    ("dateTime", {"dateTime", "date"}),
    ("gYearMonth", {"gYearMonth"}),
    ("time", {"time"}),
    ("anyURI", {"anyURI"}),
)


def _are_truths(values: list[str]) -> bool:
    words = {value.lower() for value in values}
    return words <= _TRUTHS or words == _LETTERS


def _settled(datatype: str, values: list[str], name: str) -> str:
    """The type, where it holds for the column as a whole: numbers between 1600 and 2099 are years only where the name
    says so, and dates are written in one order."""
    if datatype == "gYear" and not _OF_YEARS.search(name.replace("_", " ")):
        return "integer"
    if datatype in ("date", "dateTime") and _is_of_two_orders(values):
        return "string"
    return datatype


def _date_kind(found: re.Match[str]) -> str:
    if found["iso"] and not _exists(found["iso"]):
        return "string"
    if found["one"] and not _is_day_and_month(int(found["one"]), int(found["two"])):
        return "string"
    return "dateTime" if found["time"] else "date"


def _exists(iso: str) -> bool:
    year, month, day = map(int, re.split("[-/.]", iso))
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_day_and_month(one: int, two: int) -> bool:
    return (1 <= one <= 31 and 1 <= two <= 12) or (1 <= one <= 12 and 1 <= two <= 31)


def _is_of_two_orders(values: Iterable[str]) -> bool:
    """Whether some dates can only be day first, and as many as not only month first."""
    found = [match for value in values if (match := _DATE.fullmatch(value)) and match["one"]]
    day_first = sum(int(match["one"]) > 12 for match in found)
    month_first = sum(int(match["two"]) > 12 for match in found)
    return min(day_first, month_first) > len(found) * (1 - _NEARLY_ALL)
