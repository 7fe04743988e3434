"""Parameters, from an address or from JSON, read by what each is to be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.ckan.given import Given
from web.ckan.refusals import Refusal


@pytest.mark.parametrize(
    "value",
    [
        '["organization", "tags"]',
        "['organization', 'tags']",
        "[u'organization', u'tags']",
        ["organization", "tags"],
        ["organization", '["tags"]'],
        "organization,tags",
        "organization, tags",
    ],
)
def test_a_list_is_read_in_every_spelling(value: object) -> None:
    assert Given({"facet.field": value}).strings("facet.field", split=",") == ("organization", "tags")


@pytest.mark.parametrize(
    "value", ["[1]", "[organization]", "[", {"a": 1}, [1], 3, "[" * 5_000, "['a'" + "+'a'" * 2_000]
)
def test_what_is_no_list_of_texts_is_a_validation_error(value: object) -> None:
    with pytest.raises(Refusal) as refused:
        Given({"facet.field": value}).strings("facet.field")
    assert (refused.value.status, refused.value.error["__type"]) == (409, "Validation Error")


@pytest.mark.parametrize(
    ("value", "number"),
    [("7", 7), (7, 7), (7.0, 7), (" 7 ", 7), ("7.0", 7), (None, 10), ("", 10), ("5000", 1000)],
)
def test_a_number_is_read_and_bounded(value: object, number: int) -> None:
    assert Given({"rows": value}).number("rows", 10, most=1000) == number


@pytest.mark.parametrize("value", ["x", "-1", -1, "1e3", [1], True, {}, "9" * 30, "٣"])
def test_what_is_no_natural_number_is_a_validation_error(value: object) -> None:
    with pytest.raises(Refusal) as refused:
        Given({"rows": value}).number("rows", 10)
    assert list(refused.value.error) == ["rows", "__type"]


@pytest.mark.parametrize(
    ("value", "truth"),
    [("true", True), ("True", True), (True, True), ("1", True), ("no", False), ("", False), (0, False)],
)
def test_yes_and_no_are_read_as_people_write_them(value: object, truth: bool) -> None:
    assert Given({"all_fields": value}).flag("all_fields") is truth


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_no_value_is_more_than_refused(value: Any) -> None:
    for read in (Given.text, Given.flag, Given.strings):
        try:
            read(Given({"x": value}), "x")
        except Refusal as refusal:
            assert refusal.status == 409
    try:
        Given({"x": value}).number("x", 1)
    except Refusal as refusal:
        assert refusal.status == 409
