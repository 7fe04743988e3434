"""Dates and numbers as precise literals."""

from __future__ import annotations

from decimal import Decimal
from math import inf

from catalogue.dates import read_date
from catalogue.property import Line
from catalogue.values import Typed
from harvester.settling.notes import Notes
from vocab.namespaces import DCAT, DCT, XSD

_DATES = {DCT.issued, DCT.modified, DCAT.startDate, DCAT.endDate}
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
    if not text:
        return None
    found = read_date(text)
    if found is None:
        notes.mapped(place, text, "", "")
        notes.unread(
            "unreadable-date",
            place,
            text,
            f"{line.property.label}: this is not a date that we can read.",
            "Write dates as year-month-day, such as 2026-03-31.",
        )
    return found


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
