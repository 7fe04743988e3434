"""A table's columns as they were seen, and what their names speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, replace

from catalogue.identifiers.kinds import Kind, kinds_of
from catalogue.identifiers.looking import Look, look_at, said
from catalogue.identifiers.names import Hint, Source, Told, hints, speaks_of
from vocab import Vocabulary

_PHRASE = re.compile(r"[.,;:(\n]")
_ARTICLES = re.compile(r"^(?:the|a|an|this is the|unique identifier,)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One column as it was seen: what its portal or its file calls it, and of its values those that are not empty, as
    text. `datatype` is the local name of one of CSVW's, "" where unknown."""

    name: str
    _: KW_ONLY
    title: str = ""
    description: str = ""
    datatype: str = ""
    values: tuple[str, ...] = ()


class Table:
    """All columns of one table beside each other: for each its hints and the values that say something."""

    __slots__ = ("_columns", "_vocabulary", "hints", "kinds", "values")

    def __init__(self, columns: Sequence[Seen], vocabulary: Vocabulary) -> None:
        self._columns = columns
        self._vocabulary = vocabulary
        self.kinds = kinds_of(vocabulary)
        self.hints = [_hints(column, vocabulary) for column in columns]
        self.values = [said(column.values) if column.values else () for column in columns]

    def __len__(self) -> int:
        return len(self._columns)

    def called(self, place: int) -> str:
        """What a sentence calls a column: its name, or its title where that told the kind."""
        column, found = self._columns[place], self.hints[place]
        return column.title if found and found[0].source is Source.TITLE else column.name

    def names(self, place: int) -> tuple[str, ...]:
        """The names of a column, for words that forbid a kind."""
        column = self._columns[place]
        return tuple(filter(None, (column.name, column.title)))

    def datatype(self, place: int) -> str:
        """What the portal or the file says of its values."""
        return self._columns[place].datatype

    def look(self, place: int, kind: Kind) -> Look:
        """What the values of a column say of a kind."""
        return look_at(self.values[place], kind, self._vocabulary)

    def partner(self, place: int, kind: Kind) -> int | None:
        """The nearest column that by its name holds the other half of the point; None where there is none."""
        others = (other for other in range(len(self)) if other != place)
        held = [other for other in others if any(hint.kind == kind.partner for hint in self.hints[other])]
        return min(held, key=lambda other: abs(other - place), default=None)

    def in_context(self, place: int, kind: Kind) -> bool:
        """Whether another column speaks of what the kind names."""
        others = [name for other in range(len(self)) if other != place for name in self.names(other)]
        return speaks_of(others, kind.context) and not speaks_of(others, kind.against)


def _hints(column: Seen, vocabulary: Vocabulary) -> tuple[Hint, ...]:
    """By the name; by the title where it says more; else by the phrase with which the description begins."""
    by_name = hints(column.name, vocabulary)
    if any(hint.told is Told.ALONE for hint in by_name) or not (column.title or column.description):
        return by_name
    titled = tuple(replace(hint, source=Source.TITLE) for hint in hints(column.title, vocabulary))
    if any(hint.told is Told.ALONE for hint in titled):
        return titled
    return by_name or titled or tuple(_described(column.description, vocabulary))


def _described(description: str, vocabulary: Vocabulary) -> Iterator[Hint]:
    phrase = _ARTICLES.sub("", _PHRASE.split(description.strip(), maxsplit=1)[0])
    for hint in hints(phrase, vocabulary):
        if hint.whole and hint.told is Told.ALONE:
            yield replace(hint, whole=False, source=Source.DESCRIPTION)
