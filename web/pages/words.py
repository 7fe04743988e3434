"""How the words of one dataset were read: each as published, what it was read as, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.entry import Mapping
from catalogue.values import Term
from vocab.namespaces import DCT
from web.pages.facts import FactReader, Value, say_word
from web.pages.mapping import property_label
from web.reasons import say_reason

_MOST = 120
_LONGEST = 300
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingRow:
    """One published word and what it was read as; `mapped` is None where nobody knows the word."""

    property: str
    word: str
    mapped: Value | None
    how: str


def make_mappings(mappings: Iterable[Mapping], reader: FactReader) -> tuple[MappingRow, ...]:
    """A row for each word of a property, once however many files say it; at most 120."""
    different = tuple(dict.fromkeys(mappings))[:_MOST]
    return tuple(_mapping_row(one, reader) for one in different)


def _mapping_row(mapping: Mapping, reader: FactReader) -> MappingRow:
    return MappingRow(
        property=property_label(mapping.property),
        word=say_word(mapping.word, longest=_LONGEST),
        mapped=_read_as(mapping.iri, reader) if mapping.iri else None,
        how=say_reason(mapping.how),
    )


def _read_as(iri: str, reader: FactReader) -> Value:
    """A concept by its name; a date or a period by that word."""
    if iri == DCT.PeriodOfTime:
        return Value(text="a period")
    return Value(text="a date") if iri.startswith(_XSD) else reader.term(Term("", iri))
