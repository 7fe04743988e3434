"""What a record says beyond the model: its columns, and statements shown under their properties' own addresses."""

from __future__ import annotations

from catalogue.model import Dataset, Thing
from web.pages.facts import Fact, Value

COLUMN = "<urn:stook:ns#columnName>"
_MOST = 60


def columns_of(dataset: Dataset) -> tuple[str, ...]:
    """Names of the data's columns, where the record or its distributions tell them."""
    things: tuple[Thing, ...] = (dataset, *dataset.distribution)
    found = (
        plain_literal(value)
        for thing in things
        for subject, name, value in thing.extra
        if not subject and name == COLUMN
    )
    return tuple(dict.fromkeys(found))


def extra_facts(dataset: Dataset) -> tuple[Fact, ...]:
    """What the portal said beyond the model, under the property's own address."""
    said = [(name, value) for subject, name, value in dataset.extra if not subject and name != COLUMN]
    return tuple(
        Fact(label=name.strip("<>"), values=(Value(text=plain_literal(value)),))
        for name, value in said[:_MOST]
    )


def plain_literal(term: str) -> str:
    """An N-Triples term as text: the words of a literal, the address of an IRI."""
    if not term.startswith('"'):
        return term.strip("<>")
    body = term[1 : term.rfind('"')]
    return body.replace('\\"', '"').replace("\\n", " ").replace("\\\\", "\\")
