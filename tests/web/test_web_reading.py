"""A query string, however wild, is a search."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from catalogue.indexes.protocol import NOT_STATED, Sort
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
    assert read_search(QueryParams("licence=not-stated")).search().filters == {"licence": (NOT_STATED,)}


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
        st.tuples(st.sampled_from(["q", "page", "sort", "format", "x"]), st.text(max_size=40)), max_size=8
    )
)
def test_a_search_is_the_same_when_its_own_address_is_read(pairs: list[tuple[str, str]]) -> None:
    asked = read_search(QueryParams(pairs))
    assert read_search(QueryParams(urlencode(asked.query(page=asked.page)))) == asked
