"""Plain help: what a dataset and a row of it is with how we know, how its files open, in words easy to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import html
from made_up_catalogue import BARE, BINS, EVIL_ID, bins
from starlette.testclient import TestClient

from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.coverage.requirements import read_table
from catalogue.model import Distribution
from catalogue.values import Text
from vocab import load_vocabulary
from web.plain.help import ANSWERS, MEASURES, help_json, make_help
from web.plain.meaning import KINDS, THINGS, tell_kind, tell_row
from web.plain.opening import FAMILIES, FORMATS, family_of, tell_openings

VOCABULARY = load_vocabulary()


def column(name: str, kind: str = "", missing: float | None = None) -> Column:
    """A made-up column that holds a kind of identifier."""
    held = (Detection(kind=kind, confidence=0.9, rule=Rule.NAME, reason="Its name."),) if kind else ()
    return Column(name=name, missing=missing, detections=held)


def row_of(title: str = "Data", description: str = "", *columns: Column) -> str:
    """What one row is said to be, with how we know; "" where nothing is said."""
    tables = [Table(source=Source.SAMPLE, columns=columns)] if columns else []
    told = tell_row(title, description, tables, VOCABULARY)
    return f"{told.text}, {told.how}" if told else ""


@pytest.mark.parametrize(
    "said",
    [
        "One row a day.",
        "There is one row per household in this file.",
        "Each record is a planning application.",
    ],
)
def test_what_the_publisher_says_of_a_row_goes_before_all(said: str) -> None:
    told = row_of("Spend over £500", f"Data of ours. {said} More follows.", column("UPRN", "uprn"))
    assert told == f"{said.rstrip('.')}, in its publisher’s words"


@pytest.mark.parametrize(
    "said",
    [
        "We checked each record to a point.",
        "The cells in each row should sum to 1.",
        "Each record containing a name.",
    ],
)
def test_a_sentence_that_only_speaks_of_rows_is_no_definition(said: str) -> None:
    assert row_of("Data", said) == ""


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Payments to suppliers over £500, April 2024", "payment"),
        ("Leeds planning applications", "planning application"),
        ("Trees", "tree"),
        ("Street lighting columns", "street light"),
        ("Public toilets in the district", "public toilet"),
        ("Contracts register", "contract"),
        ("Defibrillator locations", "defibrillator"),
        ("Register of licensed premises", "licence"),
        ("Register of village greens", "entry of the register"),
    ],
)
def test_a_title_makes_a_row_likely(title: str, row: str) -> None:
    told = row_of(title)
    assert told.startswith(f"Probably one {row}, because its title says “")


@pytest.mark.parametrize(
    "title",
    [
        "Tree policy",
        "Tree preservation orders",  # an order may be of many trees, and a row of either
        "Procurement card policy",
        "Planning application fees",
        "Car park income",
        "Performance indicators",
        "Number of HMO licences in force",  # which sums up
        "Planning applications by month",
        "Workers on zero hours contracts",
        "Special areas of conservation",
        "Open data: locations",
        "Data",
        "",
    ],
)
def test_nothing_is_said_of_a_row_where_nobody_can_tell(title: str) -> None:
    assert row_of(title) == ""


def test_the_first_column_makes_a_row_likely() -> None:
    told = row_of("Data", "", column("OBJECTID"), column("UPRN", "uprn"), column("Ward", "gss-ward"))
    assert told == (
        "Probably one property, because its first column, “UPRN”, holds this: Unique Property Reference Number"
    )


@pytest.mark.parametrize(
    "columns",
    [
        (column("Amount"), column("UPRN", "uprn")),  # not the first that tells anything
        (column("UPRN", "uprn", missing=0.4),),
        (column("Date", "iso-date"),),
        (column("Postcode", "postcode"),),
        (column("Ward code", "gss-ward"), column("Month", "month")),  # a ward has many months
        (column("LSOA", "gss-lsoa"), column("Date", "iso-date")),
        (column("UPRN", "uprn"), column("Year")),
    ],
)
def test_a_column_that_does_not_tell_the_rows_apart_says_nothing(columns: tuple[Column, ...]) -> None:
    assert row_of("Data", "", *columns) == ""


def test_a_thing_may_bear_a_date() -> None:
    assert row_of("Data", "", column("URN", "school-urn"), column("Opened", "iso-date")).startswith(
        "Probably one school"
    )


def test_a_position_makes_a_thing_on_the_map_likely() -> None:
    told = row_of("Data", "", column("Name"), column("X", "easting"), column("Y", "northing"))
    assert told == "Probably one thing that has a place on the map, because its columns “X” and “Y” say where"
    assert row_of("Data", "", column("Name"), column("X", "easting")) == ""


def test_what_it_is_follows_from_the_title_the_type_and_the_topic() -> None:
    statistical = VOCABULARY.find("dataset-type", "STATISTICAL")
    brownfield = VOCABULARY.find("topic", "brownfield-land") or VOCABULARY.schemes["topic"].concepts[0]
    assert statistical

    assert tell_kind("Grants 2024")[0].how == "because its title says “grants”"
    assert tell_kind("X", types=[statistical])[0].text == statistical.definition
    assert tell_kind("X", topics=[brownfield])[0].text == brownfield.definition
    assert tell_kind("X") == ()


def test_every_file_type_of_the_vocabulary_is_told_how_to_open() -> None:
    codes = [one.code for one in VOCABULARY.schemes["file-type"].concepts]
    families = {row["family"] for row in read_table(FAMILIES)}

    assert [code for code in codes if family_of(code) not in families] == []
    assert {row["format"] for row in read_table(FORMATS)} == set(codes)
    assert {row["family"] for row in read_table(FORMATS)} == families


def test_file_types_that_open_alike_are_told_together() -> None:
    told = tell_openings(["CSV", "XLS", "XLSX", "CSV"], VOCABULARY)
    assert [one.formats for one in told] == [("CSV",), ("Excel XLS", "Excel XLSX")]
    assert "leading zeros" in told[0].careful and "UPRN" in told[0].careful


def test_every_identifier_that_a_table_names_is_of_the_vocabulary() -> None:
    known = {one.code for one in VOCABULARY.schemes["identifier"].concepts}
    assert {row["kind"] for table in (THINGS, MEASURES) for row in read_table(table)} <= known


def test_lines_follow_what_the_sample_of_the_file_showed() -> None:
    sample = Table(
        source=Source.SAMPLE,
        file="csv one",
        encoding="windows-1252",
        separator=";",
        header=3,
        rows=40,
        columns=(column("UPRN", "uprn"), column("Date", "british-date"), column('Na"me')),
    )
    other = Table(
        source=Source.SAMPLE, file="another", columns=(column("USRN", "usrn"),), encoding="macintosh"
    )
    said = Table(source=Source.METADATA, columns=(column("Ward", "gss-ward"),))
    (recipe,) = make_help(bins(), [said, other, sample], VOCABULARY).recipes
    (pandas,) = [one.code for one in recipe.blocks if one.language == "Python with pandas"]

    for part in ('sep=";"', 'encoding="cp1252"', "skiprows=2", 'dtype={"UPRN": "string"}'):
        assert part in pandas


def test_without_a_sample_the_columns_that_the_portal_names_are_read_as_text() -> None:
    said = Table(source=Source.METADATA, columns=(column("UPRN", "uprn"), column("Easting", "easting")))
    (recipe,) = make_help(bins(), [said], VOCABULARY).recipes

    assert any('colClasses = c("UPRN" = "character")' in one.code for one in recipe.blocks)


def test_a_hostile_record_makes_no_long_page() -> None:
    long = Distribution(
        format=bins().distribution[0].format, download_url=("https://a.example/" + "x" * 9_000,)
    )
    hostile = replace(
        bins(), title=(Text("each row " * 9_000),), description=(Text("each row is a " * 9_000),)
    )
    table = Table(source=Source.METADATA, columns=(column("U" * 9_000, "uprn"),))
    told = make_help(replace(hostile, distribution=(*hostile.distribution, long)), [table], VOCABULARY)

    assert told.row and len(told.row.how) < 200
    assert len(str(help_json(told))) < 6_000


def sentences() -> Iterator[str]:
    """Every sentence of ours in the tables of the help."""
    told = [row[name] for row in read_table(FAMILIES) for name in ("what", "open", "careful")]
    told += [row["what"] for row in read_table(KINDS)] + [row["answer"] for row in read_table(ANSWERS)]
    for text in told:
        yield from (one for one in re.split(r"(?<=[.?!])\s+", text) if one)


def test_sentences_are_short_and_whole() -> None:
    assert [
        one for one in sentences() if len(one.split()) > 25 or not re.fullmatch(r"[A-Z£].*[.]", one)
    ] == []


def test_the_help_is_easy_to_read() -> None:
    """By Flesch's reading ease, where 60 and more is plain English; names of programs and formats are hard words."""
    every = list(sentences())
    words = [word for one in every for word in re.findall(r"[A-Za-z]+", one)]
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=\w)e\b", "", word.lower())))) for word in words
    )
    ease = 206.835 - 1.015 * len(words) / len(every) - 84.6 * syllables / len(words)
    assert ease > 70


def plain(client: TestClient, identifier: str) -> str:
    """The help on a page, as text."""
    tree = html.fromstring(client.get(f"/dataset/{identifier}").text)
    (heading,) = tree.xpath("//h2[@id='plain']")
    return " ".join(heading.xpath("string(following-sibling::dl[1])").split())


def test_the_page_tells_it_between_the_description_and_the_data(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/dataset/{BINS}").text)
    order = [one.get("id") for one in tree.xpath("//article//h2[@id]")]

    assert order.index("plain") < order.index("data")
    said = plain(client, BINS)
    assert "One row a day (in its publisher’s words)" in said
    assert "May I use it?Yes." in said
    assert tree.xpath("//dl//a[@href='#licence']") and tree.xpath("//*[@id='licence']")


def test_the_page_has_lines_for_the_real_address_of_a_file(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/dataset/{BINS}").text)
    lines = [one.text_content() for one in tree.xpath("//pre[@role='region']")]

    assert lines[0].endswith("--output bins.csv https://data.leeds.example/bins.csv")
    assert all(one.get("tabindex") == "0" for one in tree.xpath("//pre[@role='region']"))


def test_where_nothing_is_known_that_is_said(client: TestClient) -> None:
    said = plain(client, BARE)
    assert "not stated, and we cannot tell" in said
    assert "Ask the publisher before you use it." in said


def test_a_hostile_record_gets_no_lines(client: TestClient) -> None:
    assert client.get(f"/dataset/{EVIL_ID}.json").json()["plain_help"]["lines"] == []


def test_the_json_says_the_same(client: TestClient) -> None:
    said = client.get(f"/dataset/{BINS}.json").json()["plain_help"]
    assert said["row"] == {"text": "One row a day", "how": "in its publisher’s words"}
    assert [one["formats"] for one in said["opening"]] == [["CSV"], ["GeoJSON"]]
