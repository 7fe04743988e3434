"""Store and index catch up with the ledger: everything once, whatever was interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from made_up_ledger import Field, later, read, same

from catalogue.entry import mint_id
from catalogue.errors import IndexUnavailable
from catalogue.indexes.protocol import Index, Search, open_index
from catalogue.indexes.schema import FORM
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.links import Links
from catalogue.projection import Projector, project
from catalogue.settings import Settings
from catalogue.stores import Query, Store, open_store
from vocab import Vocabulary, load_vocabulary

BASE = "http://catalogue.test"
ALL = Query(text="CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media_type="application/n-triples")
TITLES = Query(
    text="PREFIX dcat: <http://www.w3.org/ns/dcat#> "
    "SELECT ?g ?t { GRAPH ?g { ?g a dcat:Dataset ; <http://purl.org/dc/terms/title> ?t } } ORDER BY ?t",
    media_type="text/csv",
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def projector(field: Field, vocabulary: Vocabulary) -> Iterator[Projector]:
    store, index = open_store("memory:"), open_index("memory:")
    yield Projector(field.ledger, store, index, Links(BASE), vocabulary)
    store.close()
    index.close()


def titles(store: Store) -> list[str]:
    """The title of each graph's dataset."""
    return [line.partition(",")[2] for line in store.query(TITLES).body.decode().splitlines()[1:]]


def ids(index: Index) -> set[str]:
    return {hit.id for hit in index.search(Search(limit=100)).hits}


def statements(store: Store) -> set[ox.Triple]:
    dataset = ox.Dataset(
        ox.Quad(one.subject, one.predicate, one.object)
        for one in ox.parse(store.query(ALL).body, format=ox.RdfFormat.N_TRIPLES)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {quad.triple for quad in dataset}


def all_kinds_of_change(field: Field) -> None:
    """Twelve datasets, of which one has changed, one is withdrawn and one was withdrawn and restored."""
    many = [read(f"d{n:02}", f"t{n:02}") for n in range(12)]
    field.run(*many)
    for day in (1, 2, 9):
        field.run(*(same(one.key) for one in many[2:]), now=later(day))
    field.run(read("d01", "t01"), read("d02", "t02-new"), *(same(one.key) for one in many[3:]), now=later(10))


SHOWN = ["t01", "t02-new", *(f"t{n:02}" for n in range(3, 12))]


def test_what_was_added_is_applied_once(field: Field, projector: Projector) -> None:
    field.run(read("bins", "Bins"), read("trees", "Trees"))

    assert projector.catch_up() == 2
    assert titles(projector.store) == ["Bins", "Trees"]
    assert ids(projector.index) == {mint_id("leeds", "bins"), mint_id("leeds", "trees")}
    assert projector.store.mark() == projector.index.mark() == 2


def test_catching_up_again_does_nothing(field: Field, projector: Projector) -> None:
    field.run(read("bins"))
    projector.catch_up()
    before = projector.store.generation(), projector.index.generation()

    assert projector.catch_up() == 0
    assert (projector.store.generation(), projector.index.generation()) == before


def test_changes_withdrawals_and_restorations_follow(field: Field, projector: Projector) -> None:
    field.run(read("bins", "Bins"))
    projector.catch_up()

    with field.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))
    projector.catch_up()
    assert (titles(projector.store), ids(projector.index)) == ([], set())

    field.run(same("bins"), now=later(2))
    projector.catch_up()
    assert titles(projector.store) == ["Bins"]

    field.run(read("bins", "Boxes"), now=later(3))
    assert projector.catch_up() == 1
    assert titles(projector.store) == ["Boxes"]
    assert ids(projector.index) == {mint_id("leeds", "bins")}


def test_many_changes_of_a_dataset_in_one_batch_leave_its_last_state(
    field: Field, projector: Projector
) -> None:
    all_kinds_of_change(field)

    projector.catch_up()

    assert titles(projector.store) == SHOWN
    assert len(ids(projector.index)) == 11


def test_building_again_gives_what_catching_up_gave(field: Field, projector: Projector) -> None:
    all_kinds_of_change(field)
    projector.catch_up()
    projector.put_vocabularies()
    projector.put_stories(projector.stories())
    caught_up = statements(projector.store), ids(projector.index), projector.store.mark()

    projector.rebuild()

    assert (statements(projector.store), ids(projector.index), projector.store.mark()) == caught_up
    assert projector.index.mark() == projector.store.mark()
    assert projector.catch_up() == 0


class Broken:
    """An index whose disk is full; otherwise the one it stands for."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def mark(self) -> int:
        return self.index.mark()

    def apply(self, **_: object) -> None:
        raise IndexUnavailable("index: no space is left")


def test_a_store_that_is_ahead_of_the_index_waits_for_it(field: Field, projector: Projector) -> None:
    field.run(read("bins", "Bins"))
    halted = Projector(
        field.ledger,
        projector.store,
        Broken(projector.index),  # type: ignore[arg-type]
        projector.links,
        projector.vocabulary,
    )
    with pytest.raises(IndexUnavailable):
        halted.catch_up()
    generation = projector.store.generation()
    assert (projector.store.mark(), projector.index.mark()) == (1, 0)

    assert projector.catch_up() == 1
    assert projector.index.mark() == 1
    assert projector.store.generation() == generation


def test_progress_is_told(field: Field, projector: Projector) -> None:
    field.run(read("bins"), read("trees"))
    heard: list[tuple[int, int]] = []

    projector.catch_up(lambda done, total: heard.append((done, total)))

    assert heard == [(2, 2)]


def settings_of(folder: Path, base: str = BASE) -> Settings:
    return Settings(home=folder, base=base)


def graphs(settings: Settings) -> list[str]:
    """The names of the graphs that the embedded store holds."""
    store = open_store(settings.store_url, writable=False)
    answer = store.query(TITLES).body.decode()
    store.close()
    return [line.partition(",")[0] for line in answer.splitlines()[1:]]


def test_a_new_public_address_builds_everything_again(field: Field, tmp_path: Path) -> None:
    field.run(read("bins"))
    here, there = settings_of(tmp_path), settings_of(tmp_path, "http://moved.test")

    assert project(here, field.ledger) == 1
    assert graphs(here) == [f"{BASE}/dataset/{mint_id('leeds', 'bins')}"]
    assert project(here, field.ledger) == 0
    project(there, field.ledger)
    assert graphs(there) == [f"http://moved.test/dataset/{mint_id('leeds', 'bins')}"]
    assert project(there, field.ledger) == 0


def test_one_query_goes_from_a_dataset_to_the_words_of_its_vocabularies(field: Field, tmp_path: Path) -> None:
    field.run(read("bins"))
    settings = settings_of(tmp_path)
    project(settings, field.ledger)

    assert asked(settings, NATION) == "Scotland"
    (tmp_path / "projected-vocabularies").write_text("older")
    before = generations(settings)
    assert project(settings, field.ledger) == 0
    assert generations(settings) != before, "other vocabularies are taught though no dataset changed"
    assert asked(settings, NATION) == "Scotland"


NATION = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?nation {
        ?council skos:prefLabel "City of Edinburgh Council"@en ; <http://purl.org/dc/terms/spatial> ?area .
        ?area skos:broader/skos:prefLabel ?nation FILTER(lang(?nation) = "en")
    }"""


def asked(settings: Settings, query: str) -> str:
    """The only row of an answer of one column."""
    store = open_store(settings.store_url, writable=False)
    answer = store.query(Query(text=query, media_type="text/csv")).body.decode()
    store.close()
    return answer.split("\r\n", 1)[1].strip()


def test_an_index_of_an_older_form_is_built_again_and_the_store_is_left(field: Field, tmp_path: Path) -> None:
    field.run(read("bins", "Bins"))
    here = settings_of(tmp_path)
    project(here, field.ledger)
    current = tmp_path / "index" / "current"
    current.write_text(current.read_text().replace(f'"form": {FORM}', f'"form": {FORM - 1}'))
    before = generations(here)
    field.run(read("bins", "Boxes"), now=later(1))

    assert project(here, field.ledger) == 1
    index = open_index(here.index_url)
    assert not index.is_outdated()
    assert ids(index) == {mint_id("leeds", "bins")}
    index.close()
    after = generations(here)
    assert project(here, field.ledger) == 0
    assert generations(here) == after != before


def generations(settings: Settings) -> tuple[str, str]:
    """What store and index are searched in now."""
    store, index = open_store(settings.store_url, writable=False), open_index(settings.index_url)
    found = store.generation(), index.generation()
    store.close()
    index.close()
    return found


def test_projections_ahead_of_a_ledger_from_a_backup_are_built_again(
    field: Field, projector: Projector
) -> None:
    field.run(read("bins", "Bins"))
    projector.store.rebuild([], mark=9)

    assert projector.is_ahead()
    projector.rebuild()
    assert not projector.is_ahead()
    assert titles(projector.store) == ["Bins"]
