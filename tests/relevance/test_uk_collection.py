"""Our queries and judgments are whole, and what they say of a harvest of the recorded portals is true."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from collection import Collection
from known_items import exact_titles
from measuring import measure, share_of_nothing
from systems import CKAN, DATA_GOV_UK, OURS, Answer, systems
from tables import REPORT, TUNE
from uk_collection import everyday, judgments, queries, rows, uk

from vocab import load_vocabulary

CORPUS = os.environ.get("STOOK_CORPUS")
on_the_corpus = pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals")


def test_there_are_queries_of_every_kind_and_as_many_in_each_half() -> None:
    judged = [query for query in queries() if query.kind != "nothing"]
    halves = Counter(query.half for query in judged)
    assert len(judged) >= 110
    assert halves.keys() == {TUNE, REPORT}
    assert abs(halves[TUNE] - halves[REPORT]) <= 7
    assert {query.kind for query in judged} == {
        "words", "place", "period", "acronym", "misspelt", "question", "welsh"
    }  # fmt: skip


def test_a_query_stands_once_and_is_judged_unless_nothing_answers_it() -> None:
    held, judged = queries(), judgments()
    assert len({query.id for query in held}) == len({query.text for query in held}) == len(held)
    assert judged.keys() == {query.id for query in held if query.kind != "nothing"}


def test_a_dataset_is_judged_once_for_a_query_from_one_to_three() -> None:
    pairs = [(row["query"], row["dataset"]) for row in rows("judgments")]
    assert len(set(pairs)) == len(pairs)
    assert {row["grade"] for row in rows("judgments")} == {"1", "2", "3"}


def test_everyday_words_are_at_least_sixty_and_each_stands_once() -> None:
    assert len(everyday()) >= 60
    assert len(set(everyday())) == len(everyday())


@pytest.fixture(scope="module")
def recorded() -> Collection:
    return uk(Path(CORPUS or ""), load_vocabulary())


@pytest.fixture(scope="module")
def answers(recorded: Collection) -> Iterator[Mapping[str, Answer]]:
    with systems(recorded, load_vocabulary()) as made:
        yield made


@pytest.mark.corpus
@on_the_corpus
def test_every_dataset_that_was_judged_is_there(recorded: Collection) -> None:
    held = {one.id for one in recorded.documents}
    assert {one for grades in recorded.judgments.values() for one in grades} <= held


@pytest.mark.corpus
@on_the_corpus
def test_ours_answers_peoples_words_well_and_clearly_better_than_the_incumbents(
    recorded: Collection, answers: Mapping[str, Answer]
) -> None:
    reached = {
        name: measure(recorded, name, answer).figures(half=REPORT).ndcg for name, answer in answers.items()
    }
    assert reached[OURS] >= 0.60
    assert reached[OURS] - max(reached[DATA_GOV_UK], reached[CKAN]) >= 0.10


@pytest.mark.corpus
@on_the_corpus
def test_an_everyday_word_seldom_finds_nothing(answers: Mapping[str, Answer]) -> None:
    assert share_of_nothing(everyday(), answers[OURS]) < 0.05


@pytest.mark.corpus
@on_the_corpus
def test_what_nothing_answers_leads_to_something_all_the_same(answers: Mapping[str, Answer]) -> None:
    unanswered = [query.text for query in queries() if query.kind == "nothing"]
    assert share_of_nothing(unanswered, answers[OURS]) == 0.0


@pytest.mark.corpus
@on_the_corpus
def test_an_exact_title_comes_first(recorded: Collection, answers: Mapping[str, Answer]) -> None:
    assert measure(exact_titles(recorded), OURS, answers[OURS]).figures().first >= 0.98
