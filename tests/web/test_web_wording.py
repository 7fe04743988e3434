"""Values are said as people say them, as precisely as they are stated and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.wording import html_lang, machine_date, say_count, say_date, say_instant, say_size


@pytest.mark.parametrize(
    ("value", "said", "machine"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "Mar 2024", "2024-03"),
        ("2024-03-09", "9 Mar 2024", "2024-03-09"),
        ("2024-03-09T10:30:00Z", "9 Mar 2024", "2024-03-09T10:30Z"),
        ("2024-03-09T10:30:00+01:00", "9 Mar 2024", "2024-03-09"),
        ("2024-13", "2024-13", ""),
        ("2024-02-31", "31 Feb 2024", ""),
        ("last spring", "last spring", ""),
        ("0000", "0000", ""),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_stated(value: str, said: str, machine: str) -> None:
    assert (say_date(value), machine_date(value)) == (said, machine)


def test_an_instant_is_said_with_its_time() -> None:
    assert say_instant("2026-11-22T03:12:00Z") == "22 Nov 2026, 03:12 UTC"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1", "1 bytes"),
        ("999", "999 bytes"),
        ("1500", "1.5 KB"),
        ("18000000", "18 MB"),
        ("x", ""),
        ("-5", ""),
    ],
)
def test_a_size_is_said_in_its_unit(value: str, said: str) -> None:
    assert say_size(value) == said


def test_a_count_agrees_with_its_noun() -> None:
    assert [say_count(number, "dataset") for number in (0, 1, 12486)] == [
        "0 datasets",
        "1 dataset",
        "12,486 datasets",
    ]


@pytest.mark.parametrize(
    ("tag", "lang"), [("cy", "cy"), ("en-GB", "en-GB"), ('en" onclick="x', ""), ("", "")]
)
def test_only_a_language_tag_may_stand_in_lang(tag: str, lang: str) -> None:
    assert html_lang(tag) == lang


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    assert isinstance(say_date(text) + machine_date(text) + say_size(text) + say_instant(text), str)
