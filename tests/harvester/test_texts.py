"""Texts are settled: long ones as Markdown, names as lines, broken characters mended, the language told if sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_spider import small_spider

from catalogue.finding import Severity
from catalogue.model import Dataset, Distribution
from catalogue.property import lines, with_values
from catalogue.values import Text
from harvester.settling.notes import Notes
from harvester.settling.speech import language_of
from harvester.settling.texts import languages, settle_text
from vocab import load_vocabulary

LINES = {line.name: line for line in lines(Dataset)}
ENGLISH = "The routes of the gritting lorries in winter, with the day and the hour of each of them."
WELSH = "Mae'r set ddata hon yn dangos lleoliad pob man ailgylchu yn y sir ac yn y trefi."


def notes(language: str = "") -> Notes:
    """Nothing noticed yet, on a portal that may name its language."""
    portal = replace(small_spider().portal, settings={"language": language} if language else {})
    return Notes(portal, load_vocabulary())


def settled(name: str, value: str, told: Notes | None = None, lang: str = "") -> Text | None:
    """A text of a dataset, settled."""
    return settle_text(Text(value, lang), LINES[name], name, told or notes())


def test_a_description_becomes_markdown_and_a_title_one_line() -> None:
    html = "<p>One</p><ul><li><b>Two</b></li></ul>"
    assert settled("description", html) == Text("One\n\n- **Two**")
    assert settled("title", html) == Text("One • Two")


def test_the_language_said_by_the_text_wins_over_the_portals() -> None:
    assert settled("title", "Biniau", notes("en"), lang="cy") == Text("Biniau", "cy")
    assert settled("title", "Bins", notes("en")) == Text("Bins", "en")
    assert settled("title", "Bins", lang='en" onclick') == Text("Bins", "")


def test_mended_characters_are_told_once_for_a_dataset() -> None:
    told = notes()
    assert settled("description", "It &amp; that: donâ€™t", told) == Text("It & that: don’t")
    assert settled("title", "CafÃ©", told) == Text("Café")
    (found,) = told.findings
    assert (found.code, found.severity, found.place) == ("mended-text", Severity.INFO, "description")
    assert "donâ€™t" in found.published


def test_broken_characters_hidden_by_entities_are_mended_as_well() -> None:
    told = notes()
    assert settled("description", "<p>don&acirc;&euro;&trade;t</p>", told) == Text("don’t")
    assert [found.code for found in told.findings] == ["mended-text"]


def test_sound_text_tells_nothing() -> None:
    told = notes()
    settled("description", "Mae'r tŷ yn y dŵr – £5", told)
    assert told.findings == []


pieces = st.sampled_from(
    ("â€™", "Â£", "Ã©", "&acirc;", "&euro;", "&lt;b&gt;", "<p>", "\x92", "Â ", "Å·", "x", "\n")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces | st.text(max_size=4), max_size=10).map("".join))
def test_settling_again_changes_nothing(text: str) -> None:
    once = settled("description", text)
    if once is not None:
        assert settled("description", once.value) == once


TOLD = [
    (ENGLISH, "en"),
    (WELSH, "cy"),
    ("Tha an dàta seo a’ sealltainn far a bheil na sgoiltean anns an sgìre", "gd"),
    ("Tá an tacar sonraí seo ar fáil i nGaeilge do gach contae sa tír", "ga"),
    ("Der Datensatz enthält die Pegelstände der Elbe und wird mit jedem Tag neu geschrieben", "de"),
    ("Les arrêts de bus de la ville et les horaires pour chaque ligne sont dans ce fichier", "fr"),
    ("Contiene la información sobre la cantidad de industrias y el personal ocupado por sector", "es"),
]


@pytest.mark.parametrize(("text", "lang"), TOLD)
def test_a_text_of_some_length_tells_its_language(text: str, lang: str) -> None:
    assert language_of(text) == lang


UNTOLD = [
    "Bins in the county",
    f"{ENGLISH} {WELSH}",
    "Casglu gwastraff / Waste collection dates in the county and the towns",
    "LLPG BS7666 UPRN USRN X Y COORDINATES NAME STREET TOWN POSTCODE",
    "https://the.example/of/and/to/in/is/for/that the of https://with.example/by/are/was",
    "床面積当たりＣＯ２排出量の集計を行ったものです。都内中小規模事業所における、床面積当たりデータの平均値等がご覧になれます。",
    "",
]


@pytest.mark.parametrize("text", UNTOLD)
def test_a_short_a_bilingual_or_an_unknown_text_has_no_language(text: str) -> None:
    assert language_of(text) == ""


TITLES = [
    ("Gritting routes", ENGLISH, "en", "en"),
    ("Canolfannau ailgylchu yn y sir", WELSH, "cy", "cy"),
    ("Canolfannau ailgylchu", WELSH, "cy", "cy"),
    ("Recycling centres", WELSH, "", "cy"),
    ("Lleoliadau toiledau cyhoeddus", ENGLISH, "", "en"),
    ("Llwybrau / Routes", ENGLISH, "", "en"),
    ("Gritting routes", "", "", ""),
    ("Gritting routes", f"{ENGLISH}\n\n{WELSH}", "", ""),
]


@pytest.mark.parametrize(("title", "description", "titled", "described"), TITLES)
def test_a_short_title_takes_the_language_beside_it_unless_it_seems_another(
    title: str, description: str, titled: str, described: str
) -> None:
    said = Dataset(title=(Text(title),), description=(Text(description),))
    dataset = with_values(said, **languages(said))
    assert (dataset.title[0].lang, dataset.description[0].lang) == (titled, described)


def test_a_stated_language_stays_and_does_not_speak_for_the_others() -> None:
    dataset = Dataset(title=(Text("Routes"), Text("Llwybrau", "cy")), description=(Text(WELSH, "en"),))
    assert with_values(dataset, **languages(dataset)) == dataset


def test_keywords_have_no_language_and_files_only_their_own() -> None:
    files = (Distribution(title=(Text("routes.csv"),)), Distribution(description=(Text(WELSH),)))
    dataset = Dataset(
        title=(Text("Routes"),), description=(Text(ENGLISH),), keyword=(Text("grit"),), distribution=files
    )
    told = with_values(dataset, **languages(dataset))
    assert told.keyword[0].lang == ""
    assert told.distribution[0].title[0].lang == ""
    assert told.distribution[1].description[0].lang == "cy"


@pytest.mark.parametrize(
    ("written", "tag"),
    [("eng", "en"), ("wel", "cy"), ("cym", "cy"), ("gla", "gd"), ("csb", "csb"), ("cy-GB", "cy-GB")],
)
def test_a_language_stated_by_its_three_letters_gets_its_two_where_it_has_them(
    written: str, tag: str
) -> None:
    assert settled("title", "Biniau", lang=written) == Text("Biniau", tag)
