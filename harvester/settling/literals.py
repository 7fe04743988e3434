"""Dates and numbers as precise literals."""

from __future__ import annotations

import re
from decimal import Decimal
from math import inf

from catalogue.property import Line
from catalogue.time.dates import Order, is_placeholder, read_date
from catalogue.values import Typed
from harvester.settling.notes import Notes
from harvester.settling.periods import habits_of
from vocab import fold
from vocab.namespaces import DCAT, DCT, XSD
from vocab.rules import says_nothing

_DATES = {DCT.issued, DCT.modified, DCAT.startDate, DCAT.endDate}
_ENDS = frozenset({"start_date", "end_date"})  # read where the period is
_ISO = re.compile(r"\d{4}(?:-|$)")
_SERIAL = re.compile(r"\[?[©c]?\d{4}\??\]?-(?:\[?\d{4}\??\]?|\]?)", re.ASCII)
"""The years in which a serial came out, or from which it does: it was first published in the first of them."""

_NUMBERS = {DCAT.byteSize: XSD.nonNegativeInteger, DCAT.spatialResolutionInMeters: XSD.decimal}


def settle_typed(typed: Typed, line: Line, place: str, notes: Notes) -> Typed | None:
    """A literal with its datatype; None, with a finding, where its text cannot be read."""
    iri = line.property.iri
    if iri in _DATES:
        return _date(typed, line, place, notes)
    if iri in _NUMBERS:
        return _number(typed, _NUMBERS[iri], place, notes)
    return typed if typed.value.strip() else None


def _date(typed: Typed, line: Line, place: str, notes: Notes) -> Typed | None:
    text = typed.value.strip()
    iso = _ISO.match(text) is not None  # nearly all are, and need no knowledge of the portal
    if not iso and says_nothing(fold(text)):
        return None
    found = read_date(text) if iso else read_date(text, habits_of(notes).order)
    if found is None and line.property.iri == DCT.issued and _SERIAL.fullmatch(text):
        found = read_date(text.partition("-")[0])
    if found is None:
        _unread(text, line, place, notes)
    elif not iso and place.rpartition(".")[2] not in _ENDS:
        notes.mapped(place, text, found.datatype, "read as a date")
    return found


def _unread(text: str, line: Line, place: str, notes: Notes) -> None:
    """A date that nobody can read; one that some software writes for "unknown" is no word to be learnt."""
    label, code, fix = (
        line.property.label,
        "unreadable-date",
        "Write dates as year-month-day, such as 2026-03-31.",
    )
    if is_placeholder(text):
        notes.unread(
            "placeholder-date", place, text, f"{label}: software writes this date where none is known."
        )
        return
    notes.mapped(place, text, "", "")
    ambiguous = read_date(text, Order.DAY_FIRST) is not None
    reason = (
        "the day and the month cannot be told apart" if ambiguous else "this is not a date that we can read"
    )
    notes.unread("ambiguous-date" if ambiguous else code, place, text, f"{label}: {reason}.", fix)


def _number(typed: Typed, datatype: str, place: str, notes: Notes) -> Typed | None:
    text = typed.value.strip().replace(",", "").replace("_", "")
    try:
        number = float(text)
    except ValueError:
        notes.unread("unreadable-number", place, typed.value, "This is not a number that we can read.")
        return None
    if not 0 <= number < inf:
        return None
    written = Decimal(text) if number else Decimal(0)  # neither type of XSD knows an exponent
    whole = datatype == XSD.nonNegativeInteger
    return Typed(str(int(written)) if whole else f"{written:f}", datatype)
