"""Joins of a made-up ledger: counted and listed by kind, without copies, without what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from struct import pack

import pytest
from made_up_ledger import Field, field_of, read
from sqlalchemy import Connection, delete, insert, select, update

from catalogue.entry import mint_id
from catalogue.identifiers.sketch import sketch
from catalogue.joins.facts import JoinFacts
from catalogue.joins.nearness import surroundings_of
from catalogue.joins.ranking import Shared
from catalogue.ledger import joins
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.holders import count_holders
from catalogue.ledger.joins import Joins, Subject, joins_of, list_joins
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.schema import cluster_members, entries
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()
LEEDS, BRISTOL = "E08000035", "E06000023"
HERE = "bins"


def known(key: str) -> str:
    return mint_id("leeds", key)


SUBJECT = Subject(
    id=known(HERE),
    facts=JoinFacts(publisher="leeds-city-council", areas=(LEEDS,)),
    places=surroundings_of((LEEDS,), VOCABULARY),
)


def subject(connection: Connection) -> Subject:
    """The dataset, in the cluster that it has now."""
    cluster = connection.scalar(
        select(cluster_members.c.cluster).where(cluster_members.c.entry_id == SUBJECT.id)
    )
    return replace(SUBJECT, cluster=cluster or "")


def holds(ledger: Ledger, key: str, kinds: dict[str, str], *, area: str = LEEDS) -> None:
    """A dataset holds some kinds, each in a column."""
    identifier = known(key)
    with ledger.writing() as connection:
        connection.execute(
            insert(dataset_tables).values(
                entry_id=identifier, portal="leeds", body=b"", columns=1, areas=area
            )
        )
        for kind, column in kinds.items():
            connection.execute(
                insert(dataset_identifiers).values(
                    entry_id=identifier,
                    kind=kind,
                    column=column,
                    confidence=0.9,
                    rule="name",
                    reason="It is named so.",
                    portal="leeds",
                    publisher="leeds-city-council",
                    area=area,
                )
            )


@pytest.fixture
def field(ledger: Ledger) -> Iterator[Field]:
    """Six datasets: one with properties and postcodes, and what others hold."""
    made = field_of(ledger)
    made.run(*(read(key) for key in (HERE, "trees", "taxes", "wards", "spare", "doctors")))
    holds(ledger, HERE, {"uprn": "UPRN", "postcode": "PostCode", "iso-date": "Date"})
    holds(ledger, "trees", {"uprn": "address_uprn", "usrn": "USRN"})
    holds(ledger, "taxes", {"uprn": "PropertyRef", "postcode": "pc"}, area=BRISTOL)
    holds(ledger, "wards", {"gss-ward": "ward_code"})
    holds(ledger, "spare", {"uprn": "uprn"})
    holds(ledger, "doctors", {"ods": "practice_code", "iso-date": "opened"})
    yield made


def found(ledger: Ledger, **more: int) -> Joins:
    with ledger.reading() as connection:
        return joins_of(connection, subject(connection), count_holders(connection), **more)


def listed(ledger: Ledger, kind: str = "uprn", limit: int = 50, offset: int = 0) -> list[str]:
    with ledger.reading() as connection:
        rows = list_joins(connection, subject(connection), kind, limit=limit, offset=offset)
    return [one.candidate.id for one in rows]


def copies(ledger: Ledger, *keys: str) -> None:
    """Some datasets are one, the first of them first."""
    with ledger.writing() as connection:
        for place, key in enumerate(keys):
            connection.execute(delete(cluster_members).where(cluster_members.c.entry_id == known(key)))
            connection.execute(
                insert(cluster_members).values(
                    entry_id=known(key),
                    portal="leeds",
                    first_seen="",
                    says_copy=False,
                    size=1,
                    cluster=known(keys[0]),
                    standing=place,
                )
            )


def test_a_dataset_joins_by_each_kind_that_it_holds_the_rarest_first(field: Field) -> None:
    by = found(field.ledger).by
    assert [(one.kind, one.own.column, one.count) for one in by] == [
        ("postcode", "PostCode", 1),
        ("uprn", "UPRN", 3),
    ]


def test_the_other_column_and_the_same_area_are_told(field: Field) -> None:
    ranked = next(one for one in found(field.ledger).by if one.kind == "uprn").ranked
    assert [(one.candidate.id, one.candidate.column) for one in ranked][-1] == (known("taxes"), "PropertyRef")
    assert {one.by for one in ranked} == {LEEDS, ""}


def test_days_do_not_join(field: Field) -> None:
    assert found(field.ledger).beside == ("iso-date",)
    assert known("doctors") not in listed(field.ledger)


def test_only_some_are_shown_and_all_are_counted(field: Field) -> None:
    one = next(one for one in found(field.ledger, shown=1).by if one.kind == "uprn")
    assert (len(one.ranked), one.count) == (1, 3)


def test_lookups_lead_to_kinds_that_others_hold(field: Field) -> None:
    over = {one.kind: one for one in found(field.ledger).over}
    assert over["gss-ward"].count == 1
    assert [step.target for step in over["gss-ward"].way] == ["gss-ward"]
    assert "gss-msoa" not in over  # which nobody holds


def test_a_lookup_may_lead_from_the_other_dataset_to_this_one(field: Field) -> None:
    over = {one.kind: one for one in found(field.ledger).over}
    assert (over["ods"].inbound, over["ods"].own.kind) == (True, "postcode")


def test_copies_of_a_dataset_count_once(field: Field) -> None:
    copies(field.ledger, "trees", "spare")
    assert set(listed(field.ledger)) == {known("trees"), known("taxes")}
    assert next(one for one in found(field.ledger).by if one.kind == "uprn").count == 2


def test_a_copy_stands_for_its_cluster_where_the_first_does_not_hold_the_kind(field: Field) -> None:
    copies(field.ledger, "wards", "spare", "trees")
    assert set(listed(field.ledger)) == {known("spare"), known("taxes")}


def test_a_dataset_does_not_join_its_own_copy(field: Field) -> None:
    copies(field.ledger, HERE, "trees")
    assert set(listed(field.ledger)) == {known("spare"), known("taxes")}


def test_what_was_withdrawn_joins_nothing(field: Field) -> None:
    with field.ledger.writing() as connection:
        gone = entries.c.id == known("trees")
        connection.execute(update(entries).where(gone).values(state="withdrawn"))
    assert known("trees") not in listed(field.ledger)


def test_a_dataset_without_identifiers_joins_nothing(field: Field) -> None:
    with field.ledger.writing() as connection:
        connection.execute(delete(dataset_identifiers).where(dataset_identifiers.c.entry_id == SUBJECT.id))
    assert found(field.ledger) == Joins()


def test_pages_of_a_list_have_each_dataset_once_also_beyond_those_that_are_looked_at_closely(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joins, "WINDOW", 2)
    pages = [listed(field.ledger, limit=1, offset=place) for place in range(4)]
    assert sorted(one for page in pages for one in page) == sorted(map(known, ("trees", "taxes", "spare")))
    assert pages[3] == []


def test_values_that_both_samples_have_are_counted_and_come_first(field: Field) -> None:
    ours = sketch([str(number) for number in range(1000, 1180)], "uprn", b"key")
    theirs = sketch([str(number) for number in range(1116, 1316)], "uprn", b"key")
    with field.ledger.writing() as connection:
        for key, digests in ((HERE, ours), ("trees", theirs), ("spare", ours[:0])):
            connection.execute(
                update(dataset_identifiers)
                .where(dataset_identifiers.c.entry_id == known(key), dataset_identifiers.c.kind == "uprn")
                .values(sketch=pack(f">{len(digests)}Q", *digests) if digests else None)
            )
    ranked = next(one for one in found(field.ledger).by if one.kind == "uprn").ranked
    shared = {one.candidate.id: one.shared for one in ranked}
    assert shared[known("trees")] == Shared(values=64, here=180, there=200)
    assert (shared[known("spare")], ranked[0].candidate.id) == (None, known("trees"))


def test_numbers_that_each_council_gives_out_itself_join_within_its_area_only(field: Field) -> None:
    for key, area in (("p1", LEEDS), ("p2", LEEDS), ("p3", BRISTOL)):
        field.run(read(key))
        holds(field.ledger, key, {"planning-reference": "ref"}, area=area)
    with field.ledger.writing() as connection:
        connection.execute(
            update(dataset_identifiers)
            .where(dataset_identifiers.c.entry_id == SUBJECT.id, dataset_identifiers.c.kind == "postcode")
            .values(kind="planning-reference")
        )
    one = next(one for one in found(field.ledger).by if one.kind == "planning-reference")
    assert one.count == len(one.ranked) == 2
    assert set(listed(field.ledger, "planning-reference")) == {known("p1"), known("p2")}
