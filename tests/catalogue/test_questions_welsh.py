"""Initial mutations of Welsh."""

from __future__ import annotations

import pytest

from catalogue.questions.welsh import mutated


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("gwastraff", ("wastraff", "ngwastraff")),
        ("parcio", ("barcio", "mharcio", "pharcio")),
        ("treth", ("dreth", "nhreth", "threth")),
        ("cyngor", ("gyngor", "nghyngor", "chyngor")),
        ("biniau", ("finiau", "miniau")),
        ("digartrefedd", ("ddigartrefedd", "nigartrefedd")),
        ("meysydd", ("feysydd",)),
        ("llyfrgell", ("lyfrgell",)),
        ("rhenti", ("renti",)),
    ],
)
def test_the_first_consonant_changes(word: str, forms: tuple[str, ...]) -> None:
    assert mutated(word) == forms


@pytest.mark.parametrize("word", ["ysgolion", "chwarae", "theatr", "ffyrdd", "ward", "ty", "", "siop"])
def test_what_does_not_change_has_no_other_form(word: str) -> None:
    assert mutated(word) == ()
