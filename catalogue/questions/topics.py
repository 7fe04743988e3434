"""Topics in a text: things that go by several names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalogue.indexes.protocol import Meaning
from catalogue.indexes.words import WORD, fold, stem
from catalogue.questions.question import Kind, Sense
from catalogue.questions.runs import Key, Names, key_of
from catalogue.questions.welsh import mutated
from vocab import Concept, Vocabulary

SCHEME = "topic"
"""The vocabulary of topics. No dataset names one: people do."""

OWN, NARROWER, RELATED = 0.7, 0.3, 0.2
"""What another name of the topic counts for, beside 1.0 for the words that were typed; and names of topics near it."""

MOST_PHRASES = 24

_SHORTEST = 5  # letters of a Welsh name in a sentence: to the English stemmer "goed" is "go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a search for a topic looks for as well, the terms that the index knows it by, and what it counts for."""

    text: str
    key: Key
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Every topic by its names, and by its IRI what a search for it looks for, the weightiest first.

    `welsh` are the forms of its Welsh names as they stand in sentences; they are looked for, and not worth telling.
    """

    names: Names[Concept]
    welsh: Mapping[str, tuple[Phrase, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]


@lru_cache(maxsize=4)
def topics_of(vocabulary: Vocabulary) -> Topics:
    """The topics of a vocabulary, prepared once."""
    return prepare_topics(vocabulary)


def prepare_topics(vocabulary: Vocabulary) -> Topics:
    """The topics of a vocabulary; none where it has no such scheme."""
    scheme = vocabulary.schemes.get(SCHEME)
    topics = scheme.concepts if scheme else ()
    by_key = {
        term_key(name): topic
        for names in (_in_sentences, names_of)  # a name as it stands wins over a form of another
        for topic in topics
        for name in names(topic)
    }
    narrower: dict[str, list[str]] = {}
    for topic in topics:
        for wide in topic.broader:
            narrower.setdefault(wide, []).append(topic.iri)
    by_iri = {topic.iri: topic for topic in topics}
    return Topics(
        names=Names(by_key=by_key, form=stem, longest=max(map(len, by_key), default=0)),
        welsh={topic.iri: _needed(_phrases(_in_sentences(topic), OWN)) for topic in topics},
        phrases={
            topic.iri: _needed(_weighed(topic, narrower.get(topic.iri, ()), by_iri)) for topic in topics
        },
    )


def topic_sense(typed: str, topic: Concept, topics: Topics) -> Sense:
    """The sense of a run of words that names a topic."""
    key = term_key(typed)
    phrases = tuple(_others(key, topics.phrases[topic.iri]))[:MOST_PHRASES]
    return Sense(
        kind=Kind.TOPIC,
        typed=typed,
        label=topic.label(),
        code=topic.code,
        also=tuple(phrase for phrase, _ in phrases),
        meaning=Meaning(typed=typed, phrases=(*phrases, *_others(key, topics.welsh[topic.iri]))),
    )


def term_key(name: str) -> Key:
    """The terms that the index knows a name by."""
    return key_of(WORD.findall(fold(name)), stem)


def names_of(topic: Concept) -> tuple[str, ...]:
    """All that a concept is called, wild spellings included."""
    return (*_labels(topic), *topic.hidden)


def _in_sentences(topic: Concept) -> tuple[str, ...]:
    """The forms that the topic's Welsh names have after other words, where they cannot be taken for English ones."""
    names = (label.text for label in (*topic.labels, *topic.alternatives) if label.lang == "cy")
    forms = dict.fromkeys(form for name in names for form in mutated(fold(name)))
    return tuple(form for form in forms if len("".join(term_key(form))) >= _SHORTEST)


def _labels(topic: Concept) -> tuple[str, ...]:
    """English first: of the words that are searched too, a page tells the first few."""
    labels = (*topic.labels, *topic.alternatives)
    return tuple(label.text for label in sorted(labels, key=lambda label: label.lang != "en"))


def _english(iris: Iterable[str], by_iri: Mapping[str, Concept]) -> Iterator[str]:
    """The English labels of several topics: first one of each, then the next of each."""
    topics = [by_iri[iri] for iri in iris if iri in by_iri]
    lists = [
        [label.text for label in (*topic.labels, *topic.alternatives) if label.lang == "en"]
        for topic in topics
    ]
    for place in range(max(map(len, lists), default=0)):
        yield from (labels[place] for labels in lists if place < len(labels))


def _weighed(topic: Concept, narrower: Iterable[str], by_iri: Mapping[str, Concept]) -> Iterator[Phrase]:
    """All names of a topic and of those near it."""
    for labels, weight in (
        (_labels(topic), OWN),
        (_english(narrower, by_iri), NARROWER),
        (_english(topic.related, by_iri), RELATED),
    ):
        yield from _phrases(labels, weight)


def _phrases(texts: Iterable[str], weight: float) -> Iterator[Phrase]:
    return (Phrase(text=text, key=term_key(text), weight=weight) for text in texts)


def _others(key: Key, phrases: Iterable[Phrase]) -> Iterator[tuple[str, float]]:
    """The phrases that find what the words typed do not."""
    return ((each.text, each.weight) for each in phrases if not _within(key, each.key))


def _needed(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that find what no weightier and no shorter one of the same weight finds, in their order."""
    every = tuple(phrases)
    kept: list[Phrase] = []
    for phrase in sorted(every, key=lambda each: (-each.weight, len(each.key))):
        if not any(_within(other.key, phrase.key) for other in kept):
            kept.append(phrase)
    return tuple(phrase for phrase in every if any(phrase is each for each in kept))


def _within(part: Key, whole: Key) -> bool:
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))
