"""What is kept of a table, and which of its values: made-up rows, each with the answer beside it."""

from __future__ import annotations

import pytest

from catalogue.columns.table import Column
from harvester.sampling.reading import Read, ReadColumn
from harvester.sampling.showing import examples_of
from harvester.sampling.telling import sketch_key, tell
from vocab import load_vocabulary

KEY = sketch_key("a key of ours")


def told(name: str, *values: str, key: bytes = KEY) -> Column:
    read = Read(form="csv", columns=(ReadColumn(name=name, values=values),), rows=len(values))
    return tell(read, load_vocabulary(), key=key, at="", url="").columns[0]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Status", ("Open", "Closed")),
        ("Waste type", ("Food", "Garden", "Dry mixed")),
        ("Accessible", ("Yes", "No")),
    ],
)  # fmt: skip
def test_the_values_of_a_category_are_shown(name: str, values: tuple[str, ...]) -> None:
    assert set(told(name, *values * 20).examples) == set(values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Case worker", ("Jane Moss", "Alan Fell", "Priya Rao")),
        ("Lead", ("Moss, Jane", "Fell, Alan")),
        ("Chair", ("Cllr Moss", "Cllr Fell")),
        ("Surname", ("Moss", "Fell")),
        ("Supplier", ("J Moss Joinery", "Fell Ltd")),
        ("Where", ("1 Fern Lane", "2 Fern Lane")),
        ("Area", ("ZZ1 1AA", "ZZ1 1AB")),
        ("Reply to", ("a@fernley.example", "b@fernley.example")),
        ("Call", ("01632 960001", "01632 960002")),
        ("Street", ("Fern Lane", "Moss Way")),
        ("Cases", ("1", "2", "3")),
        ("Ethnicity", ("Group a", "Group b")),
        ("Comment", ("Seen by the nurse on Monday and sent home with a letter to her own doctor", "x")),
    ],
)  # fmt: skip
def test_what_may_be_somebody_is_not_shown(name: str, values: tuple[str, ...]) -> None:
    assert told(name, *values * 20).examples == ()


def test_a_value_that_few_rows_share_is_not_shown() -> None:
    assert examples_of("Status", ("Open",) * 30 + ("Rare",) * 2, "string") == ("Open",)
    assert examples_of("Status", tuple(f"State {n}" for n in range(13)) * 3, "string") == ()
    assert examples_of("Status", ("Open", "Closed") * 5, "string") == ()


def test_the_share_of_gaps_counts_words_for_nothing() -> None:
    assert told("Count", "1", "", "n/a", "4").missing == 0.5


def test_identifiers_are_told_with_sketches_that_only_the_key_makes() -> None:
    values = tuple(str(100_021_000_000 + n) for n in range(50))
    one, other = told("UPRN", *values), told("UPRN", *values, key=sketch_key("another"))

    assert [found.kind for found in one.detections] == ["uprn"]
    assert len(one.detections[0].sketch) == 50
    assert set(one.detections[0].sketch).isdisjoint(other.detections[0].sketch)


def test_a_column_without_a_name_is_told_by_its_values_alone() -> None:
    column = told("_col.1", *(f"ZZ{n % 9 + 1} {n % 9}AA" for n in range(40)))

    assert (column.name, column.examples) == ("_col.1", ())


def test_addresses_of_people_make_no_sketch() -> None:
    column = told("Contact email", *(f"somebody{n}@fernley.example" for n in range(30)))

    assert all(found.sketch == () for found in column.detections)
    assert "contact" in column.traits
