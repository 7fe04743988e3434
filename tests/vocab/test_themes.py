"""How the words of portals mean themes, and how council services lead to them."""

from __future__ import annotations

import pytest

from vocab import Concept, How, Match, Vocabulary, load_vocabulary
from vocab.folding import fold
from vocab.rules import says_nothing


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def met(vocabulary: Vocabulary, word: str, scheme: str = "theme") -> Match:
    match = vocabulary.match(scheme, word)
    assert match is not None, word
    return match


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Planning and Development", "REGI"),
        ("Council and Government", "GOVE"),
        ("Arts / Culture / History", "EDUC"),
        ("climatologyMeteorologyAtmosphere", "ENVI"),
        ("inlandWaters", "ENVI"),
        ("Boundaries", "REGI"),
        ("location", "REGI"),
        ("Protected sites", "ENVI"),
        ("http://inspire.ec.europa.eu/theme/tn", "TRAN"),
        ("Crime & Justice", "JUST"),
        ("Bevölkerung und Gesellschaft", "SOCI"),
        ("Educación, cultura y deportes", "EDUC"),
        ("Ambiente", "ENVI"),
        ("Vervoer", "TRAN"),
        ("税金", "ECON"),
        ("Iechyd", "HEAL"),
        ("http://eurovoc.europa.eu/100154", "TRAN"),
    ],
)
def test_the_words_of_standards_and_portals_are_known(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = met(vocabulary, word)
    assert match.concept.code == code and match.sure and not match.rule


@pytest.mark.parametrize("word", ["geospatial", "Open Data", "ArcGIS", "Other", "その他", "Featured"])
def test_a_word_that_tells_no_subject_says_nothing_as_a_theme(vocabulary: Vocabulary, word: str) -> None:
    assert says_nothing(fold(word), "theme") and not says_nothing(fold(word))
    assert vocabulary.match("theme", word) is None


@pytest.mark.parametrize(
    "word",
    [
        "Infrastructure",
        "Environment and Transport",
        "Health, Education and Housing",
        "Reference",
        "Publications",
    ],
)
def test_what_could_be_two_themes_or_any_is_none(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("theme", word) is None


@pytest.mark.parametrize(
    ("word", "code", "rule"),
    [
        ("Society > Health", "HEAL", "the end of a path"),
        ("/Categories/Transportation", "TRAN", "the end of a path"),
        ("Environment > Layer 7", "ENVI", "a step above"),
        ("/Categories/Environment/Layer 7", "ENVI", "a step above"),
        ("Environment > Layer 7 > 2019", "ENVI", "the top"),
        ("Theme: Transport", "TRAN", "says it is one"),
        ("http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/society", "SOCI", "ISO topic"),
        ("http://standards.iso.org/gmxCodelists.xml#MD_TopicCategoryCode_farming", "AGRI", "ISO topic"),
        ("http://publications.europa.eu/resource/dataset/data-theme#ENVI", "ENVI", "EU data themes"),
        ("http://www.eionet.europa.eu/gemet/en/inspire-theme/hy", "ENVI", "INSPIRE theme"),
        ("http://inspire.ec.europa.eu/theme/hy/en", "ENVI", "INSPIRE theme"),
        ("Roads, Pavements & Street lighting", "TRAN", "joined"),
        ("Allotments and Smallholdings", "AGRI", "joined"),
    ],
)
def test_habits_lead_to_a_theme_and_say_so(vocabulary: Vocabulary, word: str, code: str, rule: str) -> None:
    match = met(vocabulary, word)
    assert match.concept.code == code and match.how is How.RULE and rule in match.rule


def test_joined_words_are_sure_only_where_each_is(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "Museums & Music").sure
    assert not met(vocabulary, "Parks, Libraries & Museums").sure


@pytest.mark.parametrize(
    "word", [">" * 400, "a > " * 100, "/" * 400, " and " * 80, "a;" * 200, "http://" + "x" * 390]
)
def test_hostile_paths_are_read_quickly_and_mean_nothing(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("theme", word) is None


def test_the_name_of_a_council_service_means_its_theme(vocabulary: Vocabulary) -> None:
    match = met(vocabulary, "Household waste collection")
    assert match.concept.code == "ENVI" and match.sure
    assert match.reason == (
        "rule: one of the council services, which belongs to this, then “Household waste collection”"
    )


def test_the_address_of_a_service_means_its_theme_and_a_bare_number_does_not(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "https://id.esd.org.uk/service/524/").concept.code == "ENVI"
    assert met(vocabulary, "http://id.esd.org.uk/function/66").concept.code == "REGI"
    assert vocabulary.match("theme", "524") is None


def test_a_service_of_two_themes_means_the_first_without_being_sure(vocabulary: Vocabulary) -> None:
    service = met(vocabulary, "Homelessness support", "service").concept
    themes = [iri for iri in service.broad_matches if "data-theme" in iri]
    crossed = met(vocabulary, "Homelessness support")
    assert len(themes) == 2 and crossed.concept.iri == themes[0] and not crossed.sure


def test_a_themes_own_word_wins_over_a_services_name(vocabulary: Vocabulary) -> None:
    assert met(vocabulary, "Allotments").how is How.HIDDEN
    assert met(vocabulary, "Allotments", "service").concept.code == "510"


@pytest.mark.parametrize(
    "word",
    [
        "524",
        "0524",
        "LGSL 524",
        "lgsl:524",
        "http://id.esd.org.uk/service/524",
        "https://standards.esd.org.uk/?uri=service%2F524",
        "Household waste collection",
        "524: Household waste collection",
    ],
)
def test_a_service_is_known_by_number_address_and_name(vocabulary: Vocabulary, word: str) -> None:
    assert met(vocabulary, word, "service").concept.label() == "Household waste collection"


def test_each_service_and_function_has_its_theme_in_the_theme_scheme(vocabulary: Vocabulary) -> None:
    """All but one: publications may be about anything."""
    without = [
        concept.label()
        for name in ("service", "function")
        for concept in vocabulary.schemes[name].concepts
        if not any(found.scheme == "theme" for found in wider(vocabulary, concept.broad_matches))
    ]
    assert without == ["Publications"]


def test_what_a_service_or_function_belongs_to_exists(vocabulary: Vocabulary) -> None:
    for name in ("service", "function"):
        for concept in vocabulary.schemes[name].concepts:
            iris = (*concept.broader, *concept.broad_matches)
            assert len(wider(vocabulary, iris)) == len(iris), concept.iri


def test_functions_are_a_tree_of_two_levels(vocabulary: Vocabulary) -> None:
    functions = vocabulary.schemes["function"].concepts
    tops = {function.iri for function in functions if not function.broader}
    assert len(functions) == 113 and len(tops) == 13
    assert all(set(function.broader) <= tops for function in functions)


def wider(vocabulary: Vocabulary, iris: tuple[str, ...]) -> list[Concept]:
    return [found for iri in iris if (found := vocabulary.concept(iri))]
