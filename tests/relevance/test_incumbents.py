"""The incumbents' searches keep to the rules that they publish."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from incumbents import ckan, data_gov_uk, least
from lucene import Field, added, best
from made_up import ARTS, BINS, COLLECTIONS, DOCUMENTS, PATHS
from words import stemmed

Answer = Callable[[str, int], list[str]]


@pytest.fixture(scope="module")
def of_ckan() -> Answer:
    return ckan(DOCUMENTS, "en")


@pytest.fixture(scope="module")
def of_data_gov_uk() -> Answer:
    return data_gov_uk(DOCUMENTS, "en")


@pytest.mark.parametrize(
    ("words", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (10, 8)]
)
def test_as_many_words_must_match_as_ckan_says(words: int, needed: int) -> None:
    assert least(words) == needed


def test_ckan_finds_words_anywhere_and_a_title_first(of_ckan: Answer) -> None:
    assert of_ckan("bins", 10) == [BINS.id, ARTS.id]


def test_ckan_asks_for_both_of_two_words_and_two_of_three(of_ckan: Answer) -> None:
    assert of_ckan("bins unicorns", 10) == []
    assert of_ckan("litter bins unicorns", 10) == [BINS.id]


def test_ckan_knows_a_tag_as_a_whole_only(of_ckan: Answer) -> None:
    field = Field(["street cleaning\nwaste"], lambda text: text.split("\n"))
    assert field.scores("street cleaning")
    assert not field.scores("street")
    assert of_ckan("cleaning", 10) == [BINS.id]  # by the text that holds everything


def test_ckan_puts_the_newest_first_where_scores_are_equal(of_ckan: Answer) -> None:
    assert of_ckan("thornmere", 10)[0] in (BINS.id, COLLECTIONS.id)
    twins = [DOCUMENTS[3], DOCUMENTS[3].__class__(id="twin", title=ARTS.title, modified="2026-01-01")]
    assert ckan(twins, "en")("grants", 10)[0] == "twin"


def test_data_gov_uk_finds_any_word_of_title_and_notes_but_no_tag(of_data_gov_uk: Answer) -> None:
    assert of_data_gov_uk("footpaths unicorns", 10) == [PATHS.id]
    assert of_data_gov_uk("cleaning", 10) == []


def test_data_gov_uk_leaves_words_without_meaning_out(of_data_gov_uk: Answer) -> None:
    assert of_data_gov_uk("what was the of each", 10) == []


def test_a_word_is_scored_as_lucene_does() -> None:
    field = Field(["bin bin", "road", "road road road"], stemmed("en"))
    rarity = 0.9808292530117262  # ln(1 + (3 − 1 + 0.5) / (1 + 0.5))
    assert field.scores("bin") == {0: pytest.approx(rarity * 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 2 / 2)))}


def test_scores_add_up_and_equal_ones_keep_the_order_of_indexing() -> None:
    assert best(added([{1: 1.0, 0: 1.0}, {2: 3.0}]), ["a", "b", "c"], 3) == ["c", "a", "b"]
