"""Where to go from a search that found nothing, or little: searches that ask for less of the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from catalogue.indexes.words import STOP
from catalogue.questions.question import Kind, Question
from vocab import fold
from web.reading import Asked

_MOST = 12
_WHOSE = frozenset({"publisher", "place", "portal"})
"""The filters that say whose data it is, rather than what it is about."""

_QUOTED = r'-?(?:[A-Za-z]+:)?"[^"]*"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A search that asks for less; `said` is how it differs."""

    said: str
    asked: Asked


def ways_out(asked: Asked, question: Question, find: Callable[[str, str], str]) -> tuple[Way, ...]:
    """Without one filter, without one word, in a wider area; each once, and none that asks for nothing at all."""
    found = (
        *_without_filters(asked, find),
        *_without_words(asked, question),
        *wider_ways(asked, question, find),
    )
    asking = (way for way in found if way.asked.text or way.asked.chosen)
    return tuple({way.asked.query(): way for way in asking}.values())[:_MOST]


def wider_ways(asked: Asked, question: Question, find: Callable[[str, str], str]) -> tuple[Way, ...]:
    """The same without the place that was named or the publisher that was chosen: from the areas around, and from
    anywhere."""
    text = asked.text
    for sense in question.senses:
        text = _cut(text, sense.typed, question) if sense.kind is Kind.PLACE else text
    kept = tuple(each for each in asked.chosen if each[0] not in _WHOSE)
    anywhere = replace(asked, text=text, chosen=kept, page=1)
    if (text, kept) == (asked.text, asked.chosen):
        return ()
    wider = (
        Way(said=f"in {find('place', code)}", asked=replace(anywhere, chosen=(*kept, ("place", code))))
        for code in question.wider
        if ("place", code) not in asked.chosen
    )
    return (*wider, Way(said="from other councils", asked=anywhere))


def _without_filters(asked: Asked, find: Callable[[str, str], str]) -> Iterator[Way]:
    for facet, value in asked.chosen:
        yield Way(said=f"without the filter “{find(facet, value)}”", asked=asked.without(facet, value))
    if len(asked.chosen) > 1:
        yield Way(said="without any filter", asked=replace(asked, chosen=(), page=1))


def _without_words(asked: Asked, question: Question) -> Iterator[Way]:
    """The search without each run of words that has a sense, and without each other word that counts."""
    for run in runs_of(asked.text, question):
        if not is_weightless(run, question):
            text = _cut(asked.text, run, question)
            yield Way(said=f"without “{run}”", asked=replace(asked, text=text, page=1))


def runs_of(text: str, question: Question) -> list[str]:
    """The text cut into the runs that were understood as one, quoted pieces and words, in its order."""
    typed = sorted((re.escape(sense.typed) for sense in question.senses), key=len, reverse=True)
    pattern = "|".join((*(rf"(?<!\S){each}(?!\S)" for each in typed), _QUOTED, r"\S+"))
    return list(dict.fromkeys(re.findall(pattern, text)))


def _cut(text: str, run: str, question: Question) -> str:
    """The text without a run, and without words before it that mean nothing alone: of "bins in Leeds" stays "bins"."""
    before, found, after = text.partition(run)
    if not found:
        return text
    words = before.split()
    while words and is_weightless(words[-1], question):
        words.pop()
    return " ".join((*words, *after.split()))


def is_weightless(word: str, question: Question) -> bool:
    """Whether a word of a question is not looked for."""
    folded = fold(word)
    return folded in STOP or folded in question.silent
