"""Which concepts a description uses, wherever in it they stand: its themes, its files' formats, its publisher."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from catalogue.model import Agent, Resource, Thing
from catalogue.property import Form, Line, lines
from catalogue.values import Term
from vocab import Vocabulary
from vocab.bodies import bodies_of

_NAMING = frozenset(("same_as", "applicable_legislation"))
"""The links that say what a thing is; a link to further reading may lead to a concept's page and mean nothing by it."""


def concept_keys(thing: Thing, vocabulary: Vocabulary) -> tuple[str, ...]:
    """`scheme/code` of every concept that a thing and its parts use, each once, after the bare name of each scheme.

    The bare name stands for "any concept of this scheme", so that one count serves for both questions.
    """
    bodies = bodies_of(vocabulary)
    slugs = dict.fromkeys(agent.slug for agent in _agents(thing) if agent.slug)
    found = (
        *(bodies.with_slug(slug) for slug in slugs),
        *map(vocabulary.concept, dict.fromkeys(_iris(thing))),
    )
    keys = dict.fromkeys(concept_key(each.scheme, each.code) for each in found if each)
    return (*dict.fromkeys(key.partition("/")[0] for key in keys), *keys)


def concept_key(scheme: str, code: str) -> str:
    """The name of a concept in the index and in addresses; a code may itself hold a slash, a scheme's name none."""
    return f"{scheme}/{code}"


def _agents(thing: Thing) -> Iterator[Agent]:
    """Who publishes it and who made it; settled agents are known by their slug."""
    if isinstance(thing, Resource):
        yield from (*([thing.publisher] if thing.publisher else []), *thing.creator)


def _iris(thing: Thing) -> Iterator[str]:
    """Every IRI that names what the thing is or has, its own among them."""
    if thing.iri:
        yield thing.iri
    for line in _telling(type(thing)):  # type: ignore[arg-type] # a class is hashable; the type checker says otherwise
        held = getattr(thing, line.name)
        if held:
            for item in held if line.many else (held,):
                yield from _iris_of(item)


def _iris_of(item: Any) -> Iterator[str]:
    match item:
        case Term(iri=iri):
            if iri:
                yield iri
        case Thing():
            yield from _iris(item)
        case str():
            yield item


@lru_cache(maxsize=64)
def _telling(kind: type[Thing]) -> tuple[Line, ...]:
    """The lines of a class that can hold a concept."""
    return tuple(
        line for line in lines(kind) if line.property.form in (Form.TERM, Form.NODE) or line.name in _NAMING
    )
