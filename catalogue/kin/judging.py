"""Which dataset that is alone with its title belongs to the kin of another: by equal columns, under nearly the same
title or of the same council service. Keys are looked up, nothing is compared with everything."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.kin.facts import Facts
from catalogue.kin.likeness import Likeness, compare_facts

PLAIN_FILE = Path(__file__).with_name("plain-columns.csv")

_LEAST = 4  # telling columns of a table that can be recognised by them
_ALIKE = 0.6  # of all telling columns of two, that both must have
_MOST_TERMS = 8  # of a title of which one can be left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a dataset can be looked up by: `whole` is all that its title says, `part` the same but for one term, and
    `service` a council service. `digest` is equal for a whole and a part that say the same."""

    kind: str
    digest: str


def keys_of(facts: Facts) -> tuple[Key, ...]:
    """The keys of a dataset; none where it tells too few columns to be recognised."""
    if len(telling(facts)) < _LEAST:
        return ()
    return tuple(dict.fromkeys(_keys(facts)))


def belongs(one: Facts, other: Facts) -> Likeness | None:
    """How alike two datasets with other titles are where the one belongs to what the other is of; None where not.

    One title must say all that the other does, and more, unless both name one council service; and most of their
    telling columns must be equal.
    """
    terms, others = set(one.terms), set(other.terms)
    near = terms < others or others < terms
    if terms == others or not (near or set(one.services) & set(other.services)):
        return None
    ours, theirs = telling(one), telling(other)
    equal = len(ours & theirs)
    if equal < _LEAST or equal < _ALIKE * len(ours | theirs):
        return None
    return compare_facts(one, other)


def telling(facts: Facts) -> frozenset[str]:
    """The columns that tell what a table is about."""
    return frozenset(facts.columns) - _plain()


def _keys(facts: Facts) -> Iterator[Key]:
    terms = sorted(facts.terms)
    yield Key(kind="whole", digest=_digest(*terms))
    if 1 < len(terms) <= _MOST_TERMS:
        for place in range(len(terms)):
            yield Key(kind="part", digest=_digest(*terms[:place], *terms[place + 1 :]))
    for code in facts.services:
        yield Key(kind="service", digest=_digest("service", code))


def _digest(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:24]


@cache
def _plain() -> frozenset[str]:
    lines = PLAIN_FILE.read_text("utf-8").splitlines()
    return frozenset(
        row["column"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )
