"""What a filter lets through, and orders of several keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.indexes.columns import Column
from catalogue.indexes.filtering import _pattern
from catalogue.indexes.filters import All, AnyOf, Beginning, Between, Filter, Is, Like, Not, Words
from catalogue.indexes.protocol import By, Document, FacetValue, Index, Key, Search, open_index

DOCUMENTS = (
    Document(
        id="b",
        title="Bin rounds",
        description="Streets and parks, by day",
        publisher="leeds",
        formats=("CSV", "JSON"),
        keywords=("waste & recycling", "bins"),
        added="2024-01-01T00:00:00Z",
        changed="2026-01-01T00:00:00Z",
        modified="2020",
    ),
    Document(
        id="c",
        title="Car parks",
        publisher="leeds",
        formats=("CSV",),
        keywords=("parking",),
        added="2024-01-02T00:00:00Z",
        changed="2026-02-01T12:30:00Z",
    ),
    Document(
        id="a",
        title="Air quality",
        publisher="york",
        added="2024-01-03T00:00:00Z",
        changed="2026-02-01T12:30:00Z",
    ),
)
LEAVES = (
    Is(column="publisher", values=("leeds",)),
    Is(column="format", values=("JSON", "")),
    Is(column="id", values=("a", "b")),
    Between(date="changed", earliest=2026_02_01_00_00_00),
    Words(text="parks"),
)


@pytest.fixture(scope="module")
def few() -> Iterator[Index]:
    opened = open_index("memory:")
    opened.apply(documents=[*DOCUMENTS, Document(id="z", title="Gone")], gone=(), mark=1)
    opened.apply(documents=(), gone=["z"], mark=2)
    yield opened
    opened.close()


def passed(index: Index, where: Filter) -> set[str]:
    """The ids of the documents that a filter lets through."""
    return {hit.id for hit in index.search(Search(where=where)).hits}


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (Is(column="publisher", values=("leeds",)), "bc"),
        (Is(column="format", values=("JSON",)), "b"),
        (Is(column="format", values=("",)), "a"),
        (Is(column="keyword", values=("waste & recycling",)), "b"),
        (Is(column="keyword", values=("waste recycling",)), "b"),
        (Like(column="keyword", pattern="b*"), "b"),
        (Like(column="keyword", pattern="*ing"), "bc"),
        (Like(column="keyword", pattern="b?ns"), "b"),
        (Is(column="id", values=("a", "c", "nobody")), "ac"),
        (Between(date="changed", earliest=2026_01_15_00_00_00), "ac"),
        (Between(date="changed", latest=2026_01_15_00_00_00), "b"),
        (Between(date="modified"), "b"),
        (Words(text="parks"), "bc"),
        (Words(text="parks", part="title"), "c"),
        (Words(text="car parks"), "c"),
        (Words(text="the"), "abc"),
        (Beginning(text="qual"), "a"),
        (Beginning(text="par", part="title"), "c"),
        (All(), "abc"),
        (AnyOf(), ""),
        (Not(part=All()), ""),
        (All(parts=(Is(column="publisher", values=("leeds",)), Not(part=Words(text="bin")))), "c"),
        (AnyOf(parts=(Words(text="bin"), Is(column="publisher", values=("york",)))), "ab"),
    ],
)
def test_a_filter_lets_through_what_meets_it(few: Index, where: Filter, ids: str) -> None:
    assert passed(few, where) == set(ids)


TREES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(parts=tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts))),
        inner.map(lambda part: Not(part=part)),
    ),
    max_leaves=8,
)


@given(TREES)
def test_a_tree_lets_through_what_its_leaves_say_together(few: Index, where: Filter) -> None:
    alone = {leaf: passed(few, leaf) for leaf in LEAVES}

    def meant(tree: Filter) -> set[str]:
        match tree:
            case All(parts=parts):
                return set("abc").intersection(*map(meant, parts))
            case AnyOf(parts=parts):
                return set().union(*map(meant, parts))
            case Not(part=part):
                return set("abc") - meant(part)
            case _:
                return alone[tree]

    assert passed(few, where) == meant(where)


@given(st.text("ab*?[.", max_size=6), st.text("ab[.", max_size=6))
def test_a_pattern_fits_as_stars_and_question_marks_say(pattern: str, value: str) -> None:
    plain = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    assert bool(_pattern(pattern).match(value)) == bool(re.fullmatch(plain, value, re.DOTALL))


def test_optional_words_rank_and_leave_out_nothing(few: Index) -> None:
    found = few.search(Search(text="quality", optional=True, where=All()))
    assert found.hits[0].id == "a"
    assert (found.total, found.relaxed) == (3, False)


def test_facets_count_what_the_filter_lets_through(few: Index) -> None:
    found = few.search(Search(where=Is(column="publisher", values=("leeds",)), facets=("keyword",)))
    assert found.facets["keyword"][0] in {FacetValue(value=name, count=1) for name in ("bins", "parking")}
    assert sum(each.count for each in found.facets["keyword"]) == 3


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ((By(key=Key.ID),), "abc"),
        ((By(key=Key.ID, descending=True),), "cba"),
        ((By(key=Key.CHANGED, descending=True), By(key=Key.ID)), "acb"),
        ((By(key=Key.CHANGED, descending=True), By(key=Key.ID, descending=True)), "cab"),
        ((By(key=Key.ADDED),), "bca"),
        ((By(key=Key.TITLE, descending=True),), "cba"),
        ((By(key=Key.SCORE, descending=True), By(key=Key.ID)), "abc"),
    ],
)
def test_an_order_goes_by_its_keys_one_after_the_other(few: Index, order: tuple[By, ...], ids: str) -> None:
    assert [hit.id for hit in few.search(Search(order=order)).hits] == list(ids)
    parts = [few.search(Search(order=order, offset=n, limit=1)).hits[0].id for n in range(3)]
    assert parts == list(ids)


def test_snippets_can_be_left_out(few: Index) -> None:
    assert few.search(Search(text="bin", snippets=False)).hits[0].snippet == ()


@given(st.sets(st.integers(0, 300)), st.sets(st.integers(-5, 305), max_size=4))
def test_a_few_of_many_values_are_found_as_all_are(held: set[int], wanted: set[int]) -> None:
    names = tuple(sorted(f"v{number:03}" for number in held))
    numbers = np.arange(len(names), dtype=np.int32)
    column = Column(values=names, docs=numbers, codes=numbers, size=len(names))
    chosen = {f"v{number:03}" for number in wanted}
    found = [names[place] for place in np.flatnonzero(column.having(chosen))]
    assert found == sorted(chosen & set(names))
