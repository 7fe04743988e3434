"""Queries made by rule, each of which seeks a dataset that is known: its exact title; its council and its topic."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from collection import Collection, Query

from catalogue.indexes.protocol import Document

_SIZE, _SEED = 300, 1
_ASIDE = re.compile(r"\([^)]*\)|\b(?:open data|datasets?|data|council)\b|[^\w\s'’]", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:the|city|county|borough|district|council|of|london)\b", re.IGNORECASE)


def exact_titles(collection: Collection) -> Collection:
    """The titles of 300 datasets whose title no other has, drawn at random but always the same."""
    times = Counter(_plain(one.title) for one in collection.documents)
    once = [one for one in collection.documents if times[_plain(one.title)] == 1]
    return _sought(collection, "exact title", {one.title: (one.id,) for one in _drawn(once)})


def councils_and_topics(collection: Collection) -> Collection:
    """A council's short name and what is left of a title without it: any dataset of the same words will do."""
    texts: dict[str, list[str]] = defaultdict(list)
    for one in collection.documents:
        if text := _council_and_topic(one):
            texts[text].append(one.id)
    drawn = random.Random(_SEED).sample(sorted(texts), min(_SIZE, len(texts)))  # noqa: S311 - a sample, no secret
    return _sought(collection, "council + topic", {text: tuple(texts[text]) for text in drawn})


def _council_and_topic(document: Document) -> str:
    """ "Aberdeen dog bins"; "" where the publisher is no council, or nothing of the title is left."""
    if "Council" not in document.publisher_label:
        return ""
    name = " ".join(_OFFICE.sub(" ", document.publisher_label).split())
    left = _words(_ASIDE.sub(" ", document.title), without=document.publisher_label)
    return f"{name} {left}".strip() if name and left else ""


def _words(text: str, *, without: str) -> str:
    unwanted = set(_plain(without).split())
    return " ".join(word for word in text.lower().split() if word not in unwanted)


def _drawn(documents: Iterable[Document]) -> list[Document]:
    known = sorted(documents, key=lambda one: one.id)
    return random.Random(_SEED).sample(known, min(_SIZE, len(known)))  # noqa: S311 - a sample, no secret


def _sought(collection: Collection, kind: str, sought: dict[str, Sequence[str]]) -> Collection:
    asked = tuple(Query(id=f"{kind} {n}", text=text, kind=kind) for n, text in enumerate(sought, start=1))
    return replace(
        collection,
        queries=asked,
        judgments={query.id: dict.fromkeys(sought[query.text], 1) for query in asked},
        runs={},
    )


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.lower()))
