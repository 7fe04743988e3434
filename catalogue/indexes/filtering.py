"""The documents that a filter lets through: masks over the columns, joined as the tree says."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from catalogue.indexes.columns import Column, Mask
from catalogue.indexes.filters import All, AnyOf, Beginning, Between, Filter, Is, Like, Not, Words
from catalogue.indexes.generation import Generation
from catalogue.indexes.phrases import documents_of, places_of
from catalogue.indexes.postings import Keys
from catalogue.indexes.reading import Phrase, read_phrase
from catalogue.indexes.schema import read_facet
from catalogue.indexes.words import fold, stem

MOST_BEGINNINGS = 256
"""Words that one beginning may stand for; of more, the first in the alphabet."""


def passing(where: Filter, generation: Generation, *, today: str = "") -> Mask:
    """The documents that a filter lets through, deleted ones perhaps among them."""
    match where:
        case All(parts=parts):
            return _joined(parts, generation, today, every=True)
        case AnyOf(parts=parts):
            return _joined(parts, generation, today, every=False)
        case Not(part=part):
            return ~passing(part, generation, today=today)
        case Is(column=name, values=values):
            return column_of(name, generation, today).having(read_facet(name, value) for value in values)
        case Like(column=name, pattern=pattern):
            column, fits = column_of(name, generation, today), _pattern(pattern)
            return column.having(value for value in column.values if fits.match(value))
        case Between():
            return _between(where, generation)
        case Words(text=text, part=part):
            phrase = read_phrase(text, part=part)
            return _having([phrase], generation) if phrase.terms else np.ones(generation.size, dtype=np.bool_)
        case Beginning():
            return _having(_beginnings(where, generation), generation)


def column_of(name: str, generation: Generation, today: str) -> Column:
    """A column by its name; how fresh data is depends on the day."""
    return generation.freshness(today) if name == "freshness" else generation.column(name)


def _joined(parts: tuple[Filter, ...], generation: Generation, today: str, *, every: bool) -> Mask:
    mask = np.full(generation.size, every)
    for part in parts:
        met = passing(part, generation, today=today)
        mask = mask & met if every else mask | met
    return mask


def _between(where: Between, generation: Generation) -> Mask:
    dates: Keys = getattr(generation, where.date)
    mask: Mask = dates > 0
    if where.earliest is not None:
        mask &= dates >= where.earliest
    if where.latest is not None:
        mask &= dates <= where.latest
    return mask


def _pattern(pattern: str) -> re.Pattern[str]:
    """Runs of stars are one, and each takes as little as it can, once: no pattern can make the matching slow."""
    pieces = re.split(r"\*+", pattern)
    written = [re.escape(piece).replace(r"\?", ".") for piece in pieces]
    first, *rest = written
    if not rest:
        return re.compile(rf"(?s:{first})\Z")
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1])
    return re.compile(rf"(?s:{first}{middle}.*{rest[-1]})\Z")


def _having(phrases: Iterable[Phrase], generation: Generation) -> Mask:
    mask = np.zeros(generation.size, dtype=np.bool_)
    for phrase in phrases:
        if len(phrase.terms) == 1 and not phrase.part:
            mask[generation.postings("text", phrase.terms[0][1]).docs] = True
        else:
            mask[documents_of(places_of(phrase, generation))] = True
    return mask


def _beginnings(where: Beginning, generation: Generation) -> list[Phrase]:
    """A phrase for each word that begins so; whole words are known of titles and the like, of texts only stems."""
    prefix = fold(where.text)
    words = {stem(word) for word in generation.beginning("spelling", prefix)} | {stem(prefix)}
    words |= generation.beginning("text", prefix)
    return [Phrase(terms=((0, word),), part=where.part) for word in sorted(words)[:MOST_BEGINNINGS]]
