"""Whether descriptions conform: ours alone are judged, each by itself, and what was found is kept for good."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import NOW, Field, later, read

from catalogue.entry import Entry, mint_id
from catalogue.ledger.inspecting import inspect
from catalogue.ledger.scores import misses_of, score_of, uninspected
from catalogue.ledger.scoring import Scorer
from catalogue.model import Agent, Dataset, Distribution
from catalogue.quality.conforming import Miss, Report, check_conformance
from catalogue.values import Term, Text, Typed
from vocab import load_vocabulary
from vocab.namespaces import DCAT, DCT, XSD

VOCABULARY = load_vocabulary()
NO_DESCRIPTION = Miss(property=DCT.description, constraint="MinCountConstraintComponent")
NO_ADDRESS = Miss(property=DCAT.accessURL, constraint="MinCountConstraintComponent")
WHOLE = Dataset(
    title=(Text("Litter bins"),),
    description=(Text("Where they stand."),),
    publisher=Agent(slug="anytown", name=(Text("Anytown Council"),)),
    issued=Typed("2020-01-01", XSD.date),
    theme=(Term("Bins", "https://anytown.example/theme/bins"), Term("Something unheard of")),
    distribution=(Distribution(key="csv", access_url=("https://anytown.example/bins",)),),
)


def entry(key: str, dataset: Dataset) -> Entry:
    return Entry(id=mint_id("anytown", key), portal="anytown", key=key, source="", dataset=dataset)


def report(dataset: Dataset) -> Report:
    one = entry("bins", dataset)
    return check_conformance((one,), VOCABULARY)[one.id]


def changed(**fields: object) -> Dataset:
    return replace(WHOLE, **fields)  # type: ignore[arg-type]


def test_a_description_with_all_that_is_asked_conforms() -> None:
    assert report(WHOLE).conforms


@pytest.mark.parametrize(
    ("dataset", "miss"),
    [
        (changed(description=()), NO_DESCRIPTION),
        (changed(distribution=(Distribution(key="csv", title=(Text("CSV"),)),)), NO_ADDRESS),
        (
            changed(issued=Typed("last spring", XSD.string)),
            Miss(property=DCT.issued, constraint="NodeConstraintComponent"),
        ),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_missed(dataset: Dataset, miss: Miss) -> None:
    assert report(dataset).misses == (miss,)


def test_a_concept_of_a_portal_s_own_is_described_elsewhere_and_not_judged() -> None:
    assert report(changed(theme=(Term("", "https://anytown.example/theme/bins"),))).conforms


def test_each_is_judged_by_itself_however_many_are_asked_together() -> None:
    bad = changed(description=(), publisher=Agent(slug="anytown", name=(Text("Anytown"), Text("Tref"))))
    together = check_conformance(
        [entry("bins", WHOLE), entry("trees", bad), entry("roads", WHOLE)], VOCABULARY
    )
    assert [one.conforms for one in together.values()] == [True, False, True]
    assert together[mint_id("anytown", "trees")].misses == report(bad).misses


def test_a_look_tells_the_score_and_is_not_taken_twice(field: Field) -> None:
    field.run(read("bins", addresses=("https://files.leeds.test/bins.csv",)), read("trees"))
    scorer = Scorer(field.ledger, VOCABULARY, NOW)
    scorer.follow()
    bins = mint_id("leeds", "bins")
    assert inspect(field.ledger, VOCABULARY, lambda: later(1)) == 2
    Scorer(field.ledger, VOCABULARY, later(1)).follow()
    with field.ledger.reading() as connection:
        found = score_of(connection, bins)
        assert uninspected(connection) == []
        assert misses_of(connection, bins) == (
            {"property": DCT.description, "constraint": "MinCountConstraintComponent"},
        )
    assert found
    assert "conforms" not in found.here | found.unknown
    assert inspect(field.ledger, VOCABULARY, lambda: later(2)) == 0


def test_a_description_that_changes_is_looked_at_again(field: Field) -> None:
    field.run(read("bins"))
    for day in (0, 1):
        Scorer(field.ledger, VOCABULARY, later(day)).follow()
        assert inspect(field.ledger, VOCABULARY, lambda day=day: later(day)) == 1  # type: ignore[misc]
        field.run(read("bins", f"Bins of day {day}"), now=later(day + 1))


def test_a_round_looks_at_no_more_than_it_may_and_the_next_goes_on(field: Field) -> None:
    field.run(*(read(f"dataset-{n}") for n in range(5)))
    for left in (3, 1, 0):
        Scorer(field.ledger, VOCABULARY, later(5 - left)).follow()
        inspect(field.ledger, VOCABULARY, lambda left=left: later(5 - left), most=2)  # type: ignore[misc]
        Scorer(field.ledger, VOCABULARY, later(5 - left)).follow()
        with field.ledger.reading() as connection:
            assert len(uninspected(connection, limit=10)) == left
