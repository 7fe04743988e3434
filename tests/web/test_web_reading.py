"""A query string, however wild, is a search."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from catalogue.indexes.protocol import NOT_STATED, Meaning, Sort
from catalogue.questions.question import Kind, Question, Sense
from vocab import load_vocabulary
from web.reading import MOST_PER_PAGE, Asked, read_number, read_search, read_text


def test_what_is_stated_is_read() -> None:
    asked = read_search(
        QueryParams("q=bins&format=CSV&format=JSON&licence=not-stated&sort=title&page=3&limit=50")
    )
    assert asked == Asked(
        text="bins",
        chosen=(("format", "CSV"), ("format", "JSON"), ("licence", "not-stated")),
        sort=Sort.TITLE,
        page=3,
        limit=50,
    )


def test_not_stated_is_asked_of_the_index_in_its_own_way() -> None:
    asked = read_search(QueryParams("licence=not-stated"))
    assert asked.search(Question(text=""), today="2026-11-28").filters == {"licence": (NOT_STATED,)}


def test_the_question_reaches_the_index_with_its_senses_and_its_day() -> None:
    meaning = Meaning(typed="bins", phrases=(("waste", 0.8),))
    sense = Sense(kind=Kind.TOPIC, typed="bins", label="Waste", meaning=meaning)
    question = Question(text="how many bins", senses=(sense,), silent=("how", "many"))
    search = Asked(text="how many bins").search(question, today="2026-11-28")
    assert (search.text, search.meanings, search.silent) == ("how many bins", (meaning,), ("how", "many"))
    assert search.today == "2026-11-28"


def test_exact_words_have_no_senses() -> None:
    asked = read_search(QueryParams("q=bins in Leeds 2023&exact=1"))
    question = asked.understood(load_vocabulary(), today="2026-11-28")
    assert question == Question(text="bins in Leeds 2023")


def test_words_to_be_taken_as_they_stand_are_folded_and_kept_once() -> None:
    asked = read_search(QueryParams("q=bins in Leeds&not=Leeds&not=%20leeds%20&not=&not=bins"))
    assert asked.plain == ("leeds", "bins")


def test_a_list_is_narrowed_by_the_last_name_written_for_it() -> None:
    asked = read_search(QueryParams("in-publisher=le&in-publisher=per&in-colour=red&in-place="))
    assert asked.within == (("publisher", "per"),)


@pytest.mark.parametrize("page", ["-1", "abc", "0", "", "1.5", "١", "1e9"])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    assert read_search(QueryParams([("page", page)])).page == 1


def test_a_number_is_kept_within_its_bound() -> None:
    assert read_number("9" * 5000, default=20, most=MOST_PER_PAGE) == MOST_PER_PAGE


def test_unknown_facets_and_empty_values_are_left_out() -> None:
    assert read_search(QueryParams("colour=red&format=&publisher=%20")).chosen == ()


def test_ten_thousand_parameters_give_a_bounded_search() -> None:
    query = urlencode([("format", str(number)) for number in range(10_000)])
    assert len(read_search(QueryParams(query)).chosen) <= 40


def test_control_characters_become_blanks() -> None:
    assert read_text("a\x00b\n\tc\x7f") == "a b c"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "page", "sort", "format", "x", "not", "exact", "in-place", "freshness"]),
            st.text(max_size=140),
        ),
        max_size=8,
    )
)
def test_a_search_is_the_same_when_its_own_address_is_read(pairs: list[tuple[str, str]]) -> None:
    asked = read_search(QueryParams(pairs))
    assert read_search(QueryParams(urlencode(asked.query(page=asked.page)))) == asked
