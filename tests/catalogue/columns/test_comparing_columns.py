"""Which columns datasets share, however they are written."""

from __future__ import annotations

import pytest

from catalogue.columns.comparing import column_key, compare_columns
from web.pages.compare import say_alike

EVIL = "<script>alert('x')</script>"


@pytest.mark.parametrize(
    ("named", "shared", "share"),
    [
        ((("UPRN", "Bin_Type"), ("uprn", "bin type")), ("UPRN", "Bin_Type"), 1.0),
        ((("UPRN", "a"), ("UPRN", "b")), ("UPRN",), 1 / 3),
        ((("a", "b"), ("c",)), (), 0.0),
        ((("a", "A", "a "), ("a",)), ("a",), 1.0),
        ((("a",), ()), (), None),
        (((), ()), (), None),
        ((("a", "b"), ("a", "b"), ("a", "c"), ("a",)), ("a",), 1 / 3),
        ((("a",),), (), None),
        ((), (), None),
        (((EVIL, ""), (EVIL, "")), (EVIL,), 1.0),
    ],
)
def test_columns_are_the_same_whatever_their_case_and_spaces(
    named: tuple[tuple[str, ...], ...], shared: tuple[str, ...], share: float | None
) -> None:
    found = compare_columns(named)
    assert found.shared == shared
    assert found.share == share
    assert len(found.others) == len(named)


def test_a_column_of_some_says_how_many_have_it() -> None:
    found = compare_columns([("a", "b", "x"), ("a", "B"), ("a", "c")])
    assert [[(one.name, one.held) for one in each] for each in found.others] == [
        [("b", 2), ("x", 1)],
        [("B", 2)],
        [("c", 1)],
    ]


def test_names_that_are_nothing_but_signs_are_kept_apart() -> None:
    assert column_key("#") != column_key("$")
    assert column_key("Bin_Type") == column_key("BIN  type")


def test_how_alike_they_are_is_a_sentence_and_not_claimed_where_it_is_not_known() -> None:
    assert say_alike(compare_columns([("a", "b"), ("a",)])) == (
        "All of them have 1 of their 2 different columns (50 %)."
    )
    assert "is not known" in say_alike(compare_columns([("a",), ()]))
