"""Habits that no label can serve: how portals write languages, and who may see the data."""

from __future__ import annotations

import pytest

from vocab import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("en_GB.UTF-8", "ENG"),
        ("eng; USA", "ENG"),
        ("English (UK)", "ENG"),
        ("Saesneg", "ENG"),
        ("sr-Latn", "SRP"),
        ("http://lexvo.org/id/iso639-3/cym", "CYM"),
        ("https://schemas.example/codes.xml#LanguageCode_wel", "CYM"),
        ("Polish (pl)", "POL"),
        ("In Welsh", "CYM"),
        ("Panjabi", "PAN"),
        ("te reo Māori", "MRI"),
        ("BSL", "BFI"),
    ],
)
def test_a_language_is_known_by_its_codes_names_and_lists(
    vocabulary: Vocabulary, word: str, code: str
) -> None:
    match = vocabulary.match("language", word)
    assert match is not None and match.concept.code == code and match.sure


@pytest.mark.parametrize("word", ["en, cy", "English/Welsh", "eng; cym", "NA", "xx", "elx"])
def test_two_languages_or_none_stay_a_word(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("language", word) is None


def test_a_code_of_a_country_is_not_surely_a_language(vocabulary: Vocabulary) -> None:
    for word, code in (("sp", "SPA"), ("cz", "CES"), ("se", "SME")):
        match = vocabulary.match("language", word)
        assert match is not None and match.concept.code == code and not match.sure


def test_the_languages_of_these_islands_have_welsh_names(vocabulary: Vocabulary) -> None:
    for code in ("ENG", "CYM", "GLA", "GLE", "GLV", "COR", "SCO", "BFI"):
        language = vocabulary.find("language", code)
        assert language is not None and "cy" in {label.lang for label in language.labels}, code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("This dataset is publicly available.", "PUBLIC"),
        ("No limitations on public access", "PUBLIC"),
        ("Access: open", "PUBLIC"),
        ("https://publications.europa.eu/resource/authority/access-right/RESTRICTED", "RESTRICTED"),
        (
            "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/INSPIRE_Directive_Article13_1d",
            "RESTRICTED",
        ),
        ("internal use only", "NON_PUBLIC"),
        ("embargoed access", "RESTRICTED"),
    ],
)
def test_who_may_see_data_is_known_in_many_words(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("access-right", word)
    assert match is not None and match.concept.code == code


@pytest.mark.parametrize(
    "word", ["see the licence", "publicly available on request from the team", "licence"]
)
def test_a_sentence_with_a_condition_opens_nothing(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("access-right", word) is None
