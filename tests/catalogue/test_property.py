"""Copies of things, and what a thing says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.model import Dataset, Location
from catalogue.property import is_blank, said_lines, with_values
from catalogue.values import Text

BINS = Dataset(key="a", title=(Text("Bins"),))


def test_a_copy_with_other_values_is_what_replace_makes() -> None:
    """And leaves the thing as it was."""
    copy = with_values(BINS, title=(Text("Parks"),), iri="https://x.example/")
    assert copy == replace(BINS, title=(Text("Parks"),), iri="https://x.example/")
    assert BINS.title == (Text("Bins"),)


def test_a_copy_takes_no_field_that_the_thing_has_not() -> None:
    with pytest.raises(KeyError, match="colour"):
        with_values(BINS, colour="red")


def test_a_thing_with_nothing_but_a_key_is_blank() -> None:
    assert is_blank(Location(key="a"))
    assert not is_blank(Location(label=(Text("Leeds"),)))
    assert not is_blank(Location(iri="https://x.example/leeds"))


def test_only_what_holds_something_is_said() -> None:
    assert [(line.name, value) for line, value in said_lines(BINS)] == [("title", (Text("Bins"),))]
