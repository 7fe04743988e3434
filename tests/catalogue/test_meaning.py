"""Which concepts a description uses: all of them, each once, and no link that only leads to further reading."""

from __future__ import annotations

import pytest

from catalogue.meaning import concept_key, concept_keys
from catalogue.model import Agent, DataService, Dataset, Distribution, Location
from catalogue.values import Term
from vocab import Vocabulary, load_vocabulary
from vocab.bodies import slug_of


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def term(vocabulary: Vocabulary, scheme: str, word: str) -> Term:
    """A word with the concept it means."""
    found = vocabulary.match(scheme, word)
    assert found
    return Term(word, found.concept.iri)


def test_every_concept_is_found_however_deep_it_stands(vocabulary: Vocabulary) -> None:
    leeds = vocabulary.find("council", "E08000035")
    assert leeds
    service = DataService(format=(term(vocabulary, "file-type", "WFS"),))
    dataset = Dataset(
        theme=(term(vocabulary, "theme", "Environment"),),
        publisher=Agent(slug=slug_of(leeds)),
        spatial=(Location(iri=leeds.facts["area"]),),
        accrual_periodicity=term(vocabulary, "frequency", "monthly"),
        distribution=(Distribution(access_service=(service,)),),
    )

    assert set(concept_keys(dataset, vocabulary)) == {
        *("theme", "theme/ENVI"),
        *("council", "council/E08000035"),
        *("place", "place/E08000035"),
        *("frequency", "frequency/MONTHLY"),
        *("file-type", "file-type/WFS_SRVC"),
    }


def test_a_concept_used_twice_is_named_once(vocabulary: Vocabulary) -> None:
    csv = term(vocabulary, "file-type", "csv")
    dataset = Dataset(distribution=(Distribution(format=csv), Distribution(format=csv)))

    assert concept_keys(dataset, vocabulary) == ("file-type", "file-type/CSV")


def test_a_word_that_nobody_knows_names_no_concept(vocabulary: Vocabulary) -> None:
    dataset = Dataset(theme=(Term("Odds and ends"), Term("", "https://portal.example/themes/odds")))

    assert concept_keys(dataset, vocabulary) == ()


def test_a_link_to_further_reading_names_no_concept(vocabulary: Vocabulary) -> None:
    licence = term(vocabulary, "licence", "OGL-UK-3.0").iri

    assert concept_keys(Dataset(page=(licence,), relation=(licence,)), vocabulary) == ()


def test_a_code_may_hold_a_slash(vocabulary: Vocabulary) -> None:
    dataset = Dataset(distribution=(Distribution(media_type=term(vocabulary, "media-type", "text/csv")),))

    assert concept_keys(dataset, vocabulary) == ("media-type", concept_key("media-type", "text/csv"))
