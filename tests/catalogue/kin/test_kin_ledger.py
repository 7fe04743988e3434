"""Kin in the ledger: followed as changes come, the same when found anew, and named by nothing that is harvested."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_kin import made, staged
from made_up_ledger import Field, later, same
from sqlalchemy import select

from catalogue.entry import mint_id
from catalogue.kin.bearer import bearer_of, home_of
from catalogue.ledger.columns import follow_columns
from catalogue.ledger.columns_schema import kin_members, kins
from catalogue.ledger.kin import Kin, follow_kin, kin_of, kins_of_many
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import Topic, news_after
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.model import Agent
from catalogue.portal import Portal
from catalogue.values import Text
from vocab import load_vocabulary

COLUMNS = ("UPRN", "Name", "Opening hours", "Accessible")


def seen(ledger: Ledger, key: str) -> Kin | None:
    """The kin of a dataset as it is now."""
    follow_columns(ledger)
    follow_kin(ledger)
    with ledger.reading() as connection:
        return kin_of(connection, mint_id("leeds", key))


def others(ledger: Ledger, key: str) -> list[tuple[str, str]]:
    """Publisher and reason of what others have of the same, the likest first."""
    found = seen(ledger, key)
    return [(one.bearer, one.likeness.why) for one in found.relatives] if found else []


def lines(ledger: Ledger) -> list[dict[str, object]]:
    """All lines of kin."""
    with ledger.reading() as connection:
        return [
            dict(row)
            for table, order in ((kin_members, kin_members.c.entry_id), (kins, kins.c.name))
            for row in connection.execute(select(table).order_by(order)).mappings()
        ]


@pytest.fixture
def toilets(field: Field) -> Field:
    """Four councils that have the same under three names, one of them twice, and something else."""
    field.run(
        staged("a", made("Public toilets", "ambleford-council", columns=COLUMNS)),
        staged("b", made("Public conveniences", "brackwater-council", columns=(*COLUMNS, "Fee"))),
        staged("c18", made("Toilets 2018", "cragholm-council")),
        staged("c19", made("Toilets 2019", "cragholm-council")),
        staged("d", made("Public Toilets", "dunmarsh-council")),
        staged("e", made("Cricket grounds", "ambleford-council")),
    )
    return field


def test_the_same_from_others_is_found_with_its_reason(toilets: Field) -> None:
    assert others(toilets.ledger, "a") == [
        ("brackwater-council", "another name for the same and 4 of 5 columns"),
        ("dunmarsh-council", "the same title"),
        ("cragholm-council", "another name for the same"),
    ]


def test_editions_of_one_publisher_are_one_relative_the_newest(toilets: Field) -> None:
    found = seen(toilets.ledger, "a")
    assert found is not None
    (theirs,) = (one for one in found.relatives if one.bearer == "cragholm-council")
    assert (theirs.id, theirs.editions) == (mint_id("leeds", "c19"), 2)
    assert (found.name, found.label) == ("public-toilets", "public toilets")
    assert (found.publishers, found.datasets) == (4, 5)


def test_what_one_publisher_has_alone_has_no_kin(toilets: Field) -> None:
    assert seen(toilets.ledger, "e") is None
    with toilets.ledger.reading() as connection:
        names = [mint_id("leeds", key) for key in ("a", "e", "c18")]
        assert set(kins_of_many(connection, names)) == {names[0], names[2]}


def test_followed_bit_by_bit_or_found_anew_all_is_the_same(toilets: Field) -> None:
    seen(toilets.ledger, "a")
    toilets.run(
        staged("a", made("Cricket grounds", "ambleford-council")),
        staged("x", made("Cricket ground", "brackwater-council")),
        *map(same, ("b", "c18", "c19", "d", "e")),
        now=later(1),
    )
    seen(toilets.ledger, "a")
    bit_by_bit = lines(toilets.ledger)
    follow_kin(toilets.ledger, anew=True)
    assert lines(toilets.ledger) == bit_by_bit
    assert others(toilets.ledger, "x") == [("ambleford-council", "the same title")]


def test_the_address_stays_while_members_come_and_go(toilets: Field) -> None:
    before = seen(toilets.ledger, "d")
    toilets.run(
        staged("a", made("Something else", "ambleford-council")),
        staged("n", made("Conveniences", "nettleby-council")),
        *map(same, ("b", "c18", "c19", "d", "e")),
        now=later(1),
    )
    after = seen(toilets.ledger, "d")
    assert before is not None and after is not None
    assert after.name == before.name
    publishers = [one.bearer for one in after.relatives]
    assert "nettleby-council" in publishers and "ambleford-council" not in publishers


def test_only_when_a_second_publisher_comes_or_goes_is_it_news(field: Field) -> None:
    def news(after: int) -> tuple[int, set[str]]:
        follow_kin(field.ledger)
        with field.ledger.reading() as connection:
            found = news_after(connection, after)
        told = {one for _, one, topic in found if topic is Topic.KIN}
        return max((n for n, _, _ in found), default=after), told

    field.run(staged("a", made("Allotments", "ambleford-council")))
    mark, told = news(0)
    assert told == set()
    field.run(same("a"), staged("b", made("Allotments", "brackwater-council")), now=later(1))
    mark, told = news(mark)
    assert told == {mint_id("leeds", "a"), mint_id("leeds", "b")}
    field.run(same("a"), same("b"), staged("c", made("Allotments", "cragholm-council")), now=later(2))
    assert news(mark)[1] == set()


def test_what_goes_with_its_portal_leaves_no_line(toilets: Field) -> None:
    seen(toilets.ledger, "a")
    with toilets.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))
    follow_kin(toilets.ledger)
    assert lines(toilets.ledger) == []


def test_a_dataset_of_nobody_known_has_no_kin(field: Field) -> None:
    field.run(staged("a", made("Toilets", "")), staged("b", made("Toilets", "brackwater-council")))
    assert seen(field.ledger, "a") is None
    assert seen(field.ledger, "b") is None


HOME = Portal(
    slug="moor",
    title="Moor",
    kind="ckan",
    address="https://moor.example",
    settings={"publisher": "Moorby Council"},
)


@pytest.mark.parametrize(
    ("slug", "name", "bearer"),
    [
        ("moorby-council-gis", "Moorby Council GIS", "moorby-council"),
        ("parks-team", "Parks team", "moorby-council"),
        ("moorby-leisure-trust", "Moorby Leisure Trust", "moorby-leisure-trust"),
        ("leeds", "Leeds City Council", "leeds"),
        ("", "", "moorby-council"),
    ],
)
def test_what_a_unit_publishes_at_its_bodys_own_portal_is_the_bodys(
    slug: str, name: str, bearer: str
) -> None:
    vocabulary = load_vocabulary()
    publisher = Agent(slug=slug, name=(Text(name),)) if slug else None
    assert bearer_of(publisher, home_of(HOME, vocabulary), vocabulary) == bearer
    assert bearer_of(publisher, None, vocabulary) == slug


def test_a_portal_of_others_is_nobodys_home() -> None:
    others = replace(HOME, settings={"publisher": "Moorby Council", "lists": "others"})
    assert home_of(others, load_vocabulary()) is None
