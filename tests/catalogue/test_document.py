"""What the index is told of a dataset: the words to find it by, the codes to count, the card to show."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from catalogue.document import around, covered, first_text, formats_of, licence_of, make_document, openness
from catalogue.entry import Entry
from catalogue.model import Agent, Dataset, Distribution, Location, PeriodOfTime
from catalogue.snapshot import Snapshot
from catalogue.values import Term, Text, Typed
from vocab import Vocabulary, load_vocabulary

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def concept(vocabulary: Vocabulary, scheme: str, word: str) -> Term:
    """A word with the concept it means."""
    found = vocabulary.match(scheme, word)
    assert found
    return Term(word, found.concept.iri)


def snapshot_of(dataset: Dataset) -> Snapshot:
    entry = Entry(id="abc", portal="leeds", key="bins", source="", dataset=dataset)
    return Snapshot(entry=entry, first_seen="2026-01-01T00:00:00Z", last_changed="", run=1, mapper="")


def test_a_dataset_that_says_nothing_is_a_document_that_says_nothing(vocabulary: Vocabulary) -> None:
    document = make_document(snapshot_of(Dataset()), vocabulary)

    assert (document.id, document.title, document.openness, document.modified) == (
        "abc",
        "",
        "not-stated",
        "",
    )
    assert orjson.dumps(document.card)


def test_a_dataset_is_told_in_codes_and_labels(vocabulary: Vocabulary) -> None:
    dataset = Dataset(
        title=(Text("Biniau", "cy"), Text("Bins", "en-GB")),
        alternative=(Text("Rounds"),),
        description=(Text("One."), Text("Two.")),
        keyword=(Text("waste"),),
        theme=(concept(vocabulary, "theme", "Environment"), Term("Oddities")),
        publisher=Agent(slug="leeds-city-council", name=(Text("Leeds City Council"),)),
        license=concept(vocabulary, "licence", "OGL3"),
        modified=Typed("2026-11"),
        spatial=(Location(label=(Text("Leeds"),)), Location()),
        distribution=(
            Distribution(title=(Text("Rounds"),), format=concept(vocabulary, "file-type", "CSV")),
            Distribution(title=(Text("Rounds"),), format=concept(vocabulary, "file-type", "csv")),
        ),
        extra=(("", "<urn:stook:ns#columnName>", '"UPRN"'), ("_:e0", "<urn:stook:ns#columnName>", '"no"')),
    )

    document = make_document(snapshot_of(dataset), vocabulary)

    assert (document.title, document.alternatives) == ("Bins", ("Biniau", "Rounds"))
    assert document.description == "One.\nTwo."
    assert (document.themes, document.theme_labels) == (("ENVI",), "Environment")
    assert (document.formats, document.openness) == (("CSV",), "open")
    assert (document.publisher, document.publisher_label) == ("leeds-city-council", "Leeds City Council")
    assert document.places == ("Leeds",)
    assert (document.distributions, document.columns) == ("Rounds", ("UPRN",))
    assert document.identifiers == ("uprn",)
    assert (document.card["title"], document.card["lang"]) == ("Bins", "en-GB")
    assert document.added == "2026-01-01T00:00:00Z"


def test_a_text_is_preferred_in_the_language_asked_for() -> None:
    texts = (Text("Biniau", "cy"), Text("Bins", "en-GB"))

    assert [first_text(texts), first_text(texts, "cy"), first_text(texts[:1]), first_text(())] == [
        "Bins", "Biniau", "Biniau", "",
    ]  # fmt: skip


def test_a_licence_is_that_of_the_whole_else_of_its_first_part() -> None:
    parts = (Distribution(), Distribution(license=Term("B")))

    assert licence_of(Dataset(distribution=parts)) == Term("B")
    assert licence_of(Dataset(license=Term("A"), distribution=parts)) == Term("A")
    assert licence_of(Dataset()) is None


def test_unknown_is_never_open(vocabulary: Vocabulary) -> None:
    open_licence = vocabulary.concept(concept(vocabulary, "licence", "OGL3").iri)

    assert openness(None, None) == "not-stated"
    assert openness(Term("our own"), None) == "not-open"
    assert openness(Term("OGL3"), open_licence) == "open"


def test_a_card_has_the_files_of_each_format_and_their_size_where_all_state_it(
    vocabulary: Vocabulary,
) -> None:
    csv, pdf = (concept(vocabulary, "file-type", name) for name in ("CSV", "PDF"))
    parts = (
        Distribution(format=csv, byte_size=Typed("1500")),
        Distribution(format=pdf, byte_size=Typed("big")),
        Distribution(format=csv, byte_size=Typed("500")),
        Distribution(format=pdf, byte_size=Typed("7")),
        Distribution(byte_size=Typed("9")),
    )

    card = make_document(snapshot_of(Dataset(distribution=parts)), vocabulary).card

    assert card["files"] == [
        {"format": "CSV", "count": 2, "bytes": 2000},
        {"format": "PDF", "count": 2, "bytes": 0},
    ]


def test_formats_that_nobody_knows_are_not_counted(vocabulary: Vocabulary) -> None:
    assert formats_of(Dataset(distribution=(Distribution(format=Term("odd")),)), vocabulary) == ()


@pytest.mark.parametrize(
    ("stamps", "years"),
    [
        ([], ""),
        ([("2019", "2019-12-31")], "2019"),
        ([("2019-01-01", "2025")], "2019–2025"),
        ([("2021", None), (None, "2020")], "2020–2021"),
        ([("once", "later")], ""),
    ],
)
def test_the_period_covered_is_said_in_years(stamps: list[tuple[str | None, str | None]], years: str) -> None:
    periods = tuple(
        PeriodOfTime(start_date=Typed(a) if a else None, end_date=Typed(b) if b else None) for a, b in stamps
    )

    assert covered(replace(Dataset(), temporal=periods)) == years


@pytest.mark.parametrize(
    ("title", "slug", "spatial", "areas"),
    [
        ("Core paths", "leeds", "", ("E08000035",)),
        ("Core paths, Bradford", "leeds", "", ("E08000032",)),
        (
            "Core paths, Bradford",
            "leeds-city-council",
            "http://statistics.data.gov.uk/id/statistical-geography/S92000003",
            ("S92000003",),
        ),
        ("Core paths", "public-health-scotland", "", ("S92000003",)),
        ("Crime in Cambridge", "cambridge-police-department-ma", "", ()),
    ],
)
def test_a_dataset_is_about_the_place_it_says_else_its_title_else_where_its_publisher_serves(
    vocabulary: Vocabulary, title: str, slug: str, spatial: str, areas: tuple[str, ...]
) -> None:
    body = vocabulary.find("council", "E08000035")
    assert body
    dataset = Dataset(
        title=(Text(title),),
        publisher=Agent(slug=slug, spatial=(body.facts["area"],) if slug.startswith("leeds") else ()),
        spatial=(Location(iri=spatial),) if spatial else (),
    )

    document = make_document(snapshot_of(dataset), vocabulary)

    assert document.areas == areas
    assert set(areas) <= set(document.within)


def test_a_place_lies_within_all_that_is_around_it(vocabulary: Vocabulary) -> None:
    found = around(("E08000035",), vocabulary)
    assert found[:4] == ("E08000035", "E11000006", "E12000003", "E92000001")
    assert "K02000001" in found
