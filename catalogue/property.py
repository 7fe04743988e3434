"""One line of the model: how a field of a thing is named, read and written in RDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_type_hints

T = TypeVar("T")


class Form(Enum):
    """What stands at the end of a property."""

    TEXT = "text"  # words for people, with their language
    TERM = "term"  # a word from a vocabulary
    TYPED = "typed"  # a date, a number, a duration
    LINK = "link"  # an address
    NODE = "node"  # another thing of the model


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What one field means. `scheme` names the vocabulary that fills it, `also` the misspelt or older
    properties that portals use for the same; `kind` is the RDF class of a word without a concept."""

    iri: str
    form: Form
    label: str
    scheme: str = ""
    kind: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A property as it stands in a class: the field's name, whether it repeats, and the class of a node."""

    name: str
    many: bool
    property: Property
    node: type[Any] | None


def one(iri: str, form: Form, label: str, **more: Any) -> Any:
    """A field that holds at most one value."""
    prop = Property(iri=iri, form=form, label=label, **more)
    return dataclasses.field(default=None, metadata={"property": prop})


def many(iri: str, form: Form, label: str, **more: Any) -> Any:
    """A field that holds any number of values."""
    prop = Property(iri=iri, form=form, label=label, **more)
    return dataclasses.field(default=(), metadata={"property": prop})


def with_values(thing: T, **changed: Any) -> T:
    """As dataclasses.replace, for things: a dataset passes through some twenty, and this takes a third of the time.

    Raises KeyError where a field's name is none of the thing's.
    """
    kind = type(thing)
    read, places, setters = _slots(kind)  # type: ignore[arg-type] # as below
    values = list(read(thing))
    for name, value in changed.items():
        values[places[name]] = value
    copy = object.__new__(kind)
    for put, value in zip(setters, values, strict=True):
        put(copy, value)
    return copy


def said_lines(thing: Any) -> list[tuple[Line, Any]]:
    """Each property of a thing that holds something, with what it holds."""
    found, read = _read_lines(type(thing))  # type: ignore[arg-type] # as below
    return [
        (line, value)
        for line, value in zip(found, read(thing), strict=True)
        if value is not None and value != ()
    ]


def is_blank(thing: Any) -> bool:
    """Whether a thing says nothing beside the key that its portal gave it."""
    return not any(_beside_key(type(thing))(thing))  # type: ignore[arg-type] # as below


def lines(kind: type[Any]) -> tuple[Line, ...]:
    """Every property of a class of the model, in the order of its fields."""
    return _lines(kind)  # type: ignore[arg-type] # a class is hashable; the type checker says otherwise


@lru_cache(maxsize=64)
def _slots(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int], tuple[Any, ...]]:
    """How to read all fields of a slotted class at once, where each stands, and how to set it past its frozenness."""
    names = [field.name for field in dataclasses.fields(kind)]
    places = {name: place for place, name in enumerate(names)}
    return attrgetter(*names), places, tuple(getattr(kind, name).__set__ for name in names)


@lru_cache(maxsize=64)
def _beside_key(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in dataclasses.fields(kind) if field.name != "key"))


@lru_cache(maxsize=64)
def _read_lines(kind: type[Any]) -> tuple[tuple[Line, ...], Callable[[Any], tuple[Any, ...]]]:
    found = lines(kind)
    return found, attrgetter(*(line.name for line in found))


@lru_cache(maxsize=64)
def _lines(kind: type[Any]) -> tuple[Line, ...]:
    hints = get_type_hints(kind)
    return tuple(
        Line(f.name, f.default == (), f.metadata["property"], _node_type(hints[f.name]))
        for f in dataclasses.fields(kind)
        if "property" in f.metadata
    )


def _node_type(hint: Any) -> type[Any] | None:
    """The class of the model in `tuple[X, ...]` or `X | None`; None where the values are not things."""
    found = [arg for arg in get_args(hint) if dataclasses.is_dataclass(arg)]
    return found[0] if found and hasattr(found[0], "rdf_type") else None  # type: ignore[return-value]
