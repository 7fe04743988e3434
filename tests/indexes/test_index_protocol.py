"""What every index must do, whatever it is made of."""

from __future__ import annotations

import pytest

from catalogue.errors import SettingsError
from catalogue.indexes.protocol import Document, FacetValue, Index, Search, Sort, open_index

TREES = Document(
    id="trees",
    title="Tree Preservation Orders",
    description="All trees protected by an order in the city, with the date of confirmation.",
    publisher="leeds",
    publisher_label="Leeds City Council",
    formats=("CSV", "GeoJSON"),
    themes=("ENVI",),
    theme_labels="Environment",
    openness="open",
    licences=("OGL-UK-3.0",),
    portal="data-mill-north",
    modified="2024-05-01",
    added="2025-01-03T09:00:00Z",
    card={"title": "Tree Preservation Orders", "formats": ["CSV"], "rows": 12},
)
AREAS = Document(
    id="areas",
    title="Conservation Areas",
    description="Boundaries of conservation areas. Work on trees needs notice.",
    keywords=("heritage",),
    publisher="perth",
    publisher_label="Perth and Kinross Council",
    places=("Perth",),
    formats=("XLSX",),
    modified="2019",
    added="2025-01-02T09:00:00Z",
)
CYMRU = Document(
    id="cymru",
    title="Ailgylchu tŷ",
    alternatives=("Household recycling",),
    description="Canolfannau ailgylchu",
    distributions="site_name opening_hours",
    publisher="gwynedd",
    publisher_label="Cyngor Gwynedd",
    languages=("cy",),
    added="2025-01-01T09:00:00Z",
)


def found(index: Index, text: str, **more: object) -> list[str]:
    """The ids that a search finds, best first."""
    return [hit.id for hit in index.search(Search(text=text, **more)).hits]  # type: ignore[arg-type]


@pytest.fixture
def filled(index: Index) -> Index:
    index.apply(documents=[TREES, AREAS, CYMRU], gone=(), mark=7)
    return index


def numbered(count: int, **more: object) -> list[Document]:
    return [Document(id=f"n{n}", title=f"Register number {n}", **more) for n in range(count)]  # type: ignore[arg-type]


def test_an_index_that_was_never_written_is_empty(index: Index) -> None:
    results = index.search(Search(text="trees", facets=("publisher",)))
    assert (results.total, results.hits, index.mark()) == (0, (), 0)
    assert results.facets["publisher"] == (FacetValue(value="", count=0),)


def test_the_mark_is_that_of_the_last_batch(filled: Index) -> None:
    assert filled.mark() == 7


def test_a_document_is_replaced_by_its_id(filled: Index) -> None:
    filled.apply(documents=[Document(id="trees", title="Street lights")], gone=(), mark=8)
    assert found(filled, "lights") == ["trees"]
    assert found(filled, "preservation") == []
    assert filled.search(Search()).total == 3


def test_of_a_document_given_twice_in_a_batch_the_last_counts(index: Index) -> None:
    index.apply(
        documents=[Document(id="x", title="First"), Document(id="x", title="Second")], gone=(), mark=1
    )
    assert (found(index, "first"), found(index, "second")) == ([], ["x"])
    assert index.search(Search()).total == 1


def test_what_is_gone_is_found_no_more(filled: Index) -> None:
    filled.apply(documents=(), gone=["trees", "never-was"], mark=8)
    assert found(filled, "preservation") == []
    assert (filled.search(Search()).total, filled.mark()) == (2, 8)


def test_an_id_both_gone_and_given_stays(filled: Index) -> None:
    filled.apply(documents=[TREES], gone=["trees"], mark=8)
    assert found(filled, "preservation") == ["trees"]


def test_an_empty_batch_moves_the_mark_and_leaves_the_content(filled: Index) -> None:
    before = filled.generation()
    filled.apply(documents=(), gone=(), mark=9)
    assert (filled.mark(), filled.generation(), filled.search(Search()).total) == (9, before, 3)


def test_the_generation_is_another_after_every_change(filled: Index) -> None:
    names = [filled.generation()]
    filled.apply(documents=[TREES], gone=(), mark=8)
    names.append(filled.generation())
    filled.rebuild([TREES], mark=8)
    names.append(filled.generation())
    assert len(set(names)) == 3


def test_a_rebuild_holds_what_it_was_given_and_nothing_else(filled: Index) -> None:
    filled.rebuild([AREAS], mark=20)
    assert (found(filled, ""), filled.mark()) == (["areas"], 20)


def test_the_old_index_serves_while_the_new_one_is_built(filled: Index) -> None:
    seen: list[list[str]] = []

    def documents() -> list[Document]:
        seen.append(found(filled, "preservation"))
        return [AREAS]

    filled.rebuild((document for build in [documents] for document in build()), mark=8)
    assert seen == [["trees"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heritage", ["areas"]),
        ("PRESERVATION", ["trees"]),
        ("preserve", ["trees"]),
        ("order", ["trees"]),
        ("ty", ["cymru"]),
        ("tŷ", ["cymru"]),
        ("conserv", ["areas"]),
        ("recyclin", ["cymru"]),
        ("hours", ["cymru"]),
        ("perth conservation", ["areas"]),
        ("leeds trees", ["trees", "areas"]),
        ('"tree preservation"', ["trees"]),
        ('"preservation tree"', []),
        ('"orders all"', []),
        ('"orders city"', []),
        ('"order in the city"', ["trees"]),
        ("trees -conservation", ["trees"]),
        ('trees -"work on trees"', ["trees"]),
        ("title:trees", ["trees"]),
        ('title:"conservation areas"', ["areas"]),
        ("publisher:leeds", ["trees"]),
        ('publisher:"perth and kinross"', ["areas"]),
        ("trees publisher:perth", ["areas"]),
        ("trees -publisher:perth", ["trees"]),
        ("format:csv", ["trees"]),
        ("format:geojson", ["trees"]),
        ("licence:ogl", ["trees"]),
        ("portal:data-mill-north", ["trees"]),
        ("theme:envi", ["trees"]),
        ("theme:environment", ["trees"]),
        ("colour:heritage", ["areas"]),
        ("format: xlsx", []),
        ("TPO", ["trees"]),
        ("tpo leeds", ["trees"]),
        ("nowhere", []),
    ],
)
def test_a_text_finds(filled: Index, text: str, expected: list[str]) -> None:
    assert found(filled, text) == expected


def test_all_words_are_asked_for_when_enough_documents_have_them(index: Index) -> None:
    index.apply(documents=[*numbered(5), Document(id="other", title="Register of trees")], gone=(), mark=1)
    results = index.search(Search(text="register number"))
    assert (results.total, results.relaxed) == (5, False)


def test_most_words_are_enough_when_fewer_than_five_documents_have_all(index: Index) -> None:
    index.apply(documents=[*numbered(4), Document(id="other", title="Register of trees")], gone=(), mark=1)
    results = index.search(Search(text="register number"))
    assert (results.total, results.relaxed) == (5, True)
    assert results.hits[-1].id == "other"


def test_documents_with_all_words_come_before_those_with_most(index: Index) -> None:
    rare = Document(id="rare", title="Badger badger badger")
    both = Document(
        id="both", title="x", description="The register once had a badger. " + "Other words here. " * 30
    )
    index.apply(documents=[rare, both, *numbered(20)], gone=(), mark=1)
    assert found(index, "register badger")[0] == "both"


def test_a_common_word_alone_is_not_most_of_what_was_asked(index: Index) -> None:
    rare = [Document(id=f"rare{n}", title="Badger setts") for n in range(5)]
    index.apply(documents=[*rare, *numbered(50)], gone=(), mark=1)
    results = index.search(Search(text="register badger setts"))
    assert ({hit.id for hit in results.hits}, results.relaxed) == ({each.id for each in rare}, True)


def test_a_question_of_many_words_is_answered(filled: Index) -> None:
    text = "Where can I find out which of the older protected trees in our area have had confirmation?"
    results = filled.search(Search(text=text))
    assert (results.hits[0].id, results.relaxed) == ("trees", True)


def test_a_word_that_no_document_has_does_not_hide_the_others(filled: Index) -> None:
    results = filled.search(Search(text="preservation zzzz yyyy"))
    assert ([hit.id for hit in results.hits], results.relaxed) == (["trees"], True)


def test_a_phrase_is_never_relaxed(filled: Index) -> None:
    assert found(filled, '"tree preservation" heritage') == []


def test_a_text_without_a_word_to_look_for_finds_everything(filled: Index) -> None:
    assert filled.search(Search(text="the of")).total == 3


def test_a_word_in_the_title_outranks_one_in_the_description(filled: Index) -> None:
    assert found(filled, "trees") == ["trees", "areas"]


def test_an_exact_title_comes_first(index: Index) -> None:
    longer = Document(id="long", title="Core paths core paths core paths", description="Core paths. " * 9)
    index.apply(documents=[longer, Document(id="exact", title="Core Paths"), *numbered(5)], gone=(), mark=1)
    assert found(index, "core paths")[0] == "exact"


def test_words_side_by_side_outrank_the_same_words_apart(index: Index) -> None:
    apart = Document(id="apart", title="x", description="Paths near the core of town")
    together = Document(id="together", title="x", description="Near the core paths of town")
    index.apply(documents=[apart, together], gone=(), mark=1)
    assert found(index, "core paths") == ["together", "apart"]


def test_a_word_of_three_letters_is_an_acronym_only_in_capitals(index: Index) -> None:
    register = Document(id="register", title="Council asset register")
    index.apply(documents=[register, Document(id="car", title="Car parks")], gone=(), mark=1)
    assert (found(index, "car"), set(found(index, "CAR"))) == (["car"], {"car", "register"})


def test_a_misspelt_word_brings_a_suggestion(filled: Index) -> None:
    assert filled.search(Search(text="Conservatoin areas")).suggestion == "conservation areas"


def test_known_words_bring_no_suggestion(filled: Index) -> None:
    assert filled.search(Search(text="conservation areas")).suggestion is None


def test_a_snippet_says_which_part_it_is_taken_from(index: Index) -> None:
    index.apply(
        documents=[
            Document(id="a", title="Bins", description="Nothing of that.", columns=("UPRN", "Round")),
            Document(id="b", title="Bins", keywords=("UPRN",), description="UPRN of each bin."),
        ],
        gone=[],
        mark=1,
    )
    parts = {hit.id: hit.part for hit in index.search(Search(text="uprn")).hits}
    assert parts == {"a": "columns", "b": "description"}


def test_a_hit_returns_the_card_as_it_was_given(filled: Index) -> None:
    assert filled.search(Search(text="preservation")).hits[0].card == TREES.card


def test_a_snippet_marks_the_words_that_matched(filled: Index) -> None:
    fragments = filled.search(Search(text="confirmed orders")).hits[0].snippet
    assert [each.text for each in fragments if each.matched] == ["order", "confirmation"]
    assert "".join(each.text for each in fragments) == TREES.description


def test_a_snippet_comes_from_the_text_that_has_the_word(filled: Index) -> None:
    fragments = filled.search(Search(text="hours")).hits[0].snippet
    assert [each.text for each in fragments if each.matched] == ["hours"]


def test_a_snippet_of_a_long_text_is_the_piece_around_the_match(index: Index) -> None:
    text = "Filler words stand here. " * 40 + "A badger was seen. " + "More filler words. " * 40
    index.apply(documents=[Document(id="x", title="y", description=text)], gone=(), mark=1)
    fragments = index.search(Search(text="badgers")).hits[0].snippet
    shown = "".join(each.text for each in fragments)
    assert [each.text for each in fragments if each.matched] == ["badger"]
    assert shown.startswith("… ") and shown.endswith(" …") and len(shown) < 300


def test_pages_follow_one_another(index: Index) -> None:
    index.apply(documents=numbered(25), gone=(), mark=1)
    pages = [found(index, "register", offset=start, limit=10) for start in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({each for page in pages for each in page}) == 25


@pytest.mark.parametrize(("offset", "limit"), [(-5, -5), (0, 0), (10**9, 10**9)])
def test_a_page_outside_the_list_is_empty(filled: Index, offset: int, limit: int) -> None:
    results = filled.search(Search(offset=offset, limit=limit))
    assert (results.total, results.hits) == (3, ())


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.MODIFIED, ["trees", "areas", "cymru"]),
        (Sort.RELEVANCE, ["trees", "areas", "cymru"]),
        (Sort.ADDED, ["trees", "areas", "cymru"]),
        (Sort.TITLE, ["cymru", "areas", "trees"]),
        (Sort.PUBLISHER, ["cymru", "trees", "areas"]),
    ],
)
def test_a_sort_puts_what_is_not_stated_last(filled: Index, sort: Sort, expected: list[str]) -> None:
    filled.apply(documents=[Document(id="bare", title="Zebra")], gone=(), mark=8)
    ids = found(filled, "", sort=sort)
    assert [each for each in ids if each != "bare"] == expected
    assert ids.index("bare") >= 2


def test_a_facet_counts_its_own_values_without_its_own_filter(filled: Index) -> None:
    search = Search(filters={"publisher": ("leeds",)}, facets=("publisher", "format"))
    results = filled.search(search)
    assert results.total == 1
    assert {each.value: each.count for each in results.facets["publisher"]} == {
        "leeds": 1,
        "perth": 1,
        "gwynedd": 1,
        "": 0,
    }
    assert {each.value: each.count for each in results.facets["format"]} == {"CSV": 1, "GeoJSON": 1, "": 0}


def test_a_chosen_value_is_listed_at_nought(filled: Index) -> None:
    search = Search(text="heritage", filters={"format": ("CSV", "DOC")}, facets=("format",))
    assert filled.search(search).facets["format"] == (
        FacetValue(value="XLSX", count=1),
        FacetValue(value="CSV", count=0),
        FacetValue(value="DOC", count=0),
        FacetValue(value="", count=0),
    )


def test_not_stated_can_be_chosen(filled: Index) -> None:
    assert set(found(filled, "", filters={"licence": ("",)})) == {"areas", "cymru"}
    assert set(found(filled, "", filters={"openness": ("not-stated",)})) == {"areas", "cymru"}


def test_a_name_that_is_no_facet_is_an_error_of_the_caller(filled: Index) -> None:
    with pytest.raises(ValueError, match="'colour' is not a facet; known are publisher"):
        filled.search(Search(facets=("colour",)))


@pytest.mark.parametrize("url", ["solr:http://x", "whoosh", "whoosh:", ""])
def test_an_unknown_address_is_a_settings_error(url: str) -> None:
    with pytest.raises(SettingsError, match=r"whoosh:"):
        open_index(url)


def copy(name: str, portal: str, **more: object) -> Document:
    """One of several records of one dataset."""
    said = {"title": "Tree survey", "cluster": "first", "portal": portal, "formats": ("CSV",)} | more
    return Document(id=name, **said)  # type: ignore[arg-type]


COPIES = (
    copy("first", "leeds", leads=True, formats=("CSV", "XLSX")),
    copy("second", "collector", description="A survey of trees and of more trees"),
    copy("third", "another", formats=()),
    Document(id="other", title="Tree survey", portal="collector", formats=("CSV",)),
)


def test_a_dataset_that_several_portals_list_is_shown_once_and_the_first_stands_for_all(index: Index) -> None:
    index.apply(documents=COPIES, gone=(), mark=1)
    for text in ("tree", ""):
        results = index.search(Search(text=text))
        assert {hit.id for hit in results.hits} == {"first", "other"}
        assert (results.total, results.copies) == (2, 2)


def test_where_the_first_is_not_among_what_was_found_another_stands_for_it(index: Index) -> None:
    index.apply(documents=COPIES, gone=(), mark=1)
    assert found(index, "tree", filters={"portal": ("another",)}) == ["third"]
    assert len(found(index, "tree", filters={"portal": ("another", "collector")})) == 2


def test_every_copy_is_shown_where_that_is_asked_for(index: Index) -> None:
    index.apply(documents=COPIES, gone=(), mark=1)
    results = index.search(Search(text="tree", together=False, facets=("format",)))
    assert (results.total, results.copies) == (4, 0)
    assert results.facets["format"][0] == FacetValue(value="CSV", count=3)


def test_a_facets_count_is_what_a_click_on_it_shows_though_copies_are_shown_once(index: Index) -> None:
    index.apply(documents=[*COPIES, TREES, AREAS], gone=(), mark=1)
    names = ("format", "portal")
    facets = index.search(Search(text="tree", facets=names)).facets
    for name in names:
        for value in facets[name]:
            clicked = index.search(Search(text="tree", filters={name: (value.value,)}))
            assert clicked.total == value.count, (name, value)


def test_pages_of_datasets_shown_once_neither_overlap_nor_leave_one_out(index: Index) -> None:
    many = [
        Document(id=f"{n}-{at}", title=f"Survey {n:02}", portal=at, cluster=f"{n}-a", leads=at == "a")
        for n in range(15)
        for at in "abc"
    ]
    index.apply(documents=many, gone=(), mark=1)
    pages = [found(index, "survey", offset=start, limit=4) for start in range(0, 20, 4)]
    assert sorted(one for page in pages for one in page) == sorted(f"{n}-a" for n in range(15))
