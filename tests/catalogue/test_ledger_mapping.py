"""The counts of the mapping: what each kind of value comes to, and that the counts follow every change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest
from made_up_ledger import Field, field_of, later, read, same
from sqlalchemy import event, update

from catalogue.counting import REPORTED, Count, count_entry, is_plain
from catalogue.entry import Entry, Mapping
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.mapping import (
    PropertyCount,
    UnmatchedWord,
    count_changes,
    mapping_report,
    unmatched_words,
)
from catalogue.ledger.schema import marks
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.portal import Portal
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze
from catalogue.values import Term, Text, Typed
from vocab.namespaces import XSD

YORK = Portal(slug="york", title="York", kind="dcat", address="https://york.test")
CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"


def counted(dataset: Dataset, *mappings: Mapping) -> dict[str, Count]:
    """What an entry of this dataset comes to, by property."""
    return whole(dataset, *mappings).properties


def whole(dataset: Dataset, *mappings: Mapping) -> Any:
    entry = Entry(id="a", portal="leeds", key="a", source="", dataset=dataset, mappings=mappings)
    return count_entry(orjson.loads(pack_entry(entry)))


def files(*words: str) -> tuple[Distribution, ...]:
    return tuple(Distribution(key=str(n), format=Term(word, CSV)) for n, word in enumerate(words))


def test_text_that_is_there_is_counted_and_needs_no_mapping() -> None:
    count = counted(Dataset(title=(Text("Bins"),), keyword=(Text("bin"), Text("waste"))))
    assert count["keyword"] == Count(datasets=1, published=2, mapped=2)
    assert "description" not in count
    assert is_plain("keyword") and is_plain("distribution") and is_plain("distribution.access_url")
    assert not is_plain("theme") and not is_plain("distribution.format") and not is_plain("publisher")


def test_a_word_counts_as_often_as_it_stands_in_the_dataset() -> None:
    told = Mapping(property="distribution.format", word="csv", iri=CSV, how="label")
    count = counted(Dataset(distribution=files("csv", "csv", "csv")), told)
    assert count["distribution.format"] == Count(datasets=1, published=3, mapped=3)
    assert count["distribution"] == Count(datasets=1, published=3, mapped=3)


def test_a_word_that_nobody_knows_is_counted_and_listed() -> None:
    found = whole(Dataset(theme=(Term("Oddities"),)), Mapping(property="theme", word="Oddities"))
    assert found.properties["theme"] == Count(datasets=1, published=1, unmatched=1)
    assert found.words == {("theme", "Oddities"): 1}


def test_what_the_portals_default_filled_in_was_not_published() -> None:
    filled = Mapping(property="publisher", word="", iri="urn:leeds", how="portal default")
    assert "publisher" not in counted(Dataset(publisher=Agent(name=(Text("Leeds"),))), filled)


def test_a_publisher_is_mapped_where_it_is_a_body_that_we_know() -> None:
    dataset = Dataset(publisher=Agent(name=(Text("Leeds"),)))
    known = Mapping(property="publisher", word="Leeds", iri="urn:leeds", how="name")
    assert counted(dataset, known)["publisher"] == Count(datasets=1, published=1, mapped=1)
    assert counted(dataset, replace(known, iri="", how=""))["publisher"] == Count(1, 1, 0, 1)


def test_a_word_kept_as_it_stands_for_a_reason_is_no_work_for_anybody() -> None:
    kept = Mapping(property="publisher", word="Lake County", how="kept as named")
    found = whole(Dataset(publisher=Agent(name=(Text("Lake County"),))), kept)
    assert found.properties["publisher"] == Count(1, 1, 0, 1)
    assert found.words == {}


def test_dates_are_mapped_where_they_were_read() -> None:
    dataset = Dataset(issued=Typed("2026-11-22", XSD.date))
    count = counted(dataset, Mapping(property="modified", word="lately"))
    assert count["issued"] == Count(datasets=1, published=1, mapped=1)
    assert count["modified"] == Count(datasets=1, published=1, unmatched=1)


def test_a_place_is_mapped_where_more_than_its_name_is_known() -> None:
    named = Location(label=(Text("Narnia"),))
    known = Location(iri="urn:leeds", label=(Text("Leeds"),))
    told = Mapping(property="spatial", word="Leeds", iri="urn:leeds", how="name")
    found = whole(Dataset(spatial=(named, known)), told)
    assert found.properties["spatial"] == Count(datasets=1, published=2, mapped=1, unmatched=1)
    assert found.words == {("spatial", "Narnia"): 1}


def test_a_period_is_mapped_where_a_day_of_it_is_known() -> None:
    period = PeriodOfTime(start_date=Typed("2018", XSD.gYear))
    found = counted(
        Dataset(temporal=(period, PeriodOfTime(label=(Text("recent"),)))),
        Mapping(property="temporal", word="recent"),
    )
    assert found["temporal"] == Count(datasets=1, published=2, mapped=1, unmatched=1)
    assert found["temporal.start_date"] == Count(datasets=1, published=1, mapped=1)


def test_terms_of_a_portals_own_are_mapped_and_counted_apart() -> None:
    told = Mapping(property="license", word="Our terms", iri="urn:stook:licence:custom", how="rule")
    count = counted(Dataset(license=Term("Our terms", told.iri)), told)
    assert count["license"] == Count(datasets=1, published=1, mapped=1, custom=1)


def test_a_contact_is_counted_as_one_whatever_it_says() -> None:
    contact = Contact(fn=(Text("Desk"),), has_email="mailto:desk@leeds.test")
    assert counted(Dataset(contact_point=(contact,)))["contact_point"] == Count(1, 1, 1)


def report(ledger: Ledger, portal: str = "") -> dict[str, PropertyCount]:
    """The counts as they are now, by property; those of one portal."""
    count_changes(ledger)
    with ledger.reading() as connection:
        return {one.property: one for one in mapping_report(connection, portal)}


def words(ledger: Ledger, **more: Any) -> tuple[UnmatchedWord, ...]:
    count_changes(ledger)
    with ledger.reading() as connection:
        return unmatched_words(connection, **more)


def test_every_recommended_property_is_reported_though_nobody_has_it(field: Field) -> None:
    field.run(read("bins"))
    found = report(field.ledger)
    assert tuple(found)[: len(REPORTED)] == REPORTED
    assert (found["license"].datasets, found["license"].published, found["license"].total) == (0, 0, 1)


def test_counts_follow_what_was_added_changed_withdrawn_and_restored(field: Field) -> None:
    many = [read(f"d{n:02}") for n in range(12)]
    field.run(*many)
    assert report(field.ledger)["theme"].published == 24

    for day in (1, 2, 9):
        field.run(*(same(one.key) for one in many[1:]), now=later(day))
    assert report(field.ledger)["title"].datasets == 11
    assert words(field.ledger)[0].values == 11

    field.run(many[0], read("d01", "new"), *(same(one.key) for one in many[2:]), now=later(10))
    assert report(field.ledger)["title"].total == 12
    with field.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(11))
    assert report(field.ledger) == {}
    assert words(field.ledger) == ()


def test_counts_grown_step_by_step_are_those_counted_anew(field: Field) -> None:
    york = field_of(field.ledger, YORK)
    for turn in range(1, 6):
        field.run(*(read(f"d{n}", f"t{n % turn}") for n in range(6) if n != turn), now=later(9 * turn))
        york.run(*(read(f"d{n}", f"y{n}", portal="york") for n in range(turn)), now=later(9 * turn))
        count_changes(field.ledger)
    grown = report(field.ledger, "leeds"), report(field.ledger, "york"), words(field.ledger)
    count_changes(field.ledger, anew=True)
    assert grown == (report(field.ledger, "leeds"), report(field.ledger, "york"), words(field.ledger))
    assert grown[2][0].portals == ("leeds", "york")


def test_words_are_listed_most_frequent_first_and_a_page_at_a_time(field: Field) -> None:
    field.run(read("a"), read("b"), odd("c"))
    first, second = words(field.ledger)
    assert (first.word, first.values, first.datasets, first.portals) == ("Oddities", 2, 2, ("leeds",))
    assert second.word == "Curiosities"
    assert words(field.ledger, limit=1, offset=1) == (second,)
    assert words(field.ledger, property="license") == words(field.ledger, portal="york") == ()


def odd(key: str) -> Any:
    """A record with a word of its own that nobody knows."""
    staged = read(key)
    entry = unpack_entry(unsqueeze(staged.entry or b""))
    told = replace(entry, mappings=(Mapping(property="theme", word="Curiosities"),))
    return replace(staged, entry=squeeze(pack_entry(told)))


def test_a_process_that_dies_while_counting_leaves_the_counts_late_and_right(field: Field) -> None:
    field.run(read("a"))
    before = report(field.ledger)
    field.run(read("a"), read("b"), now=later(1))

    def die(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO marks"):
            raise KeyboardInterrupt

    event.listen(field.ledger._writer, "before_cursor_execute", die)
    with pytest.raises(KeyboardInterrupt):
        count_changes(field.ledger)
    event.remove(field.ledger._writer, "before_cursor_execute", die)
    with field.ledger.reading() as connection:
        assert {one.property: one for one in mapping_report(connection)} == before
    assert report(field.ledger)["title"].total == 2


def test_a_difference_that_another_process_counted_first_is_not_counted_twice(field: Field) -> None:
    field.run(read("a"))
    count_changes(field.ledger)
    field.run(read("a"), read("b"), now=later(1))

    overtaken = []

    def overtake(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("SELECT changes") and not overtaken:
            overtaken.append(statement)
            count_changes(field.ledger)

    event.listen(field.ledger._reader, "after_cursor_execute", overtake)
    count_changes(field.ledger)
    assert overtaken
    assert report(field.ledger)["title"].total == 2


def test_a_ledger_whose_counts_were_never_begun_is_counted_whole(field: Field) -> None:
    field.run(read("a"), read("b"))
    with field.ledger.writing() as connection:
        connection.execute(update(marks).values(n=0))
    assert report(field.ledger)["title"].total == 2
