"""What descriptions say of columns, and which of them hold identifiers."""

from __future__ import annotations

from dataclasses import replace

from made_up_tables import said

from catalogue.columns.holding import held_in
from catalogue.columns.said import names_of, tables_said
from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.columns.telling import tell_tables
from catalogue.model import Dataset, Distribution
from catalogue.writing import literal
from vocab import load_vocabulary

CSV = "https://council.example/trees.csv"
NAME = "<urn:stook:ns#columnName>"


def test_a_table_is_of_the_file_whose_distribution_tells_of_it() -> None:
    parts = (
        Distribution(),
        Distribution(table=said("b"), access_url=("https://council.example/",), download_url=(CSV,)),
        Distribution(key="page", table=said("c")),
    )
    tables = tables_said(Dataset(table=said("a"), distribution=parts))
    assert [(one.file, one.url, names_of([one])) for one in tables] == [
        ("", "", ("a",)),
        ("2", CSV, ("b",)),
        ("page", "", ("c",)),
    ]


def test_names_that_a_feed_says_as_views_ask_for_them_are_columns_word_for_word() -> None:
    wild = 'a "quoted"\n\\ name\U0001f333 \x07'
    extra = (
        ("", NAME, literal(wild)),
        ("", NAME, '"Tree"@en'),
        ("_:e0", NAME, '"no"'),
        ("", NAME, "<urn:x>"),
    )
    assert names_of(tables_said(Dataset(extra=extra))) == (wild, "Tree")
    assert names_of(tables_said(Dataset(extra=extra, table=said("only")))) == ("only",)


def test_what_a_sample_shows_of_a_column_goes_before_what_its_name_promises() -> None:
    described = Table(
        source=Source.METADATA, columns=(Column(name="c1", title="UPRN"), Column(name="postcode"))
    )
    dataset = Dataset(table=described)
    (alone,) = tell_tables(dataset, (), load_vocabulary())
    assert [one.kind for one in held_in([alone])] == ["uprn", "postcode"]
    sample = Table(source=Source.SAMPLE, columns=(Column(name="uprn"),), file="1", rows=3)
    told = tell_tables(dataset, (sample,), load_vocabulary())
    assert [one.kind for one in held_in(told)] == ["postcode"]
    assert told[1] == sample
    unread = tell_tables(dataset, (replace(sample, rows=0),), load_vocabulary())
    assert [one.kind for one in held_in(unread)] == ["uprn", "postcode"]


def test_a_kind_is_told_by_its_surest_column_and_sampled_ones_first() -> None:
    def column(name: str, confidence: float, *sketch: int) -> Column:
        found = Detection(kind="uprn", confidence=confidence, rule=Rule.NAME, reason="", sketch=sketch)
        return Column(name=name, detections=(found,))

    columns = (column("a", 0.8), column("b", 0.9), column("c", 0.9, 1, 2), column("d", 0.9, 3))
    (held,) = held_in([Table(source=Source.SAMPLE, columns=columns, file="1")])
    assert (held.column, held.file, held.sketch) == ("c", "1", (1, 2))
