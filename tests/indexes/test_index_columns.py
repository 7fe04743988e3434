"""Facets against a count by hand, over random documents, filters, replacements and segments."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.indexes.protocol import FACETS, Document, Search, Sort, open_index

ATTRIBUTES = {
    "place": "within",
    "identifier": "identifiers",
    "theme": "themes",
    "format": "formats",
    "licence": "licences",
    "language": "languages",
    "concept": "concepts",
}
COUNTED = tuple(name for name in FACETS if name != "keyword")  # which changes its values: test_index_filters
TODAY = "2024-03-01"
AGES = {"": "", "2024-02-03": "30-days", "2023-12": "12-months", "2021-04": "3-years", "2020": "older"}
WORDS = ["tree", "road", "bin"]
CODES = ["A", "B", "b b", "é,"]

several = st.lists(st.sampled_from(CODES), unique=True, max_size=3).map(tuple)
one = st.sampled_from(["", *CODES])
documents = st.builds(
    Document,
    id=st.sampled_from([f"d{n}" for n in range(12)]),
    title=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    publisher=one,
    publisher_label=one,
    themes=several,
    formats=several,
    licences=several,
    openness=st.sampled_from(["open", "not-open", "not-stated"]),
    portal=one,
    languages=several,
    within=several,
    identifiers=several,
    kind=one,
    concepts=several,
    modified=st.sampled_from(sorted(AGES)),
)
batches = st.lists(
    st.tuples(st.lists(documents, max_size=8), st.sets(st.sampled_from(["d1", "d2"]))), max_size=4
)
filters = st.dictionaries(
    st.sampled_from(COUNTED),
    st.lists(st.sampled_from(["", "open", "older", "12-months", *CODES]), max_size=2).map(tuple),
    max_size=3,
)


def values(document: Document, facet: str) -> tuple[str, ...]:
    """What a document says, () standing as ("",)."""
    if facet == "freshness":
        return (AGES[document.modified],)
    value = getattr(document, ATTRIBUTES.get(facet, facet))
    if facet == "openness" and value == "not-stated":
        value = ""
    return (value if isinstance(value, tuple) else (value,)) or ("",)


def passes(document: Document, chosen: dict[str, tuple[str, ...]], *, but: str = "") -> bool:
    return all(
        not wanted or name == but or set(wanted) & set(values(document, name))
        for name, wanted in chosen.items()
    )


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(batches=batches, chosen=filters, word=st.sampled_from(["", *WORDS]))
def test_totals_and_facets_are_those_of_a_count_by_hand(
    batches: list[tuple[list[Document], set[str]]], chosen: dict[str, tuple[str, ...]], word: str
) -> None:
    index, held = open_index("memory:"), {}
    for mark, (added, gone) in enumerate(batches):
        index.apply(documents=added, gone=gone, mark=mark)
        held = {key: each for key, each in held.items() if key not in gone} | {
            each.id: each for each in added
        }
    matching = [each for each in held.values() if not word or word in each.title.split()]

    results = index.search(Search(text=word, filters=chosen, facets=COUNTED, limit=100, today=TODAY))

    assert {hit.id for hit in results.hits} == {each.id for each in matching if passes(each, chosen)}
    assert results.total == len(results.hits)
    for name in COUNTED:
        expected = Counter(
            v for each in matching if passes(each, chosen, but=name) for v in values(each, name)
        )
        listed = {each.value: each.count for each in results.facets[name]}
        wanted = {"" if v == "not-stated" else v for v in chosen.get(name, ())}
        assert listed == {"": 0} | dict.fromkeys(wanted, 0) | expected
        assert results.facets[name][-1].value == ""
    index.close()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(batches=batches, offset=st.integers(0, 6), limit=st.integers(0, 6), sort=st.sampled_from(Sort))
def test_a_page_is_a_slice_of_the_whole_list(
    batches: list[tuple[list[Document], set[str]]], offset: int, limit: int, sort: Sort
) -> None:
    index = open_index("memory:")
    for mark, (added, gone) in enumerate(batches):
        index.apply(documents=added, gone=gone, mark=mark)
    whole = index.search(Search(text="tree road", sort=sort, limit=100)).hits
    page = index.search(Search(text="tree road", sort=sort, offset=offset, limit=limit)).hits
    assert page == whole[offset : offset + limit]
    index.close()
