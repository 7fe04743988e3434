"""Copies in the ledger: found as changes come, kept through a rebuild, and followed by store and index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_up_ledger import NOW, Field, field_of, later, read

from catalogue.clusters_cli import clusters
from catalogue.entry import mint_id
from catalogue.indexes.protocol import Search, open_index
from catalogue.ledger.clusters import cluster_sizes, decide, follow_changes, proposals, standings
from catalogue.ledger.held import get_held
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.runs import Staged
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.portal import Portal
from catalogue.projection import project
from catalogue.settings import Settings
from catalogue.stores import Query, open_store

CITY = Portal(slug="city", title="City", kind="ckan", address="https://data.city.test")
FILE = ("https://files.leeds.test/bins-2024.csv",)


@pytest.fixture
def leeds(ledger: Ledger) -> Field:
    """A portal with the datasets themselves."""
    return field_of(ledger)


@pytest.fixture
def city(leeds: Field) -> Field:
    """A portal that lists some of them as well."""
    return field_of(leeds.ledger, CITY)


def copied(key: str, title: str, addresses: tuple[str, ...] = FILE) -> Staged:
    return read(key, title, portal="city", addresses=addresses)


def place(ledger: Ledger, identifier: str) -> tuple[str, list[str], list[str]]:
    """The cluster of a dataset, the others in it, and what may be the same."""
    follow_changes(ledger)
    with ledger.reading() as connection:
        found = standings(connection, [identifier]).get(identifier)
    return (
        (found.cluster, [o.id for o in found.others], [o.id for o in found.maybe]) if found else ("", [], [])
    )


LEEDS_ID, CITY_ID = mint_id("leeds", "bins"), mint_id("city", "c1")


def harvested(leeds: Field, city: Field, *more: Staged) -> None:
    leeds.run(read("bins", "Litter bins", addresses=FILE))
    city.run(copied("c1", "Litter bins"), *more, now=later(1))


def test_a_copy_that_comes_later_joins_the_older(leeds: Field, city: Field) -> None:
    harvested(leeds, city)
    assert place(leeds.ledger, CITY_ID) == (LEEDS_ID, [LEEDS_ID], [])
    assert place(leeds.ledger, LEEDS_ID) == (LEEDS_ID, [CITY_ID], [])
    with leeds.ledger.reading() as connection:
        assert cluster_sizes(connection) == {2: 1}


def test_each_dataset_keeps_its_entry_its_record_and_its_name(leeds: Field, city: Field) -> None:
    harvested(leeds, city)
    follow_changes(leeds.ledger)
    with leeds.ledger.reading() as connection:
        for one in (LEEDS_ID, CITY_ID):
            held = get_held(connection, one)
            assert held is not None
            assert (held.state, held.snapshot.entry.id) == ("live", one)


def test_a_copy_that_says_something_else_leaves_the_cluster(leeds: Field, city: Field) -> None:
    harvested(leeds, city)
    assert place(leeds.ledger, LEEDS_ID)[1] == [CITY_ID]
    city.run(copied("c1", "Road works", ("https://elsewhere.test/roads.csv",)), now=later(2))
    assert place(leeds.ledger, LEEDS_ID) == ("", [], [])


def test_a_portal_that_is_withdrawn_leaves_its_copies_alone(leeds: Field, city: Field) -> None:
    harvested(leeds, city)
    assert place(leeds.ledger, CITY_ID)[0] == LEEDS_ID
    with leeds.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(3))
    assert place(leeds.ledger, CITY_ID) == ("", [], [])


def test_a_key_that_becomes_common_stops_telling(leeds: Field, city: Field) -> None:
    harvested(leeds, city)
    assert place(leeds.ledger, LEEDS_ID)[0]
    city.run(copied("c1", "Litter bins"), copied("c2", "Litter bins"), now=later(2))
    assert place(leeds.ledger, LEEDS_ID) == ("", [], [])


def test_found_anew_they_are_the_same(leeds: Field, city: Field) -> None:
    harvested(leeds, city, copied("c2", "Road works", ("https://elsewhere.test/roads.csv",)))
    leeds.run(read("bins", "Litter bins", addresses=FILE), read("roads", "Road works"), now=later(2))
    before = [place(leeds.ledger, one) for one in (LEEDS_ID, CITY_ID, mint_id("leeds", "roads"))]
    follow_changes(leeds.ledger, anew=True)
    assert [place(leeds.ledger, one) for one in (LEEDS_ID, CITY_ID, mint_id("leeds", "roads"))] == before
    with leeds.ledger.reading() as connection:
        assert len(proposals(connection)) == 1


@pytest.mark.parametrize("same", [True, False])
def test_what_a_person_said_outlives_a_rebuild_and_new_harvests(
    leeds: Field, city: Field, same: bool
) -> None:
    harvested(leeds, city, copied("c2", "Quite another", ("https://elsewhere.test/roads.csv",)))
    other = mint_id("city", "c2") if same else CITY_ID
    follow_changes(leeds.ledger)
    with leeds.ledger.writing() as connection:
        decide(connection, other, LEEDS_ID, same=same, by="Ann", at=NOW)
    for anew in (False, True):
        follow_changes(leeds.ledger, anew=anew)
        assert (other in place(leeds.ledger, LEEDS_ID)[1]) is same
    leeds.run(read("bins", "Litter bins, all", addresses=FILE), now=later(4))
    assert (other in place(leeds.ledger, LEEDS_ID)[1]) is same


def settings_of(folder: Path) -> Settings:
    return Settings(home=folder, base="http://catalogue.test", store=f"oxigraph:{folder}/store")


def found(settings: Settings, search: Search) -> tuple[int, int, list[str]]:
    index = open_index(settings.index_url)
    results = index.search(search)
    index.close()
    return results.total, results.copies, [hit.id for hit in results.hits]


def statements(settings: Settings, predicate: str) -> Sequence[str]:
    store = open_store(settings.store_url, writable=False)
    text = f"SELECT ?s ?o {{ GRAPH ?g {{ ?s <{predicate}> ?o }} }}"
    answer = store.query(Query(text=text, media_type="text/csv")).body.decode()
    store.close()
    return [line for line in answer.split("\r\n")[1:-1] if "/dataset/" in line]


def test_index_and_store_follow_though_the_older_dataset_has_not_changed(
    leeds: Field, city: Field, tmp_path: Path
) -> None:
    here = settings_of(tmp_path)
    leeds.run(read("bins", "Litter bins", addresses=FILE))
    project(here, leeds.ledger)
    assert found(here, Search(text="litter")) == (1, 0, [LEEDS_ID])
    city.run(copied("c1", "Litter bins"), now=later(1))
    project(here, leeds.ledger)
    assert found(here, Search(text="litter")) == (1, 1, [LEEDS_ID])
    assert found(here, Search(text="litter", filters={"portal": ("city",)})) == (1, 0, [CITY_ID])
    assert found(here, Search(text="litter", together=False))[:2] == (2, 0)
    index = open_index(here.index_url)
    (hit,) = index.search(Search(text="litter")).hits
    index.close()
    assert hit.card["also"] == [{"id": CITY_ID, "portal": "city"}]
    derived = statements(here, "http://www.w3.org/ns/prov#wasDerivedFrom")
    assert derived == [f"http://catalogue.test/dataset/{CITY_ID},http://catalogue.test/dataset/{LEEDS_ID}"]
    assert statements(here, "http://www.w3.org/2002/07/owl#sameAs") == []
    before = found(here, Search(facets=("portal",)))
    assert project(here, leeds.ledger, anew=True)
    assert found(here, Search(facets=("portal",))) == before


def test_what_may_be_the_same_is_only_to_be_seen(leeds: Field, city: Field, tmp_path: Path) -> None:
    here = settings_of(tmp_path)
    leeds.run(read("bins", "Litter bins"))
    city.run(copied("c1", "Litter bins", ()), now=later(1))
    project(here, leeds.ledger)
    assert found(here, Search(text="litter"))[:2] == (2, 0)
    assert len(statements(here, "http://www.w3.org/2000/01/rdf-schema#seeAlso")) == 2
    assert statements(here, "http://www.w3.org/ns/prov#wasDerivedFrom") == []


def test_a_person_parts_two_by_command_and_search_shows_both(
    leeds: Field, city: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvested(leeds, city)
    here = settings_of(tmp_path / "var")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STOOK_LEDGER", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("STOOK_STORE", here.store)
    project(here, leeds.ledger)
    assert found(here, Search())[0] == 1
    told = CliRunner().invoke(clusters, ["--part", LEEDS_ID, CITY_ID, "--by", "Ann", "--json"])
    assert told.exit_code == 0, told.output
    assert '"clusters": {}' in told.output
    assert found(here, Search())[0] == 2
    CliRunner().invoke(clusters, ["--forget", LEEDS_ID, CITY_ID])
    assert found(here, Search())[0] == 1
    refused = CliRunner().invoke(clusters, ["--same", LEEDS_ID, "nobody"])
    assert "identifiers of two datasets" in str(refused.exception)
