"""Solr's everyday syntax, read into a tree; and what cannot be read, refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.ckan.lucene import EVERYTHING, And, Negation, Node, Or, Range, Term, Unreadable, read_query

A, B, C = (Term(text=letter) for letter in "abc")


def tagged(text: str, **more: bool) -> Term:
    """A term of the field `tags`."""
    return Term(name="tags", text=text, **more)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("*:*", EVERYTHING),
        ("a", A),
        ("a b", And(parts=(A, B))),
        ("a AND b", And(parts=(A, B))),
        ("a && b", And(parts=(A, B))),
        ("a OR b", Or(parts=(A, B))),
        ("a || b", Or(parts=(A, B))),
        ("a AND b OR c", Or(parts=(And(parts=(A, B)), C))),
        ("a OR b c", And(parts=(Or(parts=(A, B)), C))),
        ("a OR (b c)", Or(parts=(A, And(parts=(B, C))))),
        ("NOT a", Negation(part=A)),
        ("-a", Negation(part=A)),
        ("!a", Negation(part=A)),
        ("+a -b", And(parts=(A, Negation(part=B)))),
        ("a AND NOT b", And(parts=(A, Negation(part=B)))),
        ("NOT (a OR b)", Negation(part=Or(parts=(A, B)))),
        ("--a", A),
        ("and or not", And(parts=tuple(Term(text=word) for word in ("and", "or", "not")))),
        ('"a b"', Term(text="a b", phrase=True)),
        (r'"say \"a\""', Term(text='say "a"', phrase=True)),
        ("tags:a", tagged("a")),
        ("+tags:a", tagged("a")),
        ('tags:"a b"', tagged("a b", phrase=True)),
        ("tags:(a OR b)", Or(parts=(tagged("a"), tagged("b")))),
        ("tags:(a title:b)", And(parts=(tagged("a"), Term(name="title", text="b")))),
        ("-tags:a", Negation(part=tagged("a"))),
        ("tags:a*", tagged("a*", wild=True)),
        (r"tags:a\*", tagged("a*")),
        (r"tags:a\:b", tagged("a:b")),
        (r"a\ b", Term(text="a b")),
        ("a-b", Term(text="a-b")),
        ("a^2 b^0.5", And(parts=(A, B))),
        ("(a)^4", A),
        ("date:[* TO *]", Range(name="date")),
        (
            "date:[2024-01-01T00:00:00Z TO NOW-1DAY]",
            Range(name="date", low="2024-01-01T00:00:00Z", high="NOW-1DAY"),
        ),
        ("date:{1 TO 2]", Range(name="date", low="1", high="2", with_low=False)),
        ("date:[1 TO 2}", Range(name="date", low="1", high="2", with_high=False)),
        ('date:["1" TO *]', Range(name="date", low="1")),
    ],
)
def test_a_query_is_read_as_solr_reads_it(text: str, tree: Node) -> None:
    assert read_query(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "(a",
        "a)",
        "()",
        '"a',
        "AND",
        "a OR",
        "OR a",
        "NOT",
        "tags:",
        "tags:[1 2]",
        "[1 TO 2]",
        "a~",
        '"a b"~3',
        "a:b:c",
        "/a.*/",
        "{!lucene}a",
        "tags:{!field}a",
        "(" * 500 + "a" + ")" * 500,
        "a " * 5_000,
        "x" * 30_000,
        r"tags:a\:b*",
        "\\",
    ],
)
def test_what_is_not_of_the_syntax_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_query(text)


@given(st.text(alphabet='ab:*?"()[]{}\\+-!^~/ \tANDORNOT&|\u00e9\x00', max_size=60))
def test_no_text_is_more_than_unreadable(text: str) -> None:
    try:
        read_query(text)
    except Unreadable as error:
        assert len(str(error)) < 200


TERMS = st.one_of(
    st.builds(
        Term,
        name=st.sampled_from(["", "tags", "res_format"]),
        text=st.text(alphabet='ab:*?"()[]\\ -+AND', min_size=1, max_size=6),
        phrase=st.just(value=True),
    ),
    st.builds(
        Range,
        name=st.just("date"),
        low=st.sampled_from(["", "NOW", "2024"]),
        high=st.sampled_from(["", "2025-01-01T00:00:00Z"]),
        with_low=st.booleans(),
        with_high=st.booleans(),
    ),
)
TREES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(parts=tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(parts=tuple(parts))),
        inner.map(lambda part: part.part if isinstance(part, Negation) else Negation(part=part)),
    ),
    max_leaves=12,
)


def written(tree: Node) -> str:
    """A tree as a query, every bracket put."""
    match tree:
        case And(parts=parts):
            return " AND ".join(f"({written(part)})" for part in parts)
        case Or(parts=parts):
            return " OR ".join(f"({written(part)})" for part in parts)
        case Negation(part=part):
            return f"NOT ({written(part)})"
        case Range(name=name, low=low, high=high):
            opening, closing = "[" if tree.with_low else "{", "]" if tree.with_high else "}"
            return f"{name}:{opening}{low or '*'} TO {high or '*'}{closing}"
        case Term(name=name, text=text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'{name}:"{escaped}"' if name else f'"{escaped}"'


@given(TREES)
def test_what_is_written_is_read_again(tree: Node) -> None:
    assert read_query(written(tree)) == tree
