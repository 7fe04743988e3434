"""The schema match: which columns are the same, how alike each two datasets are, who lacks what."""

from __future__ import annotations

from catalogue.columns.table import Column, Detection, Rule
from web.alike.matching import match_schemas

UPRN = Detection(kind="uprn", confidence=0.99, rule=Rule.NAME, reason="The column is called so.")


def columns(*names: str, uprn: str = "") -> tuple[Column, ...]:
    """Columns by their names, and one that holds UPRNs whatever it is called."""
    held = (Column(name=uprn, detections=(UPRN,)),) if uprn else ()
    return (*held, *(Column(name=name) for name in names))


ONE = columns("Name", "Opening hours", "Fee", uprn="UPRN")
OTHER = columns("name", "opening_hours", uprn="Address_ID")
THIRD = columns("NAME", "Ward")


def test_a_column_is_the_same_whatever_the_case_and_spaces_of_its_name_or_by_what_it_holds() -> None:
    found = match_schemas([ONE, OTHER])
    assert [one.names for one in found.everywhere] == [
        ("UPRN", "Address_ID"),
        ("Name", "name"),
        ("Opening hours", "opening_hours"),
    ]
    assert found.shares[0][1] == 3 / 4


def test_what_half_of_them_have_is_usual_and_each_is_told_what_it_lacks() -> None:
    found = match_schemas([ONE, OTHER, THIRD])
    assert [one.names[0] for one in found.usual] == ["Name", "UPRN", "Opening hours"]
    lacks = [match.lacks for match in found.matches if match]
    assert lacks == [(), (), ("UPRN", "Opening hours")]
    alone = [match.alone for match in found.matches if match]
    assert alone == [("Fee",), (), ("Ward",)]
    third = found.matches[2]
    assert third is not None
    assert (third.equal, third.different, third.share) == (1, 4, 0.25)


def test_who_tells_no_columns_is_neither_counted_nor_judged() -> None:
    found = match_schemas([ONE, (), OTHER])
    assert found.told == 2
    assert found.matches[1] is None
    assert found.shares[0][1] is None
    assert len(found.everywhere) == 3


def test_of_one_alone_nothing_is_usual() -> None:
    found = match_schemas([ONE])
    assert (found.usual, found.everywhere) == ((), ())
