"""How words are folded and cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.indexes.words import acronyms, sort_key, stem, terms, title_key, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("libraries", "library"),
        ("Council's", "councils"),
        ("recycling", "recycled"),
        ("tŷ", "TY"),
        ("Caffè", "caffe"),
        ("ﬁeld", "field"),
        ("Straße", "strasse"),
        ("councillor’s", "councillor's"),
    ],
)
def test_two_spellings_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


def test_words_left_out_keep_their_place() -> None:
    assert list(tokens("Orders in the City")) == [(0, "orders"), (3, "city")]


def test_a_name_with_underscores_is_several_words() -> None:
    assert [word for _, word in tokens("site_name")] == ["site", "name"]


def test_titles_that_differ_in_case_and_endings_have_one_key() -> None:
    assert title_key("The Core Paths") == title_key("core path")


def test_titles_sort_without_regard_to_case_and_accents() -> None:
    assert sorted(["Zoo", "ânt", "Bee"], key=sort_key) == ["ânt", "Bee", "Zoo"]


def test_acronyms_are_first_letters_of_words_in_a_row() -> None:
    assert acronyms("Tree Preservation Orders of Leeds") == {"tpo", "pol", "tpol"}


@given(st.text(max_size=100))
def test_every_term_of_a_text_is_short_and_not_empty(text: str) -> None:
    assert all(0 < len(term) <= 64 for _, term in terms(text))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=70))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("parking", "parks"),
        ("planning", "plans"),
        ("training", "trains"),
        ("university", "universal"),
        ("busy", "business"),
        ("since", "SINC"),
        ("granted", "grants"),
        ("refused", "refuse"),
        ("hospitality", "hospitals"),
        ("national", "nationality"),
    ],
)
def test_words_that_only_look_alike_are_two_terms(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("buses", "bus"), ("children", "children's"), ("child", "children")]
)
def test_a_word_and_its_plural_or_owner_are_one_term(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("recycling centers", "recycling centres"),
        ("premises licenses", "premises licences"),
        ("organization", "organisation"),
    ],
)
def test_american_spellings_are_indexed_as_british_ones(american: str, british: str) -> None:
    assert terms(american) == terms(british)
