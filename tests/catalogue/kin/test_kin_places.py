"""Datasets that are alone with their title: placed with others by nearly the same title and equal columns."""

from __future__ import annotations

import pytest
from made_up_kin import made, staged
from made_up_ledger import Field, later, same

from catalogue.entry import mint_id
from catalogue.kin.facts import Facts
from catalogue.kin.judging import PLAIN_FILE, belongs, keys_of
from catalogue.ledger.columns import follow_columns
from catalogue.ledger.columns_schema import kin_members
from catalogue.ledger.kin import Kin, follow_kin, kin_of
from catalogue.ledger.kin_lists import find_kin, kin_now
from catalogue.ledger.ledger import Ledger

TREES = ("Tree ID", "Species", "Height", "Girth", "Order number", "Ward")
OTHER = ("Stop code", "Street", "Bearing", "Shelter", "Timetable")
PLAIN = ("x", "y", "name", "objectid")
SERVICE = "http://id.esd.org.uk/service/475"


def facts(*terms: str, columns: tuple[str, ...] = TREES, services: tuple[str, ...] = ()) -> Facts:
    """What a made-up dataset is compared by."""
    return Facts(
        title=" ".join(terms), words=" ".join(terms), terms=terms, columns=columns, services=services
    )


def test_who_says_more_of_the_same_with_equal_columns_belongs() -> None:
    found = belongs(facts("veteran", "oak"), facts("oak", columns=(*TREES, "Fungi")))
    assert found is not None
    assert found.why == "nearly the same title and 6 of 7 columns"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (facts("veteran", "oak"), facts("oak", columns=OTHER)),
        (facts("primary", "school-rolls"), facts("secondary", "school-rolls")),
        (facts("oak"), facts("elm")),
        (facts("veteran", "oak"), facts("oak", columns=())),
        (facts("veteran", "oak", columns=PLAIN), facts("oak", columns=PLAIN)),
    ],
)
def test_what_is_of_other_columns_or_says_another_thing_does_not(one: Facts, other: Facts) -> None:
    assert belongs(one, other) is None
    assert belongs(other, one) is None


def test_one_service_and_equal_columns_belong_whatever_they_are_called() -> None:
    one, other = facts("loo", services=("475",)), facts("wc", services=("475",))
    found = belongs(one, other)
    assert found is not None
    assert found.why == "the same council service 475 and 6 of 6 columns"
    assert {key.digest for key in keys_of(one)} & {key.digest for key in keys_of(other)}


def test_without_telling_columns_there_are_no_keys() -> None:
    assert keys_of(facts("oak", columns=("objectid", "x", "y", "name", "shape"))) == ()
    assert "# Source: " in PLAIN_FILE.read_text("utf-8")


def seen(ledger: Ledger, key: str) -> Kin | None:
    """The kin of a dataset as it is now."""
    follow_columns(ledger)
    follow_kin(ledger)
    with ledger.reading() as connection:
        return kin_of(connection, mint_id("leeds", key))


def placed(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Every dataset with its kin and why it is there."""
    with ledger.reading() as connection:
        rows = connection.execute(kin_members.select().order_by(kin_members.c.entry_id))
        return [(row.entry_id, row.kin, row.why) for row in rows]


@pytest.fixture
def oaks(field: Field) -> Field:
    """Two councils with the same title, a third that says more, and a fourth with other columns."""
    field.run(
        staged("a", made("Oaks", "ambleford-council", columns=TREES)),
        staged("b", made("Oaks", "brackwater-council", columns=TREES)),
        staged("c", made("Veteran oaks", "cragholm-council", columns=TREES)),
        staged("d", made("Fallen oaks", "dunmarsh-council", columns=OTHER)),
    )
    return field


def test_one_that_is_alone_joins_what_several_have(oaks: Field) -> None:
    found = seen(oaks.ledger, "c")
    assert found is not None
    assert (found.name, found.publishers) == ("oak", 3)
    assert [one.likeness.why for one in found.relatives] == ["nearly the same title and 6 of 6 columns"] * 2
    assert seen(oaks.ledger, "d") is None
    with oaks.ledger.reading() as connection:
        assert find_kin(connection, "oak-veteran") is None
        assert kin_now(connection, "oak-veteran") == "oak"


def test_it_goes_home_when_others_have_its_own_subject(oaks: Field) -> None:
    seen(oaks.ledger, "c")
    oaks.run(*map(same, "abcd"), staged("e", made("Veteran oaks", "eastry-council")), now=later(1))
    found = seen(oaks.ledger, "c")
    assert found is not None
    assert (found.name, found.publishers) == ("oak-veteran", 2)


def test_of_two_that_are_alone_the_longer_joins_the_shorter_and_leaves_with_its_columns(field: Field) -> None:
    field.run(
        staged("c", made("Veteran oaks", "cragholm-council", columns=TREES)),
        staged("a", made("Oaks", "ambleford-council", columns=TREES)),
    )
    found = seen(field.ledger, "a")
    assert found is not None
    assert (found.name, [one.bearer for one in found.relatives]) == ("oak", ["cragholm-council"])
    field.run(same("a"), staged("c", made("Veteran oaks", "cragholm-council")), now=later(1))
    assert seen(field.ledger, "a") is None


def test_bit_by_bit_in_any_order_or_anew_all_is_the_same(field: Field) -> None:
    datasets = {
        "a": made("Oaks", "ambleford-council", columns=TREES),
        "c": made("Veteran oaks", "cragholm-council", columns=TREES),
        "f": made("Veteran oaks in parkland", "fenny-council", columns=TREES),
        "s": made("Loos", "ambleford-council", columns=OTHER, services=(SERVICE,)),
        "t": made("Comfort stations", "brackwater-council", columns=OTHER, services=(SERVICE,)),
        "b": made("Oaks", "brackwater-council", columns=TREES),
    }
    met: list[str] = []
    for day, (key, dataset) in enumerate(datasets.items()):
        field.run(*map(same, met), staged(key, dataset), now=later(day))
        met.append(key)
        seen(field.ledger, key)
    bit_by_bit = placed(field.ledger)
    follow_kin(field.ledger, anew=True)
    assert placed(field.ledger) == bit_by_bit
    kins = {one: kin for one, kin, _ in bit_by_bit}
    assert kins[mint_id("leeds", "c")] == "oak"
    assert kins[mint_id("leeds", "s")] == kins[mint_id("leeds", "t")]


def test_a_key_that_thousands_share_costs_a_bounded_look(field: Field) -> None:
    many = [staged(f"m{number}", made("Oaks", f"council-{number}", columns=TREES)) for number in range(120)]
    field.run(*many, staged("c", made("Veteran oaks", "cragholm-council", columns=TREES)))
    found = seen(field.ledger, "c")
    assert found is not None
    assert (found.name, found.publishers, len(found.relatives)) == ("oak", 121, 8)
