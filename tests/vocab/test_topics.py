"""What people call things: topics, and that their words lead where they should and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import pytest

from catalogue.indexes.words import STOP, WORD, fold, stem
from vocab import load_vocabulary
from vocab.concepts import Concept

TOPICS = load_vocabulary().schemes["topic"].concepts
BY_IRI = {topic.iri: topic for topic in TOPICS}

RISKY = (
    ("car", "vehicle"),
    ("park", "parking"),
    ("park", "car park"),
    ("bank", "food bank"),
    ("bank", "recycling bank"),
    ("order", "tree preservation order"),
    ("send", "special educational needs"),
    ("plan", "planning applications"),
    ("train", "training"),
    ("universal", "university"),
    ("record", "archives"),
    ("bus", "businesses"),
    ("council", "councillors"),
    ("fly", "fly-tipping"),
    ("list", "listed buildings"),
    ("adopted", "fostering"),
)
"""A word, and what it must not be taken for nor be searched with."""


def labels(topic: Concept) -> list[str]:
    """The two-way words of a topic."""
    return [label.text for label in (*topic.labels, *topic.alternatives)]


def key(words: str) -> tuple[str, ...]:
    """What two spellings share that the index takes for one."""
    return tuple(stem(word) for word in WORD.findall(fold(words)))


def test_there_are_topics_for_what_people_ask_councils() -> None:
    assert len(TOPICS) >= 120


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_a_topic_has_two_words_that_differ_and_says_what_it_is(topic: Concept) -> None:
    words = [key(word) for word in (*labels(topic), *topic.hidden)]
    assert len({key(word) for word in labels(topic)}) >= 2
    assert len(set(words)) == len(words), "two of its words are one to the index"
    assert topic.definition.endswith(".") and all(label.text for label in topic.labels)


def test_no_word_means_two_topics_to_the_index() -> None:
    meant = sorted((key(word), topic.code) for topic in TOPICS for word in (*labels(topic), *topic.hidden))
    assert [(one, other) for one, other in pairwise(meant) if one[0] == other[0]] == []


@pytest.mark.parametrize(("word", "other"), RISKY)
def test_a_risky_pair_is_left_out(word: str, other: str) -> None:
    joined = [
        topic.code
        for topic in TOPICS
        if key(other) in map(key, labels(topic)) and key(word) in map(key, labels(topic))
    ]
    assert joined == []


def test_no_word_is_one_that_nobody_searches_for() -> None:
    words = [word for topic in TOPICS for word in (*labels(topic), *topic.hidden)]
    assert [word for word in words if all(part in STOP for part in WORD.findall(fold(word)))] == []
    assert [word for word in words if WORD.findall(fold(word))[-1] in STOP and not word.isupper()] == []


def test_related_topics_say_so_of_each_other() -> None:
    for topic in TOPICS:
        for iri in topic.related:
            assert topic.iri in BY_IRI[iri].related and iri != topic.iri, topic.code


def test_no_topic_is_both_around_another_and_beside_it() -> None:
    assert [topic.code for topic in TOPICS if set(topic.broader) & set(topic.related)] == []


def test_most_topics_have_a_welsh_name() -> None:
    welsh = [topic for topic in TOPICS if "cy" in {label.lang for label in topic.labels}]
    assert len(welsh) > 0.9 * len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_a_topic_has_a_theme_only_where_the_themes_say_the_same_of_each_of_its_words(topic: Concept) -> None:
    themes = load_vocabulary().schemes["theme"]
    said = {match.concept.iri for word in labels(topic) if (match := themes.match(word)) and match.sure}
    assert not topic.broad_matches or said <= set(topic.broad_matches)
