"""Initial mutations of Welsh."""

from __future__ import annotations

import pytest

from catalogue.questions.understanding import understand
from catalogue.questions.welsh import mutated
from vocab import load_vocabulary


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


def test_a_welsh_name_is_known_and_looked_for_as_it_stands_in_sentences() -> None:
    question = understand("casglu wastraff", load_vocabulary(), today="2026-11-28")

    (sense,) = question.senses
    assert (sense.typed, sense.label) == ("wastraff", "waste")
    assert {"gwastraff", "refuse"} <= set(sense.also)
    assert "ngwastraff" not in sense.also
    assert "ngwastraff" in dict(sense.meaning.phrases)
