"""Things are found by the beginnings of the words of their names, the fitting ones first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab import fold
from web.beginnings import Beginnings
from web.completing import Kind, Offer, offered_titles

NAMES = (
    "Tree Preservation Orders",
    "Old tree survey",
    "Trees",
    "Tree",
    "Street lights",
    "Coed â hawliau",
)
TABLE = Beginnings((name, (name,)) for name in NAMES)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tree", ["Tree", "Tree Preservation Orders", "Trees", "Old tree survey"]),
        ("TREE pres", ["Tree Preservation Orders"]),
        ("pres tree", ["Tree Preservation Orders"]),
        ("tree preservation o", ["Tree Preservation Orders"]),
        ("surv", ["Old tree survey"]),
        ("a haw", ["Coed â hawliau"]),
        ("lights", ["Street lights"]),
        ("reet", []),
        ("", []),
        ("  ", []),
        ("*", []),
    ],
)
def test_every_word_typed_begins_a_word_of_the_name(typed: str, found: list[str]) -> None:
    assert TABLE.find(typed, 10) == found


def test_no_more_are_found_than_were_asked_for() -> None:
    assert TABLE.find("tree", 2) == ["Tree", "Tree Preservation Orders"]


def test_a_thing_is_found_by_any_of_its_names_once() -> None:
    table = Beginnings([("cardiff", ("Cardiff", "Caerdydd", "City of Cardiff")), ("york", ("York",))])
    assert table.find("ca", 10) == table.find("city car", 10) == ["cardiff"]


def test_an_empty_table_finds_nothing() -> None:
    assert Beginnings[str](()).find("tree", 10) == []


WORDS = st.text(alphabet="abcé ", max_size=8)


@given(st.lists(WORDS, max_size=12), WORDS)
def test_it_finds_what_a_look_at_every_name_finds(names: list[str], typed: str) -> None:
    table = Beginnings((number, (name,)) for number, name in enumerate(names))
    parts = fold(typed).split()
    slowly = [
        number
        for number, name in enumerate(names)
        if parts and all(any(word.startswith(part) for word in fold(name).split()) for part in parts)
    ]
    assert sorted(table.find(typed, 100)) == slowly


def test_titles_that_read_the_same_are_one_offer_and_the_most_borne_comes_first() -> None:
    shown = [
        ("a", "Allotments"),
        ("b", "Tree survey"),
        ("c", "Tree Survey"),
        ("d", "Tree survey"),
        ("e", " "),
    ]
    assert offered_titles(shown) == [
        Offer(kind=Kind.TITLE, label="Tree survey", code="", datasets=3),
        Offer(kind=Kind.TITLE, label="Allotments", code="a", datasets=1),
    ]
