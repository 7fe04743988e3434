"""What a sample shows of columns reaches the store and the index, though the dataset itself has not changed."""

from __future__ import annotations

from pathlib import Path

from made_up_ledger import Field
from made_up_tables import keep_sample, read_with, said

from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.entry import mint_id
from catalogue.indexes.protocol import Search, open_index
from catalogue.ledger.columns import refresh_columns
from catalogue.projection import project
from catalogue.settings import Settings
from catalogue.stores import Query, open_store
from vocab import load_vocabulary
from vocab.namespaces import STOOK

TREES = mint_id("leeds", "trees")
NAMES = Query(
    text=f"SELECT ?c {{ ?d a <http://www.w3.org/ns/dcat#Dataset> ; <{STOOK.columnName}> ?c }} ORDER BY ?c",
    media_type="text/csv",
)


def shown(settings: Settings, text: str) -> tuple[list[str], list[str]]:
    """The names of columns in the store, and the datasets that a search finds."""
    store, index = open_store(settings.store_url, writable=False), open_index(settings.index_url)
    try:
        names = store.query(NAMES).body.decode().split()[1:]
        return names, [hit.id for hit in index.search(Search(text=text)).hits]
    finally:
        store.close()
        index.close()


def test_a_sample_is_shown_without_a_change_of_its_dataset(field: Field, tmp_path: Path) -> None:
    settings = Settings(
        base="http://catalogue.test",
        home=tmp_path,
        store=f"oxigraph:{tmp_path / 'store'}",
        index=f"whoosh:{tmp_path / 'index'}",
    )
    field.run(read_with("trees", said("Species")), read_with("bins", None))
    project(settings, field.ledger)
    assert shown(settings, "identifier:uprn") == (["Species"], [])
    found = Detection(kind="uprn", confidence=0.9, rule=Rule.VALUES, reason="So it looks.")
    sample = Table(source=Source.SAMPLE, columns=(Column(name="ref", detections=(found,)),), file="1", rows=2)
    with field.ledger.writing() as connection:
        keep_sample(connection, TREES, sample)
        refresh_columns(connection, (TREES,), load_vocabulary())
    assert project(settings, field.ledger) == 0
    assert shown(settings, "identifier:uprn") == (["Species", "ref"], [TREES])
    assert shown(settings, "column:ref")[1] == [TREES]
