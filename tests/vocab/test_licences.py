"""Licences as portals write them: by name, by address, in a sentence; and terms of a publisher's own."""

from __future__ import annotations

import time

import pytest

from vocab import Match, Vocabulary, load_vocabulary
from vocab.rules.creative_commons import bare_family, licences_named
from vocab.rules.licences import parts_of
from vocab.rules.own_terms import limits_use, link_of_terms, says_of_use

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CUSTOM = "custom"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def read(word: str) -> Match | None:
    return load_vocabulary().match("licence", word)


def code(word: str) -> str:
    match = read(word)
    return match.concept.code if match else ""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Open Government Licence v3.0 (UK)", "ogl-3.0"),
        ("OGL v.3", "ogl-3.0"),
        ("OGL v.2", "ogl-2.0"),
        ("Use under OGL 3", "ogl-3.0"),
        ("Licensed under the Open Government Licence, version 1.0", "ogl-1.0"),
        ("Trwydded Llywodraeth Agored f3.0", "ogl-3.0"),
        ("© Crown copyright 2020, licensed under the Open Government Licence v3.0", "ogl-3.0"),
        ("© Crown copyright and database right 2019", "crown-copyright"),
        ("Non-Commercial Government Licence", "ncgl-2.0"),
        ("Open Government Licence – Canada", "ogl-canada-2.0"),
        ("Open Government Licence - Ontario", "ogl-ontario"),
        ("CC-BY 4.0 International (attribution)", "cc-by-4.0"),
        ("ccbync4", "cc-by-nc-4.0"),
        ("by-nc-sa 4.0", "cc-by-nc-sa-4.0"),
        ("CC 0", "cc0-1.0"),
        ("クリエイティブ・コモンズ 表示-改変禁止（CC BY-ND）", "cc-by-nd"),
        ("Licence Ouverte / Open Licence Version 2.0", "etalab-2.0"),
        ("fr-lo", "etalab-1.0"),
        ("http://dcat-ap.de/def/licenses/dl-by-de/2_0", "dl-de-by-2.0"),
        (r"Public Sector End User Licence \u2013 INSPIRE", "inspire-eul"),
        ("['https://creativecommons.org/licenses/by/4.0/']", "cc-by-4.0"),
        ('{"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}', "cc-by-4.0"),
        ("Use of this data is subject to PSMA licensing.", "psga"),
        ("no conditions apply", "no-conditions"),
        ("There are no restrictions on the use of this data", "no-conditions"),
        ("This item is in the public domain. There are no restrictions on use.", "other-public-domain"),
        ("© Example Institute 2020", "inc"),
        ("Ordnance Survey OpenData™ Licence", "os-opendata"),
        ("Open Data Commons Attribution", "odc-by-1.0"),
        ("['Use is subject to the licence identified.', 'OGL v3']", "ogl-3.0"),
        ("Reproduced by permission of Ordnance Survey. Licensed under the OGL v2.0", "ogl-2.0"),
        ("custom", CUSTOM),
    ],
)
def test_a_name_in_a_sentence_means_its_licence(word: str, expected: str) -> None:
    assert code(word) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("creativecommons.org/licenses/by/4.0", "cc-by-4.0"),
        ("www.creativecommons.org/licenses/by-nc-nd/3.0/", "cc-by-nc-nd-3.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/de/legalcode", "cc-by-sa-3.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.cy", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by-nc/2.1/jp/", "cc-by-nc"),
        ("https://spdx.org/licenses/CC-BY-4.0.html", "cc-by-4.0"),
        ("http://www.opendefinition.org/licenses/cc-by", "cc-by"),
        ("http://publications.europa.eu/resource/authority/licence/ODC_BL", "odbl-1.0"),
        ("http://dcat-ap.de/def/licenses/officialWork", "de-official-work"),
    ],
)
def test_an_address_means_its_licence_however_it_is_written(address: str, expected: str) -> None:
    assert code(address) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Open Government Licence v3.0, for non-commercial use only",
        "Licensed under the OGL. You may not sell it without our permission.",
        "CC BY 4.0, personal use only",
        "Available under the Open Government Licence except for the maps",
        "CC BY 4.0; written permission is required for printing",
        "This data is not covered by the Open Government Licence",
        f"Maps under {OGL} and words under https://creativecommons.org/licenses/by/4.0/",
        "['OGL3', 'CC0']",
        "['OGL3', 'Not for commercial use']",
        "It is in the public domain for personal use only, please ask us about everything else",
        "Contains information licensed under the Open Government Licence – City of Surrey",
        "The county accepts no liability for errors in this data.",
        "If you use this data, please cite the survey.",
        "For reference use only",
        "Lizenz: die Daten dürfen nur nach Rücksprache mit dem Amt genutzt werden.",
    ],
)
def test_conditions_beside_a_licence_or_without_one_are_custom_terms(text: str) -> None:
    assert code(text) == CUSTOM


@pytest.mark.parametrize(
    "text",
    [
        "Open Government Licence v3.0; it may be used without permission",
        "Open Government Licence v3.0, for commercial and non-commercial use",
        "All content is available under the Open Government Licence v3.0, except where otherwise stated",
    ],
)
def test_what_a_licence_grants_anyhow_is_no_condition(text: str) -> None:
    assert code(text) == "ogl-3.0"


@pytest.mark.parametrize(
    "word",
    [
        "license", "fees", "Ask Dave", "Ask Dave in IT", "Public", "None.", "RIGHTS", "Happy mapping!",
        "otherRestrictions", "Conditions unknown", "No se especificó la licencia", "Creative Commons", "CC 4.0",
        "No restriction on public access", "https://creativecommons.org/", "https://opensource.org/licenses/none-such",
        "https://project-open-data.cio.gov/unknown-license/", "Custom licence: unknown", "OGL v9",
    ],
)  # fmt: skip
def test_a_word_that_names_no_licence_stays_a_word(word: str) -> None:
    assert read(word) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://data.example/terms", "https://data.example/terms"),
        ("www.data.example/terms", "https://www.data.example/terms"),
        ("https://creativecommons.org.example/licenses/by/4.0/", "https://creativecommons.org.example/licenses/by/4.0/"),
        ("<a href='http://city.example/policy/data'>City Data Policy</a>", "http://city.example/policy/data"),
        ("Please read <a href='https://x.example/p/12'>the terms of use</a> first", "https://x.example/p/12"),
        ("The logo https://x.example/terms.png stands for our terms of use.", ""),
        ("Use it as you like, but see http://council.example for more of it", ""),
    ],
)  # fmt: skip
def test_custom_terms_keep_the_address_of_the_terms(text: str, link: str) -> None:
    match = read(text)
    assert match is not None and match.concept.code == CUSTOM
    assert match.link == link


def test_a_link_to_the_portals_own_page_is_never_an_open_licence() -> None:
    match = read("https://data.example/open-government-licence")
    assert match is not None and match.concept.code == CUSTOM


def test_custom_terms_are_not_said_to_be_open(vocabulary: Vocabulary) -> None:
    concept = vocabulary.find("licence", CUSTOM)
    assert concept is not None and "open" not in concept.facts


def test_a_licence_in_a_long_text_is_likely_only() -> None:
    match = read("The council made this map. " * 30 + "It is under the Open Government Licence v3.0.")
    assert match is not None and match.concept.code == "ogl-3.0" and not match.sure
    assert match.rule == "the only licence that a text names"


def test_a_version_that_is_stated_outdoes_one_that_is_supposed() -> None:
    text = (
        "Open Government Licence (http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/)"
    )
    assert code(text) == "ogl-2.0"


@pytest.mark.parametrize(
    ("folded", "codes"),
    [
        ("creative commons attribution noncommercial sharealike 3 0 unported license", ["cc-by-nc-sa-3.0"]),
        ("under creative commons by the council", []),
        ("cc by 4 0 and cc by sa 4 0", ["cc-by-4.0", "cc-by-sa-4.0"]),
        ("cc0 1 0 universal", ["cc0-1.0"]),
        ("accident data", []),
    ],
)
def test_the_families_of_creative_commons_are_told_apart(folded: str, codes: list[str]) -> None:
    assert list(licences_named(folded)) == codes


def test_a_bare_family_is_read_only_where_it_is_the_whole_word() -> None:
    assert bare_family("by sa") == "cc-by-sa"
    assert bare_family("by the council") is None


def test_lists_of_python_and_json_are_opened() -> None:
    assert parts_of("['a', 'b', 'a']") == ("a", "b")
    assert parts_of('{"x": {"y": "z"}, "n": 3}') == ("z",)
    assert parts_of("[not a list") == parts_of("plain") == ()


def test_a_statement_of_access_says_nothing_of_use() -> None:
    assert says_of_use("access constraints none") == ""
    assert says_of_use("no restrictions on access or use") == "no-conditions"


def test_limits_are_told_from_permissions() -> None:
    assert limits_use("you may not sell it")
    assert not limits_use("it may be used without permission")


def test_the_first_link_that_leads_to_terms_is_theirs() -> None:
    text = "Made by http://a.example/ under http://b.example/licence and http://c.example/terms."
    assert link_of_terms(text) == "http://b.example/licence"


PIECES = [
    "cc by ",
    "no restriction ",
    "open government licence ",
    "<a href='http://x/terms' ",
    "may be used and ",
    '["a",',
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_is_read_in_a_moment(piece: str) -> None:
    before = time.process_time()
    read(piece * 20_000)
    assert time.process_time() - before < 2


def test_a_text_read_before_costs_little() -> None:
    text = "You may use this data if you credit the council. " * 200
    read(text)
    before = time.process_time()
    for _ in range(100):
        read(text)
    assert time.process_time() - before < 0.5
