"""Cards: what a result says of a dataset, and what an index of an older build leaves unsaid."""

from __future__ import annotations

import pytest

from catalogue.indexes.protocol import Fragment, Hit
from web.pages.cards import Card, Files, make_card, say_terms, say_why


def card(**said: object) -> Card:
    """A card of a hit that says so."""
    return make_card(Hit(id="abc", score=1.0, card=said, snippet=()))


def test_a_card_of_an_older_index_names_formats_without_sizes() -> None:
    assert card(formats=["CSV", "PDF"]).files == (Files(format="CSV"), Files(format="PDF"))


def test_sizes_are_said_as_people_say_them() -> None:
    made = card(
        files=[{"format": "CSV", "count": 2, "bytes": 18_000_000}, {"format": "PDF", "count": 1, "bytes": 0}]
    )
    assert made.files == (Files(format="CSV", size="18 MB", count=2), Files(format="PDF"))


@pytest.mark.parametrize(
    ("openness", "licence", "sentence"),
    [
        (
            "open",
            "Open Government Licence v3.0",
            "Open: free to use, change and share (Open Government Licence v3.0)",
        ),
        ("open", "", "Open: free to use, change and share"),
        ("not-open", "our terms", "Read the terms first: our terms"),
        ("not-stated", "", ""),
    ],
)
def test_a_licence_is_a_sentence(openness: str, licence: str, sentence: str) -> None:
    assert say_terms(openness, licence) == sentence


def test_nothing_is_said_for_what_a_hit_does_not_know() -> None:
    made = card()
    assert (made.title, made.modified, made.terms, made.files) == ("Without a title", "", "", ())


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("refuse", "“refuse”"),
        ("place:E08000035", "its place (Leeds)"),
        ("covers", "the years it covers"),
        ("waste: all of it", "“waste: all of it”"),
    ],
)
def test_a_reason_is_said_in_words(reason: str, said: str) -> None:
    assert say_why(reason, lambda _, value: {"E08000035": "Leeds"}.get(value, value)) == said


@pytest.mark.parametrize(
    ("part", "matched", "said"),
    [("columns", True, "Columns"), ("columns", False, ""), ("description", True, "")],
)
def test_a_snippet_says_where_its_words_stand(part: str, matched: bool, said: str) -> None:
    hit = Hit(id="abc", score=1.0, card={}, snippet=(Fragment(text="UPRN", matched=matched),), part=part)
    assert make_card(hit).part == said
