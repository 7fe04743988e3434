"""Topics in a text: things that go by several names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.indexes.protocol import Meaning
from catalogue.indexes.words import WORD, fold, stem
from catalogue.questions.question import Kind, Sense
from catalogue.questions.runs import Key, key_of
from catalogue.questions.welsh import mutated
from vocab import Concept, Vocabulary

OWN, NARROWER, RELATED, BROADER = 0.6, 0.4, 0.3, 0.2
"""What another name of the topic counts for, beside 1.0 for the words that were typed; and names of topics near it."""

MOST_PHRASES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Every topic by its names, and by its IRI with what else a search for it looks for, the weightiest first.

    `welsh` are the forms of its Welsh names as they stand in sentences; they are looked for, and not worth telling.
    """

    by_name: Mapping[Key, Concept]
    welsh: Mapping[str, tuple[tuple[str, float], ...]]
    phrases: Mapping[str, tuple[tuple[str, float], ...]]


def prepare_topics(vocabulary: Vocabulary) -> Topics:
    """The topics of a vocabulary; none where it has no such scheme."""
    scheme = vocabulary.schemes.get("topic")
    topics = scheme.concepts if scheme else ()
    by_iri = {topic.iri: topic for topic in topics}
    narrower: dict[str, list[str]] = {}
    for topic in topics:
        for wide in topic.broader:
            narrower.setdefault(wide, []).append(topic.iri)
    return Topics(
        by_name={
            term_key(name): topic
            for names in (_in_sentences, _names)  # a name as it stands wins over a form of another
            for topic in topics
            for name in names(topic)
        },
        welsh={topic.iri: tuple((form, OWN) for form in _in_sentences(topic)) for topic in topics},
        phrases={
            topic.iri: (
                *((label, OWN) for label in _labels(topic)),
                *((label, NARROWER) for label in _english(narrower.get(topic.iri, ()), by_iri)),
                *((label, RELATED) for label in _english(topic.related, by_iri)),
                *((label, BROADER) for label in _english(topic.broader, by_iri)),
            )
            for topic in topics
        },
    )


def topic_sense(typed: str, topic: Concept, topics: Topics) -> Sense:
    """The sense of a run of words that names a topic."""
    phrases = tuple(_others(typed, topics.phrases[topic.iri]))[:MOST_PHRASES]
    return Sense(
        kind=Kind.TOPIC,
        typed=typed,
        label=topic.label(),
        code=topic.code,
        also=tuple(phrase for phrase, _ in phrases),
        meaning=Meaning(typed=typed, phrases=(*phrases, *_others(typed, topics.welsh[topic.iri]))),
    )


def term_key(name: str) -> Key:
    """The terms that the index knows a name by."""
    return key_of(WORD.findall(fold(name)), stem)


def _names(topic: Concept) -> tuple[str, ...]:
    return (*_labels(topic), *topic.hidden)


def _in_sentences(topic: Concept) -> tuple[str, ...]:
    """The forms that the topic's Welsh names have after other words."""
    names = (label.text for label in (*topic.labels, *topic.alternatives) if label.lang == "cy")
    return tuple(dict.fromkeys(form for name in names for form in mutated(fold(name))))


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


def _others(typed: str, phrases: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The phrases that find what neither the words typed nor a weightier and shorter phrase finds."""
    found = [term_key(typed)]
    shortest = sorted(phrases, key=lambda each: (-each[1], len(term_key(each[0]))))
    needed = set()
    for phrase, _ in shortest:
        key = term_key(phrase)
        if not any(_within(part, key) for part in found):
            found.append(key)
            needed.add(phrase)
    for phrase, weight in phrases:
        if phrase in needed:
            needed.discard(phrase)
            yield phrase, weight


def _within(part: Key, whole: Key) -> bool:
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))
