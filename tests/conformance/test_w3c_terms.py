"""The comparison of answers by which the suites are judged tells what is different from what only looks so."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from w3c_terms import Row, Table, same_csv, same_graph, same_table

XSD = "http://www.w3.org/2001/XMLSchema#"


def number(text: str, datatype: str = "integer") -> ox.Literal:
    """A literal of a number as it is spelt."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def table(*rows: Row) -> Table:
    """Solutions."""
    return Table(rows=rows)


ONE, TWO = {"n": number("1")}, {"n": number("2")}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (table(ONE), table(TWO)),
        (table(ONE), table(ONE, ONE)),
        (table(ONE), table()),
        (table({"n": number("1")}), table({"n": number("1", "decimal")})),
        (table({"n": ox.Literal("a", language="en")}), table({"n": ox.Literal("a")})),
        (table({"a": (b := ox.BlankNode()), "b": b}), table({"a": ox.BlankNode(), "b": ox.BlankNode()})),
    ],
)
def test_what_differs_is_another_answer(found: Table, expected: Table) -> None:
    assert not same_table(found, expected, ordered=False, any_count=False)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (table(ONE, TWO), table(TWO, ONE)),
        (table({"n": number("01")}), table({"n": number("+1")})),
        (table({"n": number("1.50", "decimal")}), table({"n": number("1.5", "decimal")})),
        (table({"n": number("1e0", "double")}), table({"n": number("1.0", "double")})),
        (table({"n": ox.Literal("a", language="en-gb")}), table({"n": ox.Literal("a", language="en-GB")})),
        (table({"a": ox.BlankNode("x")}), table({"a": ox.BlankNode("y")})),
    ],
)
def test_what_only_looks_otherwise_is_the_same(found: Table, expected: Table) -> None:
    assert same_table(found, expected, ordered=False, any_count=False)


def test_an_order_that_was_asked_for_counts() -> None:
    assert not same_table(table(ONE, TWO), table(TWO, ONE), ordered=True, any_count=False)
    assert same_table(table(ONE, TWO), table(ONE, TWO), ordered=True, any_count=False)


def test_how_often_counts_unless_the_test_leaves_it_open() -> None:
    assert same_table(table(ONE, ONE, TWO), table(ONE, TWO), ordered=False, any_count=True)
    assert not same_table(table(ONE, ONE), table(ONE, TWO), ordered=False, any_count=True)


def test_graphs_are_compared_by_their_shape() -> None:
    one, other = (
        [ox.Triple(node, ox.NamedNode("urn:p"), ox.Literal(value))]
        for node, value in ((ox.BlankNode(), "a"), (ox.BlankNode(), "a"))
    )
    assert same_graph(one, other)
    assert not same_graph(one, [*other, ox.Triple(ox.BlankNode(), ox.NamedNode("urn:q"), ox.Literal("a"))])


def test_csv_is_compared_by_the_names_of_its_columns() -> None:
    assert same_csv(b"a,b\r\n1,_:x\r\n", b"b,a\n_:y,1\n")
    assert not same_csv(b"a,b\r\n1,2\r\n", b"a,b\r\n2,1\r\n")
