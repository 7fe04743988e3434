"""What runs of words stand for: phrases, facets' values, years; and words that carry no weight."""

from __future__ import annotations

import pytest

from catalogue.indexes.protocol import Document, Hit, Index, Meaning, Search

BINS = Document(
    id="bins",
    title="Household waste collection rounds",
    publisher_label="Leeds City Council",
    within=("LDS", "YOR"),
)
TREES = Document(id="trees", title="Trees in parks", publisher_label="York", within=("YRK", "YOR"))
ROADS = Document(
    id="roads", title="Gritting routes", description="Routes in the winter of 2023.", covers=(2019, 2024)
)
RUBBISH = Document(id="rubbish", title="Rubbish", description="Odds and ends.", covers=(2001, 2002))
WASTE = Meaning(typed="rubbish", phrases=(("waste collection", 0.8), ("refuse", 0.8)))
LEEDS = Meaning(typed="Leeds", values=(("place", "LDS", 1.0),))


@pytest.fixture
def filled(index: Index) -> Index:
    index.apply(documents=[BINS, TREES, ROADS, RUBBISH], gone=(), mark=1)
    return index


def hits(index: Index, text: str, *meanings: Meaning, silent: tuple[str, ...] = ()) -> dict[str, Hit]:
    """The documents found, best first."""
    found = index.search(Search(text=text, meanings=meanings, silent=silent))
    return {hit.id: hit for hit in found.hits}


def test_a_run_is_met_by_its_own_words_or_a_phrase_that_stands_for_it(filled: Index) -> None:
    assert list(hits(filled, "rubbish", WASTE)) == ["rubbish", "bins"]
    assert list(hits(filled, "rubbish")) == ["rubbish"]


def test_a_phrase_must_stand_side_by_side(filled: Index) -> None:
    apart = Meaning(typed="rubbish", phrases=(("household rounds", 1.0),))
    assert list(hits(filled, "rubbish", apart)) == ["rubbish"]


def test_a_run_and_another_word_are_two_things_asked_for(filled: Index) -> None:
    assert list(hits(filled, "rubbish rounds", WASTE)) == ["bins", "rubbish"]


def test_a_place_is_met_by_its_code_and_by_its_name(filled: Index) -> None:
    york = Meaning(typed="york", values=(("place", "YRK", 1.0),))
    assert list(hits(filled, "trees York", york)) == ["trees"]
    assert list(hits(filled, "waste Leeds", LEEDS)) == ["bins"]
    unnamed = Meaning(typed="ebor", values=(("place", "YRK", 1.0),))
    assert list(hits(filled, "ebor", unnamed)) == ["trees"]


def test_a_wider_place_finds_what_lies_within(filled: Index) -> None:
    region = Meaning(typed="yorkshire", values=(("place", "YOR", 1.0),))
    assert set(hits(filled, "yorkshire", region)) == {"bins", "trees"}


def test_a_period_is_met_by_what_covers_it_and_by_its_years_as_words(filled: Index) -> None:
    def years(typed: str, first: int, last: int) -> list[str]:
        return list(hits(filled, typed, Meaning(typed=typed, years=(first, last))))

    assert years("2023", 2023, 2023) == ["roads"]
    assert years("2020", 2020, 2020) == ["roads"]
    assert years("1999 to 2001", 1999, 2001) == ["rubbish"]
    assert years("1990", 1990, 1990) == []


def test_what_is_not_needed_is_not_missed_but_lifts(index: Index) -> None:
    index.apply(
        documents=[Document(id=f"d{n}", title="Tree register", covers=(2000 + n, 2010)) for n in range(8)],
        gone=(),
        mark=1,
    )
    long = Meaning(typed="over time", years=(2000, 2010), needed=False)

    found = index.search(Search(text="tree register over time", meanings=(long,), silent=("over", "time")))

    assert [hit.id for hit in found.hits] == [f"d{n}" for n in range(8)]
    assert not found.relaxed


def test_silent_words_are_not_asked_for(filled: Index) -> None:
    found = filled.search(Search(text="how many trees", silent=("how", "many")))
    assert ([hit.id for hit in found.hits], found.relaxed) == (["trees"], False)


def test_silent_words_count_where_nothing_else_is_said(filled: Index) -> None:
    assert list(hits(filled, "routes", silent=("routes",))) == ["roads"]


def test_a_meaning_of_words_that_are_not_there_means_nothing(filled: Index) -> None:
    assert list(hits(filled, "trees", WASTE)) == ["trees"]
    assert list(hits(filled, '"rubbish"', WASTE)) == ["rubbish"]


def test_a_hit_says_what_stood_for_words_that_it_lacks(filled: Index) -> None:
    found = hits(filled, "rubbish", WASTE)
    assert (found["bins"].why, found["rubbish"].why) == (("waste collection",), ())
    assert hits(filled, "ebor", Meaning(typed="ebor", values=(("place", "YRK", 1.0),)))["trees"].why == (
        "place:YRK",
    )


def test_words_that_stand_for_others_are_marked_in_the_snippet(index: Index) -> None:
    index.apply(documents=[Document(id="a", title="A", description="All refuse lorries.")], gone=(), mark=1)
    snippet = hits(index, "rubbish", WASTE)["a"].snippet
    assert [piece.text for piece in snippet if piece.matched] == ["refuse"]


def test_a_run_that_nothing_knows_is_unknown_and_spelt_anew(filled: Index) -> None:
    odd = Meaning(typed="rubish", phrases=(("garbage", 1.0),))
    assert filled.search(Search(text="rubish", meanings=(odd,))).suggestion == "rubbish"


def test_a_title_of_which_every_word_was_asked_for_comes_before_one_of_many_more(index: Index) -> None:
    index.apply(
        documents=[
            Document(id="many", title="Public toilets libraries museums and parks"),
            Document(id="just", title="Toilets in public places"),
        ],
        gone=(),
        mark=1,
    )
    assert list(hits(index, "toilets public")) == ["just", "many"]


def test_fresher_data_comes_first_among_equals_only(index: Index) -> None:
    index.apply(
        documents=[
            Document(id="old", title="Street lights", modified="2001"),
            Document(id="new", title="Street lights", modified="2026-11-01"),
            Document(id="best", title="Lamp columns", description="Street", modified="1999"),
        ],
        gone=(),
        mark=1,
    )
    found = index.search(Search(text="street lights", today="2026-11-28"))
    assert [hit.id for hit in found.hits] == ["new", "old", "best"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("column:uprn", ["a"]),
        ("column:rounds", []),
        ("identifier:uprn", ["a"]),
        ("place:leeds", ["a"]),
        ("kind:ckan", ["a"]),
        ("language:cy", ["a"]),
        ("title:rounds", ["a"]),
    ],
)
def test_operators_look_in_their_own_part(index: Index, text: str, expected: list[str]) -> None:
    first = Document(
        id="a",
        title="Rounds",
        columns=("uprn",),
        identifiers=("uprn",),
        places=("Leeds",),
        kind="ckan",
        languages=("cy",),
    )
    index.apply(
        documents=[first, Document(id="b", title="", description="uprn leeds ckan cy")], gone=(), mark=1
    )
    assert list(hits(index, text)) == expected


def test_a_word_that_is_spelt_rightly_is_not_mended(filled: Index) -> None:
    assert filled.search(Search(text="rubish")).suggestion == "rubbish"
    assert filled.search(Search(text="rubish", spelt=("rubish",))).suggestion is None
