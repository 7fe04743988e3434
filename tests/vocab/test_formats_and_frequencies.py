"""Habits that no label can serve: how portals write formats and frequencies."""

from __future__ import annotations

import pytest

from vocab import Vocabulary, load_vocabulary
from vocab.rules import habits_for
from vocab.rules.formats import packed_as


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def code_of(vocabulary: Vocabulary, scheme: str, word: str) -> str | None:
    match = vocabulary.match(scheme, word)
    return match.concept.code if match else None


def test_a_frequency_is_found_by_its_interval_however_it_is_written(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.schemes["frequency"].concepts:
        if interval := concept.facts.get("interval"):
            for word in (
                interval,
                interval.replace("R/", "R"),
                interval.removeprefix("R/"),
                interval.lower(),
            ):
                match = vocabulary.match("frequency", word)
                assert match is not None and match.concept == concept and match.sure, word


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("RP1Y P1Y R/P12M R1/P1Y every-12-months 1-year once-per-annum", "ANNUAL"),
        ("P0.5Y R/P6M 6-monthly every-six-months twice-a-year 2x-per-year every-half-year", "ANNUAL_2"),
        ("R/P0.25Y P3M every-3-months 3-monthly 4-times-a-year four-times-per-year", "QUARTERLY"),
        ("R/P7D P1W every-7-days every-week once-each-week", "WEEKLY"),
        ("R/P14D R/P2W every-2-weeks once-a-fortnight", "BIWEEKLY"),
        ("R/P0.33W three-times-a-week 3-x-per-week", "WEEKLY_3"),
        ("PT60M R/PT1H every-60-minutes 24-times-a-day", "HOURLY"),
        ("P24H PT24H every-24-hours once-a-day once-daily", "DAILY"),
        ("twice-a-day 2-times-per-day two-times-daily", "DAILY_2"),
        ("PT12H every-12-hours", "12HRS"),
        ("every-other-year every-second-year 2-yearly once-every-two-years", "BIENNIAL"),
        ("twice-monthly 2-times-a-month R/P0.5M", "MONTHLY_2"),
    ],
)
def test_a_number_and_a_unit_are_computed(vocabulary: Vocabulary, words: str, code: str) -> None:
    for word in words.replace("P24H", "PT24H").split():
        spoken = word if word[0] in "RP" else word.replace("-", " ")
        assert code_of(vocabulary, "frequency", spoken) == code, spoken


@pytest.mark.parametrize(
    "word",
    [
        "every 5 days",
        "P5D",
        "R/P18M",
        "P1Y6M",
        "P1M2W",
        "P0D",
        "0 times a year",
        "every 2-3 years",
        "R/P",
        "3",
        "R/P1.2.3M",
        "P,Y",
        "monthly or weekly",
        "Quarterly, then annually",
        "term time",
        "twice",
        "3 times daily",
    ],
)
def test_an_interval_without_a_concept_stays_a_word(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("frequency", word) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("P365D", "ANNUAL"),
        ("every 30 days", "MONTHLY"),
        ("R/P52W", "ANNUAL"),
        ("at least monthly", "MONTHLY"),
        ("Usually every 3 months", "QUARTERLY"),
        ("Annually (in March)", "ANNUAL"),
        ("Annual - published in April", "ANNUAL"),
        ("bi-annually", "ANNUAL_2"),
        ("bi-weekly", "BIWEEKLY"),
        ("bi-monthly", "BIMONTHLY"),
        ("termly", "ANNUAL_3"),
    ],
)
def test_a_rounded_or_hedged_frequency_is_not_sure(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("frequency", word)
    assert match is not None and match.concept.code == code and not match.sure


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("updated on a monthly basis", "MONTHLY"),
        ("Updated every 3 months", "QUARTERLY"),
        ("Real-time updates", "UPDATE_CONT"),
        ("Blynyddol", "ANNUAL"),
        ("Bob chwarter", "QUARTERLY"),
        ("yn fisol", "MONTHLY"),
        ("halbjährlich", "ANNUAL_2"),
        ("trimestral", "QUARTERLY"),
        ("settimanale", "WEEKLY"),
        ("dagelijks", "DAILY"),
        ("irrégulière", "IRREG"),
        ("when changed", "AS_NEEDED"),
        ("http://inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/notPlanned", "NOT_PLANNED"),
        ("https://standards.example/gmxCodelists.xml#MD_MaintenanceFrequencyCode_asNeeded", "AS_NEEDED"),
        ("http://purl.org/cld/freq/triennial", "TRIENNIAL"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-H", "HOURLY"),
    ],
)
def test_a_frequency_in_other_words_and_lists(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("frequency", word)
    assert match is not None and match.concept.code == code and match.sure


@pytest.mark.parametrize("scheme", ["file-type", "media-type", "frequency", "language", "identifier"])
@pytest.mark.parametrize(
    "piece", ["every ", "R/P1", "(", "1,", "at least ", "x: ", "csv, ", "a.", "a/", "zip "]
)
def test_a_habit_reads_a_hostile_word_at_once(scheme: str, piece: str) -> None:
    """Each habit meets at most 400 characters; a pattern that goes back and forth would not end."""
    for habit in habits_for(scheme):
        label = habit.read((piece * 400)[:400])
        assert label is None or len(label) <= 400


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("text/csv; charset=utf-8", "CSV"),
        (".xlsx (zip)", "XLSX"),
        ("application/x-zip-compressed", "ZIP"),
        ("zipped shapefile", "SHP"),
        ("OGC:WMS-1.3.0-http-get-map", "WMS_SRVC"),
        ("OGC:WFS-2.0.0-http-get-capabilities", "WFS_SRVC"),
        ("urn:ogc:serviceType:WebMapService:1.1", "WMS_SRVC"),
        ("http://www.opengis.net/def/serviceType/ogc/wfs", "WFS_SRVC"),
        ("WWW:LINK-1.0-http--link", "HTML"),
        ("WWW:LINK-1.0-http--opendap", "OPENDAP"),
        ("GML 3.2", "GML"),
        ("GeoPackage 1.2", "GPKG"),
        ("PDF/A", "PDF"),
        ("data:text/csv;base64,QQ==", "CSV"),
        (".geojson.gz", "GEOJSON"),
        ("Excel 97-2003", "XLS"),
        ("Microsoft Excel 2016", "XLSX"),
        ("Word 2003", "DOC"),
        ("MS Excel (.xls)", "XLS"),
        ("Microsoft Word (docx)", "DOCX"),
        ("Comma Separated Values (CSV)", "CSV"),
        ("Zipped PDFs", "PDF"),
        ("Esri shapefile download", "SHP"),
        ("image/tiff; application=geotiff", "GEOTIFF"),
        ("http://inspire.ec.europa.eu/media-types/application/x-shapefile", "SHP"),
        ("Feature Layer", "REST"),
        ("API", "API"),
        ("Map Service", "MAP_SRVC"),
        ("Image", "IMAGE"),
        ("Raster Dataset", "RASTER"),
    ],
)
def test_a_format_is_known_by_the_habits_of_portals(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("file-type", word)
    assert match is not None and match.concept.code == code and match.sure


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("CSV (comma separated)", "CSV"),
        ("CSV - all years", "CSV"),
        ("ESRI Shapefile (OGC:WFS)", "SHP"),
        ("https://council.example/data/trees.csv", "CSV"),
        ("https://maps.example/arcgis/rest/services/Trees/FeatureServer/0", "REST"),
        ("https://maps.example/ows?service=WMS&request=GetCapabilities", "WMS_SRVC"),
        ("trees 2019.csv.zip", "CSV"),
        ("SHP/ZIP", "SHP"),
        ("Microsoft Excel spreadsheet", "XLSX"),
        ("application/problem.report+json", "JSON"),
    ],
)
def test_a_format_told_by_something_else_is_not_sure(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("file-type", word)
    assert match is not None and match.concept.code == code and not match.sure


@pytest.mark.parametrize(
    "word",
    [
        "xls, csv",
        "text/csv, application/json",
        "csv/xls",
        "CSV; JSON",
        "JSON, geoJSON",
        "Excel and CSV",
        "PDF, images",
        "CSV - JSON",
        "WFS/WMS",
        "https://council.example",
        "www.council.example",
        "7147906",
        "other",
        "various",
        "uk/data/#tab",
    ],
)
def test_two_formats_or_none_stay_a_word(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("file-type", word) is None


@pytest.mark.parametrize(
    ("word", "media_type"),
    [
        ("xlsx (zip)", "application/zip"),
        ("Zipped shapefile", "application/zip"),
        ("shp.zip", "application/zip"),
        (".geojson.gz", "application/gzip"),
        ("csv (7z)", "application/x-7z-compressed"),
        ("ZIP", ""),
        ("zip file", ""),
        ("CSV", ""),
        ("https://council.example/a.zip", ""),
    ],
)
def test_a_word_says_what_its_format_is_packed_in(word: str, media_type: str) -> None:
    assert packed_as(word) == media_type


def test_every_media_type_of_a_file_type_is_described(vocabulary: Vocabulary) -> None:
    for file_type in vocabulary.schemes["file-type"].concepts:
        if media_type := file_type.facts.get("mediaType"):
            assert vocabulary.find("media-type", media_type), media_type


def test_every_file_type_and_media_type_is_defined_in_one_sentence(vocabulary: Vocabulary) -> None:
    for name in ("file-type", "media-type", "frequency", "access-right", "dataset-type", "hvd-category"):
        for concept in vocabulary.schemes[name].concepts:
            assert concept.definition.endswith(".") and len(concept.definition) < 200, concept.iri
