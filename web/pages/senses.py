"""How a search's words were understood, each sense as a chip that can be taken off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.questions.question import Kind, Question, Sense
from vocab import fold
from web.addresses import Addresses
from web.reading import Asked
from web.ways import is_weightless, runs_of

_MOST_ALSO = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseChip:
    """One run of words and what it was taken for, with a `note` of that.

    `also` are words that are searched too, `rest` more of them, to be shown when asked for; `remove` is the search
    that takes the run as it stands.
    """

    typed: str
    label: str
    note: str
    also: tuple[str, ...]
    rest: tuple[str, ...]
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainChip:
    """A run of words that is taken as it stands; `restore` is the search that understands it again."""

    typed: str
    restore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What became of the words. `exact_link` searches for just the words, or, where they are searched for so,
    understands them; "" where that would change nothing."""

    senses: tuple[SenseChip, ...]
    plain: tuple[PlainChip, ...]
    silent: tuple[str, ...]
    exact: bool
    exact_link: str


def make_understood(asked: Asked, question: Question, links: Addresses) -> Understood:
    """The senses of a question, as a page shows them."""
    changes = bool(question.senses or question.silent or asked.exact)
    other = replace(asked, exact=not asked.exact, plain=(), page=1)
    return Understood(
        senses=tuple(_sense(each, asked, links) for each in question.senses),
        plain=tuple(_plain(words, asked, links) for words in asked.plain if _stands_in(words, asked.text)),
        silent=_silent(question),
        exact=asked.exact,
        exact_link=links.results(other.query()) if changes and asked.text else "",
    )


def _sense(sense: Sense, asked: Asked, links: Addresses) -> SenseChip:
    plain = tuple(dict.fromkeys((*asked.plain, fold(sense.typed))))
    return SenseChip(
        typed=sense.typed,
        label=sense.label if sense.kind is Kind.PLACE else sense.typed,
        note=_note(sense),
        also=sense.also[:_MOST_ALSO],
        rest=sense.also[_MOST_ALSO:],
        remove=links.results(replace(asked, plain=plain, page=1).query()),
    )


def _note(sense: Sense) -> str:
    """What is told beside what was typed: a place's code, and what a period covers."""
    return {Kind.TOPIC: "", Kind.PLACE: sense.code, Kind.PERIOD: sense.label}[sense.kind]


def _plain(words: str, asked: Asked, links: Addresses) -> PlainChip:
    others = tuple(each for each in asked.plain if each != words)
    return PlainChip(typed=words, restore=links.results(replace(asked, plain=others, page=1).query()))


def _silent(question: Question) -> tuple[str, ...]:
    """The words that are not looked for, each once; one alone, such as "in", is no news."""
    words = (run for run in runs_of(question.text, question) if is_weightless(run, question))
    told = tuple(dict.fromkeys(fold(word) for word in words))
    return told if len(told) > 1 else ()


def _stands_in(words: str, text: str) -> bool:
    return f" {words} " in f" {fold(text)} "
