"""What a record says beyond the model: statements shown under their properties' own addresses."""

from __future__ import annotations

from catalogue.columns.said import COLUMN_NAME
from catalogue.model import Dataset
from web.pages.facts import Fact, Value

_MOST = 60


def extra_facts(dataset: Dataset) -> tuple[Fact, ...]:
    """What the portal said beyond the model, under the property's own address."""
    said = [(name, value) for subject, name, value in dataset.extra if not subject and name != COLUMN_NAME]
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
