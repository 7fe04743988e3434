"""The published word stands beside what it was read as, where the value stands, with the reason once."""

from __future__ import annotations

import pytest

from catalogue.entry import Mapping
from catalogue.links import Links
from catalogue.model import Agent, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from vocab import load_vocabulary
from vocab.bodies import slug_of
from vocab.namespaces import DCT, XSD
from web.pages.facts import FactReader
from web.pages.readings import FILLED, UNKNOWN, Readings

EVIL = "<script>alert('x')</script>"
VOCABULARY = load_vocabulary()
CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"
ENVI = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
LEEDS = "http://statistics.data.gov.uk/id/statistical-geography/E08000035"


def reader(*mappings: Mapping) -> FactReader:
    """A reader that knows how words were read."""
    return FactReader(links=Links(), vocabulary=VOCABULARY, readings=Readings(mappings))


def read(name: str, word: str, iri: str = "", how: str = "") -> Mapping:
    """How one word was read."""
    return Mapping(property=name, word=word, iri=iri, how=how)


@pytest.mark.parametrize(
    ("term", "mapping", "note"),
    [
        (Term("green stuff", ENVI), read("theme", "green stuff", ENVI, "hidden label “green stuff”"),
         "published as “green stuff”: a known spelling"),
        (Term("Green", ENVI), read("theme", "Green", ENVI, "hidden label “green”; likely"),
         "published as “Green”: a known spelling; usually meant, not certainly"),
        (Term("G1", ENVI), read("theme", "G1", ENVI, "correction for this portal"),
         "published as “G1”: a correction made for this portal"),
        (Term("leaf", ENVI), read("theme", "leaf", ENVI, "hidden label “leaf”; likely"),
         "published as “leaf”: a known spelling; usually meant, not certainly"),
        (Term("Environment", ENVI), read("theme", "Environment", ENVI, "preferred label “Environment”"), ""),
        (Term(ENVI, ENVI), read("theme", ENVI, ENVI, "iri"), ""),
        (Term("odd", ""), read("theme", "odd"), UNKNOWN),
        (Term("odd", ""), read("theme", "other"), ""),
        (Term("green", ENVI), read("theme", "other", ENVI), "published as “green”"),
        (Term("weird", CSV), read("distribution.format", "text/csv", CSV, "media type"),
         "published as “text/csv”: what its media type says"),
        (Term(EVIL, ENVI), read("theme", EVIL, ENVI, EVIL), f"published as “{EVIL}”: {EVIL}"),
    ],
)  # fmt: skip
def test_a_term_says_how_it_was_published_and_why_it_was_read_so(
    term: Term, mapping: Mapping, note: str
) -> None:
    assert reader(mapping).term(term).note == note


def test_a_reason_is_given_where_its_word_stands_first() -> None:
    told = reader(read("distribution.format", "comma", CSV, "hidden label “comma”"))
    assert [told.term(Term("comma", CSV)).note for _ in range(2)] == [
        "published as “comma”: a known spelling",
        "published as “comma”",
    ]


@pytest.mark.parametrize(
    ("mapping", "note"),
    [
        (
            read("publisher", "LCC", "urn:b", "alternative label “LCC”"),
            "published as “LCC”: another name of it",
        ),
        (read("publisher", "Leeds City Council", "urn:b", "preferred label “Leeds City Council”"), ""),
        (read("publisher", "Leeds City Council", "", "kept as named"), ""),
        (read("publisher", "", "urn:b", "portal default"), f"{FILLED}: the body whose portal it is"),
        (read("publisher", "", "", "portal setting"), f"{FILLED}: what the settings of this portal say"),
        (read("publisher", "", "", ""), FILLED),
        (read("theme", "LCC"), ""),
    ],
)
def test_a_publisher_that_we_filled_in_is_marked_as_ours(mapping: Mapping, note: str) -> None:
    agent = Agent(slug="leeds", name=(Text("Leeds City Council"),))
    assert reader(mapping).publisher(agent).note == note


def test_a_creator_says_under_which_name_the_record_has_them() -> None:
    body = VOCABULARY.schemes["council"].concepts[0]
    agent = Agent(slug=slug_of(body), name=(Text(body.label()),))
    told = reader(read("creator", "OUR COUNCIL", body.iri, "hidden label “our council”"))
    assert [each.note for each in told.values(agent)] == ["published as “OUR COUNCIL”: a known spelling"]
    assert [each.note for each in reader().values(agent)] == [""]


def test_a_place_says_which_word_it_was_read_from() -> None:
    place = Location(iri=LEEDS, label=(Text("Leeds"),))
    told = reader(read("spatial", "LS1 area", LEEDS, "correction for this portal"))
    assert [each.note for each in told.values(place)] == [
        "published as “LS1 area”: a correction made for this portal"
    ]
    same = reader(read("spatial", "Leeds", LEEDS, "preferred label “Leeds”"))
    assert [each.note for each in same.values(place)] == [""]


def test_a_place_that_nobody_knows_is_said_to_be_as_published() -> None:
    told = reader(read("spatial", "By the mill"))
    assert [each.note for each in told.values(Location(label=(Text("By the mill"),)))] == [UNKNOWN]


def test_a_period_says_which_words_it_was_read_from() -> None:
    day = f"{XSD}date"
    period = PeriodOfTime(
        start_date=Typed("2019-04-01", day), end_date=Typed("2020-03-31", day), label=(Text("FY 2019/20"),)
    )
    told = reader(read("temporal", "FY 2019/20", DCT.PeriodOfTime, "read as a period"))
    assert [each.note for each in told.values(period)] == ["published as “FY 2019/20”"]


@pytest.mark.parametrize(
    ("word", "note"),
    [("03/11/2026", "published as “03/11/2026”"), ("3 Nov 2026", ""), ("04/11/2026", "")],
)
def test_a_date_says_how_it_was_published_where_that_differs(word: str, note: str) -> None:
    told = reader(read("issued", word, f"{XSD}date", "read as a date"))
    assert [each.note for each in told.values(Typed("2026-11-03", f"{XSD}date"))] == [note]


def test_a_reader_that_knows_no_mappings_says_the_published_word_alone() -> None:
    plain = FactReader(links=Links(), vocabulary=VOCABULARY)
    assert plain.term(Term("green", ENVI)).note == "published as “green”"
    assert [fact.values[0].note for fact in plain.facts(Dataset(theme=(Term("odd"),)))] == [""]
