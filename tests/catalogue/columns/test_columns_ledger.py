"""The ledger's columns and identifiers follow its changes."""

from __future__ import annotations

from made_up_ledger import Field, later
from made_up_tables import keep_sample, read_with, said
from sqlalchemy import delete, func, select

from catalogue.columns.said import names_of
from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.entry import mint_id
from catalogue.ledger.columns import (
    columns_of_many,
    follow_columns,
    identifiers_of,
    refresh_columns,
    tables_of,
)
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import Topic, last_news, news_after
from catalogue.ledger.withdrawal import withdraw_portal
from vocab import load_vocabulary
from vocab.places import AREA

TREES, BINS = mint_id("leeds", "trees"), mint_id("leeds", "bins")


def followed(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """The names of the columns of both datasets, where any are known."""
    follow_columns(ledger)
    with ledger.reading() as connection:
        return {one: names_of(tables) for one, tables in columns_of_many(connection, (TREES, BINS)).items()}


def test_what_portals_say_of_columns_is_kept_with_the_identifiers_in_them(field: Field) -> None:
    field.run(read_with("trees", said("Species", "UPRN")), read_with("bins", None))
    assert followed(field.ledger) == {TREES: ("Species", "UPRN")}
    with field.ledger.reading() as connection:
        (held,) = identifiers_of(connection, TREES)
        assert (held.kind, held.column, held.rule, held.sketch) == ("uprn", "UPRN", Rule.NAME, ())
        assert identifiers_of(connection, BINS) == ()
        assert tables_of(connection, BINS) == ()


def test_columns_are_those_that_a_dataset_says_now(field: Field) -> None:
    field.run(read_with("trees", said("UPRN")))
    followed(field.ledger)
    field.run(read_with("trees", said("Species")), now=later(1))
    assert followed(field.ledger) == {TREES: ("Species",)}
    with field.ledger.reading() as connection:
        assert identifiers_of(connection, TREES) == ()


def test_a_dataset_that_goes_takes_its_columns_along(field: Field) -> None:
    field.run(read_with("trees", said("UPRN")))
    followed(field.ledger)
    with field.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))
    assert followed(field.ledger) == {}
    with field.ledger.reading() as connection:
        for table in (dataset_tables, dataset_identifiers):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_only_what_changed_of_columns_is_news(field: Field) -> None:
    field.run(read_with("trees", said("UPRN")), read_with("bins", None))
    followed(field.ledger)
    with field.ledger.reading() as connection:
        news = last_news(connection)
        assert [(one, topic) for _, one, topic in news_after(connection, 0)] == [(TREES, Topic.COLUMNS)]
    with field.ledger.writing() as connection:
        refresh_columns(connection, (TREES, BINS, "gone"), load_vocabulary())
        assert last_news(connection) == news
        connection.execute(delete(dataset_identifiers))
        refresh_columns(connection, (TREES, BINS), load_vocabulary())
        assert [one for _, one, _ in news_after(connection, news)] == [TREES]


def test_all_columns_are_worked_out_anew_when_asked(field: Field) -> None:
    field.run(read_with("trees", said("UPRN")))
    before = followed(field.ledger)
    with field.ledger.writing() as connection:
        connection.execute(delete(dataset_tables))
    assert followed(field.ledger) == {}
    follow_columns(field.ledger, anew=True)
    assert followed(field.ledger) == before


def test_what_decides_which_joins_are_likely_stands_beside_the_tables(field: Field) -> None:
    field.run(read_with("trees", said("Species", "UPRN"), area=f"{AREA}E08000035"))
    followed(field.ledger)
    with field.ledger.reading() as connection:
        held = connection.execute(select(dataset_tables)).mappings().one()
        area = connection.scalar(select(dataset_identifiers.c.area))
    assert (held["areas"], area) == ("E08000035", "E08000035")


def test_what_a_sample_showed_is_told_with_its_sketch_and_outlives_a_change(field: Field) -> None:
    found = Detection(
        kind="usrn", confidence=0.99, rule=Rule.VALUES, reason="So they look.", sketch=(2**64 - 1, 3)
    )
    sample = Table(
        source=Source.SAMPLE, columns=(Column(name="street", detections=(found,)),), file="1", rows=2
    )
    field.run(read_with("trees", said("UPRN")))
    followed(field.ledger)
    with field.ledger.writing() as connection:
        keep_sample(connection, TREES, sample)
        refresh_columns(connection, (TREES,), load_vocabulary())
        usrn, uprn = identifiers_of(connection, TREES)
        assert (usrn.kind, usrn.file, usrn.sketch, uprn.kind) == ("usrn", "1", (2**64 - 1, 3), "uprn")
        assert [one.source for one in tables_of(connection, TREES)] == [Source.METADATA, Source.SAMPLE]
    field.run(read_with("trees", None), now=later(1))
    assert followed(field.ledger) == {TREES: ("street",)}
