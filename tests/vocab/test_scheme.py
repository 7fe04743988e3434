"""What portals write, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab import How, Vocabulary, load_vocabulary
from vocab.concepts import Concept, Label
from vocab.scheme import LONGEST_WORD, Scheme

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("scheme", "word", "code"),
    [
        ("licence", "OGL3", "ogl-3.0"),
        ("licence", "uk-ogl", "ogl-3.0"),
        ("licence", "['OGL3']", "ogl-3.0"),
        ("licence", "<b>Open Government Licence v3.0</b>", "ogl-3.0"),
        ("licence", "&lt;b&gt;Open Government Licence v3.0&lt;/b&gt;", "ogl-3.0"),
        ("licence", OGL, "ogl-3.0"),
        ("licence", "http://nationalarchives.gov.uk/doc/open-government-licence/version/3", "ogl-3.0"),
        ("licence", "www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "ogl-3.0"),
        ("licence", "HTTP://WWW.NATIONALARCHIVES.GOV.UK/doc/open-government-licence/version/2/", "ogl-2.0"),
        ("licence", "http://publications.europa.eu/resource/authority/licence/OGL_3_0", "ogl-3.0"),
        ("licence", "Public Sector End User Licence - INSPIRE", "inspire-eul"),
        ("licence", "PSMA", "psga"),
        ("licence", "CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("licence", "cc-by-sa", "cc-by-sa"),
        ("licence", "https://creativecommons.org/licenses/by/4.0/deed.ja", "cc-by-4.0"),
        ("licence", "https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1", "cc-by-4.0"),
        ("licence", "https://creativecommons.org/licenses/by/3.0/it/", "cc-by-3.0"),
        ("licence", "cc-zero", "cc0-1.0"),
        ("licence", "Open Data Commons Open Database License 1.0", "odbl-1.0"),
        ("licence", "Custom licence: Other (Not Open)", "other-closed"),
        ("file-type", "csv", "CSV"),
        ("file-type", "text/csv; charset=utf-8", "CSV"),
        ("file-type", ".xlsx", "XLSX"),
        ("file-type", "xlsx (zip)", "XLSX"),
        ("file-type", "Zipped CSV", "CSV"),
        ("file-type", "csv.gz", "CSV"),
        ("file-type", "Web Feature Service (WFS)", "WFS_SRVC"),
        ("file-type", "ogc wms", "WMS_SRVC"),
        ("file-type", "ftype:GEOJSON", "GEOJSON"),
        ("file-type", "application/vnd.geo+json", "GEOJSON"),
        ("file-type", "https://www.iana.org/assignments/media-types/application/ld+json", "JSON_LD"),
        ("file-type", "ArcGIS GeoServices REST API", "REST"),
        ("file-type", "Arc/Info ASCII Grid", "GRID_ASCII"),
        ("media-type", "text/csv;header=present", "text/csv"),
        ("media-type", "text/xml", "application/xml"),
        ("frequency", "Annually", "ANNUAL"),
        ("frequency", "R/P1Y", "ANNUAL"),
        ("frequency", "R/P3.5D", "WEEKLY_2"),
        ("frequency", "fortnightly", "BIWEEKLY"),
        ("frequency", "notPlanned", "NOT_PLANNED"),
        ("frequency", "Continous", "UPDATE_CONT"),
        ("frequency", "http://purl.org/linked-data/sdmx/2009/code#freq-W", "WEEKLY"),
        ("frequency", "unknown", "UNKNOWN"),
        ("access-right", "restricted public", "RESTRICTED"),
        ("access-right", "non-public", "NON_PUBLIC"),
        ("language", "eng", "ENG"),
        ("language", "en-GB", "ENG"),
        ("language", "lang:ENG", "ENG"),
        ("language", "fr_FR", "FRA"),
        ("language", "zh-Hans-CN", "ZHO"),
        ("language", "Cymraeg", "CYM"),
        ("language", "wel", "CYM"),
        ("language", "gaelic", "GLA"),
        ("language", "Gaeilge", "GLE"),
        ("language", "sco", "SCO"),
        ("theme", "Transport / Mobility", "TRAN"),
        ("theme", "planningCadastre", "REGI"),
        ("theme", "Council & Government", "GOVE"),
        ("council", "Perth & Kinross Council", "S12000048"),
        ("council", "CITY OF EDINBURGH COUNCIL", "S12000036"),
        ("council", "Hackney Open Data", "E09000012"),
        ("council", "Calderdale MBC", "E08000033"),
        ("council", "Cyngor Sir Ynys Mon", "W06000001"),
        ("council", "St. Helens", "E08000013"),
    ],
)
def test_a_wild_spelling_means_a_concept(vocabulary: Vocabulary, scheme: str, word: str, code: str) -> None:
    match = vocabulary.match(scheme, word)
    assert match is not None and match.concept.code == code


@pytest.mark.parametrize(
    "word", ["", " ", "null", "None", "N/A", "n/a", "not specified", "[]", "-", "Unspecified"]
)
def test_a_word_that_says_nothing_matches_nothing(vocabulary: Vocabulary, word: str) -> None:
    assert [scheme.match(word) for scheme in vocabulary.schemes.values()] == [None] * len(vocabulary.schemes)


@pytest.mark.parametrize(
    ("scheme", "word"),
    [
        ("licence", "unknown"),
        ("licence", "No licence"),
        ("licence", "otherRestrictions"),
        ("licence", "https://creativecommons.org/"),
        ("licence", "Ask Dave in IT"),
        ("file-type", "No file type"),
        ("file-type", "Spread"),
        ("file-type", "CSV, JSON"),
        ("file-type", "7147906"),
        ("frequency", "when the moon is full"),
        ("language", "xx-XX"),
        ("theme", "Uncategorised"),
        ("council", "Public Health Scotland"),
        ("council", "Yorkshire"),
    ],
)
def test_an_unknown_word_stays_a_miss(vocabulary: Vocabulary, scheme: str, word: str) -> None:
    assert vocabulary.match(scheme, word) is None


@pytest.mark.parametrize(
    ("word", "how"),
    [
        (OGL, How.IRI),
        ("http://publications.europa.eu/resource/authority/licence/OGL_3_0", How.IRI),
        ("OGL-3.0", How.NOTATION),
        ("open government licence V3.0", How.PREFERRED),
        ("CC0", How.ALTERNATIVE),
        ("uk-ogl", How.HIDDEN),
        (OGL + "open-government-licence.htm", How.RULE),
    ],
)
def test_a_match_says_how_it_was_found(vocabulary: Vocabulary, word: str, how: How) -> None:
    match = vocabulary.match("licence", word)
    assert match is not None and match.how is how and match.word == word


@pytest.mark.parametrize(
    ("scheme", "word", "code"),
    [
        ("licence", "Open Government Licence", "ogl-3.0"),
        ("frequency", "biannual", "ANNUAL_2"),
        ("file-type", "MS Excel", "XLSX"),
        ("theme", "Food and Environment", "ENVI"),
    ],
)
def test_the_usual_meaning_of_a_loose_word_is_not_sure(
    vocabulary: Vocabulary, scheme: str, word: str, code: str
) -> None:
    match = vocabulary.match(scheme, word)
    assert match is not None and match.concept.code == code and not match.sure


def test_a_text_that_links_to_one_licence_means_it(vocabulary: Vocabulary) -> None:
    text = f"<p>{'Made by the council. ' * 40}<a href='{OGL}'>Licence</a> (see http://council.example/)</p>"
    match = vocabulary.match("licence", text)
    assert match is not None and match.concept.code == "ogl-3.0"
    assert match.how is How.RULE and not match.sure


def test_a_text_that_links_to_two_licences_is_terms_of_its_own(vocabulary: Vocabulary) -> None:
    text = f"Maps under {OGL} and words under https://creativecommons.org/licenses/by/4.0/"
    match = vocabulary.match("licence", text)
    assert match is not None and match.concept.code == "custom"


def test_a_text_that_links_twice_to_one_licence_means_it(vocabulary: Vocabulary) -> None:
    match = vocabulary.match("licence", f"<a href='{OGL}'>{OGL}</a>")
    assert match is not None and match.concept.code == "ogl-3.0"


def test_a_former_council_is_found_by_its_own_name(vocabulary: Vocabulary) -> None:
    match = vocabulary.match("council", "Cumbria County Council")
    assert match is not None and match.concept.former
    successors = [vocabulary.label(iri) for iri in match.concept.replaced_by]
    assert successors == ["Cumberland Council", "Westmorland and Furness Council"]


def test_a_name_that_a_former_council_shares_means_the_present_one(vocabulary: Vocabulary) -> None:
    match = vocabulary.match("council", "North Yorkshire")
    assert match is not None and match.concept.code == "E06000065"


def test_a_label_that_two_concepts_bear_means_neither() -> None:
    twins = tuple(
        Concept(iri=f"urn:{code}", scheme="made-up", code=code, labels=(Label(text="Same", lang="en"),))
        for code in ("a", "b")
    )
    scheme = Scheme(
        name="made-up", title="", description="", source="", licence="", modified="", concepts=twins
    )
    assert scheme.match("same") is None
    assert scheme.find("a") == twins[0]


@given(word=st.one_of(st.text(), st.text(alphabet="<>&;ampltgc:/.w(ho) ", max_size=60)))
def test_matching_never_raises(word: str) -> None:
    for scheme in load_vocabulary().schemes.values():
        scheme.match(word)


@pytest.mark.parametrize("piece", ["<a", "&amp;", "(", "/b", "http://a ", "http://", "a.", "zipped ", "&#"])
def test_a_long_hostile_text_means_nothing_but_terms_of_its_own(vocabulary: Vocabulary, piece: str) -> None:
    text = "http://a" + piece * 50_000
    assert len(text) > LONGEST_WORD
    matches = [scheme.match(text) for scheme in vocabulary.schemes.values()]
    assert {match.concept.code for match in matches if match} <= {"custom"}
