"""From the documents that match to a page of results: filters, facets, order, hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from catalogue.indexes.columns import Mask
from catalogue.indexes.counting import Among, Counter
from catalogue.indexes.filtering import column_of, passing
from catalogue.indexes.generation import Generation
from catalogue.indexes.matching import Match, match
from catalogue.indexes.postings import Keys
from catalogue.indexes.protocol import FACETS, By, Hit, Key, Results, Search, Sort
from catalogue.indexes.reading import read_text
from catalogue.indexes.schema import SNIPPET_PARTS, read_facet
from catalogue.indexes.snippets import snippet
from catalogue.indexes.spelling import suggest


def answer(search: Search, generation: Generation) -> Results:
    """Search one generation of the index."""
    _check_names(search)
    found = match(read_text(search), generation, today=search.today)
    chosen = {name: tuple(read_facet(name, v) for v in vs) for name, vs in search.filters.items() if vs}
    filters = {
        name: column_of(name, generation, search.today).having(values) for name, values in chosen.items()
    }
    groups = generation.groups if search.together else None
    allowed = _allowed(search, found, generation)
    among = {name: Among(_all_of(allowed, filters, without=name), groups) for name in ("", *filters)}
    mask = among[""].mask
    shown = generation.one_of_each(mask) if search.together else mask
    docs = _ordered(np.flatnonzero(shown), search, found, generation)
    return Results(
        total=int(np.count_nonzero(shown)),
        copies=int(np.count_nonzero(mask) - np.count_nonzero(shown)),
        hits=tuple(_hit(int(doc), found, generation, snippets=search.snippets) for doc in docs),
        facets={
            name: _counter(name, search, generation).count(among.get(name, among[""]), chosen.get(name, ()))
            for name in search.facets
        },
        relaxed=found.relaxed and not search.optional,
        unknown=found.unknown,
        suggestion=suggest(
            search.text, tuple(word for word in found.unknown if word not in search.spelt), generation
        ),
    )


def _check_names(search: Search) -> None:
    for name in (*search.filters, *search.facets):
        if name not in FACETS:
            raise ValueError(f"{name!r} is not a facet; known are {', '.join(FACETS)}")


def _allowed(search: Search, found: Match, generation: Generation) -> Mask:
    """The documents with the words, where they must have them, that the filter lets through."""
    mask = generation.live if search.optional else found.mask
    return mask if search.where is None else mask & passing(search.where, generation, today=search.today)


def _all_of(mask: Mask, filters: Mapping[str, Mask], *, without: str) -> Mask:
    """The documents of `mask` that pass all filters but one."""
    for name, each in filters.items():
        mask = mask if name == without else mask & each
    return mask


def _counter(name: str, search: Search, generation: Generation) -> Counter:
    if name == "freshness":
        return generation.freshness_counter(search.today, search.together)
    return generation.counter(name, search.together)


def _ordered(docs: Keys, search: Search, found: Match, generation: Generation) -> Keys:
    """The documents of the page asked for, in the order asked for."""
    start = max(0, search.offset)
    end = start + max(0, search.limit)
    costs = [
        _cost(by, found, generation)[docs] for by in search.order if by.key is not Key.SCORE or found.ranked
    ]
    if not costs:
        ranked = search.sort is Sort.RELEVANCE and found.ranked
        costs = [-found.scores[docs] if ranked else generation.costs(search.sort)[docs]]
    return _best(docs, costs, end)[start:end]


def _cost(by: By, found: Match, generation: Generation) -> NDArray[Any]:
    """What to sort by for one key, the least first."""
    match by.key:
        case Key.SCORE:
            values: NDArray[Any] = found.scores
        case Key.TITLE:
            values = generation.title_ranks
        case Key.ID:
            values = generation.identity_ranks
        case Key.MODIFIED | Key.ADDED | Key.CHANGED as date:
            values = getattr(generation, date.value)
    return -values if by.descending else values


def _best(docs: Keys, costs: Sequence[NDArray[Any]], wanted: int) -> Keys:
    """The `wanted` documents of the least cost, by the first that differs; equal ones in the order of their numbers."""
    if not wanted:
        return docs[:0]
    if wanted < len(docs):
        limit = np.partition(costs[0], wanted - 1)[wanted - 1]
        near = costs[0] <= limit
        docs, costs = docs[near], [cost[near] for cost in costs]
    return docs[np.lexsort(costs[::-1])]


def _hit(doc: int, found: Match, generation: Generation, *, snippets: bool) -> Hit:
    identifier, texts, card = orjson.loads(generation.stored(doc))
    part, fragments = snippet(texts, found.marked) if snippets else (0, ())
    return Hit(
        id=identifier,
        score=float(found.scores[doc]),
        card=card,
        snippet=fragments,
        part=SNIPPET_PARTS[part],
        why=tuple(dict.fromkeys(one.label for one in found.reasons if _has(one.docs, doc))),
    )


def _has(docs: NDArray[np.int32], doc: int) -> bool:
    """Whether a document is among `docs`, which are ascending."""
    place = int(docs.searchsorted(np.int32(doc)))  # another kind of number would copy them all
    return place < len(docs) and int(docs[place]) == doc
