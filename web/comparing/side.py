"""One of the datasets that are compared: what it answers to each question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from catalogue.columns.holding import held_in
from catalogue.document import licence_of
from catalogue.model import Dataset
from catalogue.quality.metrics import MOST, band_of
from catalogue.quality.scores import Scores
from catalogue.trust.timeliness import Punctuality
from web.pages.facts import FactReader, Value
from web.trust.dates import last_change
from web.trust.fact import Grounds
from web.trust.updating import timeliness_of
from web.wording import say_count, say_date, say_size

_FEW = 10  # values of one answer
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A dataset with what its answers are worked out from."""

    grounds: Grounds
    title: str
    lang: str
    scores: Scores | None

    @property
    def id(self) -> str:
        """Its identifier."""
        return self.grounds.entry.id

    @property
    def dataset(self) -> Dataset:
        """What its publisher says."""
        return self.grounds.dataset


Answers = tuple[Value, ...]
"""What stands in a cell; nothing where the publisher says nothing."""

Ask = Callable[[Side, FactReader], Answers]


def publisher(side: Side, reader: FactReader) -> Answers:
    """Who answers for it."""
    agent = side.dataset.publisher
    return (reader.agent(agent),) if agent else ()


def portal(side: Side, reader: FactReader) -> Answers:
    """Where it is listed."""
    address = reader.links.portal(side.grounds.entry.portal)
    return (Value(text=side.grounds.portal_title, address=address),)


def place(side: Side, reader: FactReader) -> Answers:
    """What area it covers."""
    return tuple(value for one in side.dataset.spatial for value in reader.values(one))[:_FEW]


def period(side: Side, reader: FactReader) -> Answers:
    """What time it covers."""
    return tuple(value for one in side.dataset.temporal for value in reader.values(one))[:_FEW]


def changed(side: Side, _: FactReader) -> Answers:
    """When the data last changed."""
    at, _how = last_change(side.dataset)
    return (Value(text=say_date(at), date=at),) if at else ()


def frequency(side: Side, reader: FactReader) -> Answers:
    """How often it is said to change."""
    stated = side.dataset.accrual_periodicity
    return (reader.term(stated),) if stated else ()


def updates(side: Side, _: FactReader) -> Answers:
    """Whether it was updated on time, as of when it was last seen."""
    _frequency, timeliness, _as_of = timeliness_of(side.grounds)
    match timeliness.verdict:
        case Punctuality.ON_TIME:
            return (Value(text="On time"),)
        case Punctuality.OVERDUE:
            return (Value(text=f"Overdue by {say_count(timeliness.overdue, 'day')}"),)
        case Punctuality.NO_DATE:
            return (Value(text="No date is due"),)
        case _:
            return (Value(text="Not known"),)


def licence(side: Side, reader: FactReader) -> Answers:
    """What may be done with it."""
    stated = licence_of(side.dataset)
    if stated is None:
        return ()
    concept = reader.vocabulary.concept(stated.iri) if stated.iri else None
    value = replace(reader.term(stated), said="")
    return (
        replace(value, how="open" if concept and concept.facts.get("open") == "true" else "read the terms"),
    )


def access(side: Side, reader: FactReader) -> Answers:
    """Who may see it."""
    stated = side.dataset.access_rights
    return (reader.term(stated),) if stated else ()


def formats(side: Side, reader: FactReader) -> Answers:
    """In what formats it can be had, each once."""
    stated = (replace(reader.term(one.format), said="") for one in side.dataset.distribution if one.format)
    return tuple({value.text.casefold(): value for value in stated}.values())[:_FEW]


def size(side: Side, _: FactReader) -> Answers:
    """How large its files are together, as far as their sizes are stated."""
    files = side.dataset.distribution
    stated = [one.byte_size.value for one in files if one.byte_size]
    sizes = [int(one) for one in stated if one.isascii() and one.isdigit() and len(one) <= _MOST_DIGITS]
    if not sizes:
        return ()
    told = say_size(str(sum(sizes)))
    part = f"of {len(sizes)} of its {len(files)} files" if len(sizes) < len(files) else ""
    return (Value(text=told, how=part or say_count(len(files), "file")),)


def identifiers(side: Side, reader: FactReader) -> Answers:
    """Which identifiers its columns hold."""
    codes = [one.kind for one in held_in(side.grounds.tables)]
    return tuple(_identifier(code, reader) for code in codes)[:_FEW]


def _identifier(code: str, reader: FactReader) -> Value:
    concept = reader.vocabulary.find("identifier", code)
    address = reader.links.vocabulary("identifier", code)
    return Value(text=concept.label() if concept else code, address=address)


def as_published(side: Side, _: FactReader) -> Answers:
    """Its score as published."""
    points = side.scores.published_points if side.scores else None
    return () if points is None else (_points(points),)


def as_here(side: Side, _: FactReader) -> Answers:
    """Its score in this catalogue."""
    return (_points(side.scores.here_points),) if side.scores else ()


def _points(points: int) -> Value:
    return Value(text=f"{points} of {MOST}", how=band_of(points).title)


def contact(side: Side, reader: FactReader) -> Answers:
    """Whom to ask."""
    found = (fact.values for one in side.dataset.contact_point for fact in reader.facts(one))
    return tuple(value for values in found for value in values)[:_FEW]


def checked(side: Side, _: FactReader) -> Answers:
    """When it was last seen at its portal."""
    at = side.grounds.checked
    return (Value(text=say_date(at), date=at),) if at else ()


QUESTIONS: tuple[tuple[str, str, Ask], ...] = (
    ("publisher", "Publisher", publisher),
    ("portal", "Portal", portal),
    ("place", "Area", place),
    ("period", "Period", period),
    ("data-changed", "Data changed", changed),
    ("frequency", "How often it changes", frequency),
    ("updates", "Updated on time", updates),
    ("licence", "Licence", licence),
    ("access", "Access", access),
    ("formats", "Formats", formats),
    ("size", "Size", size),
    ("identifiers", "Identifiers in its columns", identifiers),
    ("score-published", "Score as published", as_published),
    ("score-here", "Score in this catalogue", as_here),
    ("contact", "Contact", contact),
    ("last-checked", "Last checked here", checked),
)
"""What is asked of each, in the order of the page: its code, its label, and how it is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with the answer of each dataset."""

    code: str
    label: str
    cells: tuple[Answers, ...]

    @property
    def silent(self) -> bool:
        """Whether none says anything."""
        return not any(self.cells)

    @property
    def differs(self) -> bool:
        """Whether they answer differently; where some say nothing and others something they do."""
        return len({frozenset(value.text.casefold() for value in cell) for cell in self.cells}) > 1


def compare(
    sides: Iterable[Side], reader: FactReader, questions: Iterable[tuple[str, str, Ask]] = QUESTIONS
) -> tuple[Line, ...]:
    """Every question, asked of each."""
    asked = tuple(sides)
    return tuple(
        Line(code=code, label=label, cells=tuple(ask(side, reader) for side in asked))
        for code, label, ask in questions
    )
