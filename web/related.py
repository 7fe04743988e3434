"""The same from other councils: datasets of other publishers with nearly the same title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.document import areas_of, around, first_text, theme_codes
from catalogue.errors import IndexUnavailable
from catalogue.indexes.protocol import Search
from catalogue.indexes.words import STOP, stem
from catalogue.model import Dataset
from catalogue.questions.question import Kind, Sense
from catalogue.questions.understanding import understand
from vocab import Vocabulary, fold
from web.pages.cards import Card, make_card
from web.site import Site

_LOOKED_AT = 40
_SHOWN = 8
_ALIKE = 0.6
"""The least part of the words of two titles that they have in common, to be nearly the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a dataset is about, whoever publishes it: the `words` of its title that others may use as well, and the
    codes of its themes. `publisher` is the slug of its own."""

    words: str
    themes: frozenset[str]
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A dataset of another publisher, and `why` it is taken for the same."""

    id: str
    title: str
    lang: str
    publisher: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """One dataset of each of some other publishers; a search for `words` finds all that they have."""

    words: str = ""
    found: tuple[Relative, ...] = ()


def find_relatives(site: Site, dataset: Dataset) -> Relatives:
    """The same from others; none while the index cannot be asked, as a dataset's page is worth showing alone."""
    subject = subject_of(dataset, site.vocabulary, today=site.now()[:10])
    if not subject.words:
        return Relatives()
    try:
        hits = site.index.search(related_search(subject)).hits
    except IndexUnavailable:
        return Relatives()
    return Relatives(words=subject.words, found=choose_relatives(subject, (make_card(hit) for hit in hits)))


def subject_of(dataset: Dataset, vocabulary: Vocabulary, *, today: str) -> Subject:
    """A dataset without its publisher, its place and its period: "Leeds tree surveys 2023" is "tree surveys"."""
    title = first_text(dataset.title)
    areas = around(areas_of(dataset, vocabulary), vocabulary)
    publisher = dataset.publisher
    senses = understand(title, vocabulary, today=today).senses
    runs = [sense.typed for sense in senses if _is_aside(sense, areas)]
    return Subject(
        words=_without(title, [*runs, first_text(publisher.name)] if publisher else runs),
        themes=frozenset(theme_codes(dataset, vocabulary)),
        publisher=publisher.slug if publisher else "",
    )


def related_search(subject: Subject) -> Search:
    """What others have of these words."""
    others = f' -publisher:"{subject.publisher}"' if subject.publisher else ""
    return Search(text=subject.words + others, limit=_LOOKED_AT)


def choose_relatives(subject: Subject, cards: Iterable[Card]) -> tuple[Relative, ...]:
    """Of the cards, best first, the first of each other publisher whose title is nearly the same."""
    found: dict[str, Relative] = {}
    for card in cards:
        why = _likeness(subject, card) if card.publisher_slug not in ("", subject.publisher) else ""
        if why:
            relative = Relative(
                id=card.id, title=card.title, lang=card.lang, publisher=card.publisher, why=why
            )
            found.setdefault(card.publisher_slug, relative)
    return tuple(found.values())[:_SHOWN]


def _likeness(subject: Subject, card: Card) -> str:
    """What makes a card's dataset the same, in words, else "". What is of another theme must be called just so."""
    own = _terms(subject.words)
    theirs = _terms(card.title) - (_terms(" ".join((card.publisher, *card.places))) - own)
    shared = subject.themes & frozenset(card.themes)
    apart = not shared and subject.themes and card.themes
    if own == theirs:
        return "the same title and theme" if shared else "the same title"
    if apart or len(own & theirs) < _ALIKE * len(own | theirs):
        return ""
    return "nearly the same title, and the same theme" if shared else "nearly the same title"


def _is_aside(sense: Sense, areas: Iterable[str]) -> bool:
    """Whether a sense says where or when, rather than what."""
    return sense.kind is Kind.PERIOD or (sense.kind is Kind.PLACE and sense.code in areas)


def _without(title: str, runs: Iterable[str]) -> str:
    left = f" {fold(title)} "
    for run in sorted(map(fold, runs), key=len, reverse=True):
        left = left.replace(f" {run} ", " ") if run else left
    return " ".join(word for word in left.split() if word not in STOP and not word.isdigit())


def _terms(text: str) -> frozenset[str]:
    """The terms of a text that say what it is about: a year says when."""
    return frozenset(stem(word) for word in fold(text).split() if word not in STOP and not word.isdigit())
