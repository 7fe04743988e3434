"""Who is who: pairs by evidence, one to one, in whatever order the traces come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.identity.matching import Pair, match_traces
from catalogue.identity.traces import Clue, Trace, fold_address, fold_title, kind_of, trace_of
from catalogue.model import Dataset, Distribution
from catalogue.values import Text, Typed

ITEM = "9b466c006f98476db286d5a628a9d308"
UUID = "81e8f43a-939a-4eff-b79a-03bddb2c5e75"


def trace(
    key: str, title: str, *addresses: str, issued: str = "", page: str = "", position: int = 0, name: str = ""
) -> Trace:
    """The trace of a made-up dataset."""
    dataset = Dataset(
        title=(Text(title),),
        issued=Typed(issued) if issued else None,
        landing_page=(page,) if page else (),
        identifier=(Typed(name),) if name else (),
        distribution=tuple(Distribution(access_url=(address,)) for address in addresses),
    )
    return trace_of(key, dataset, position=position)


def kinds(one: Trace) -> set[Clue]:
    return {kind_of(clue) for clue in one.clues}


def keys(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return sorted((pair.gone, pair.come) for pair in pairs)


def certain(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return keys(tuple(pair for pair in pairs if not pair.doubt))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("http://data.example/Sets/1/", "https://www.data.example/sets/1"),
        ("https://data.example/a?x=1&amp;y=2", "HTTPS://DATA.EXAMPLE/a?x=1&y=2"),
    ],
)
def test_an_address_is_the_same_whatever_its_scheme_case_and_last_slash(before: str, after: str) -> None:
    assert fold_address(before) == fold_address(after)


def test_a_title_is_the_same_whatever_its_case_accents_and_punctuation() -> None:
    assert fold_title("Caf\u00e9s &amp; Bars - 2020") == fold_title("CAFES & bars_2020")
    assert fold_title("***") == "***"


@pytest.mark.parametrize(
    "address",
    [
        f"https://x.example/datasets/{ITEM}_3.csv",
        f"https://x.example/home/item.html?id={ITEM}&sublayer=3",
        f"https://x.example/api/download/v1/items/{ITEM}/csv?layers=3",
    ],
)
def test_an_item_is_found_in_every_address_and_its_layer_where_it_is_named_beside(address: str) -> None:
    assert Clue.ITEM in kinds(trace("k", "T", address))


def test_a_uuid_in_a_download_is_an_item() -> None:
    assert Clue.ITEM in kinds(trace("k", "T", f"https://x.example/dataset/{UUID}/resource/a.csv"))


def test_a_short_number_is_no_name() -> None:
    assert Clue.NAME not in kinds(trace("12", "T", name="12"))


def test_a_key_written_otherwise_is_certain_whatever_else_changed() -> None:
    gone = trace("http://data.example/sets/bins", "Bins")
    come = trace("https://data.example/sets/bins", "Household waste")
    assert certain(match_traces([gone], [come])) == [(gone.key, come.key)]


@pytest.mark.parametrize(
    "same",
    [
        {"issued": "2020-01-01"},
        {"page": "https://x.example/parks"},
        {"name": "urn:parks:2020"},
    ],
)
def test_a_title_with_one_more_thing_in_common_is_certain(same: dict[str, str]) -> None:
    (pair,) = match_traces([trace("a", "Parks", **same)], [trace("b", "Parks", **same)])  # type: ignore[arg-type]
    assert (pair.gone, pair.come, pair.doubt) == ("a", "b", "")


def test_a_title_that_nobody_else_has_is_certain_unless_two_things_speak_against_it() -> None:
    old = {"issued": "2020-01-01"}
    assert certain(match_traces([trace("a", "Parks")], [trace("b", "Parks")])) == [("a", "b")]
    (pair,) = match_traces(
        [trace("a", "Parks", "https://x.example/1", **old)],  # type: ignore[arg-type]
        [trace("b", "Parks", "https://x.example/2", issued="2021-01-01")],
    )
    assert pair.doubt == "another address and another day of issue"


def test_a_title_that_a_dataset_still_listed_has_too_is_not_enough() -> None:
    gone, come, stays = trace("a", "Parks"), trace("b", "Parks"), trace("c", "Parks")
    assert match_traces([gone], [come], staying=set(stays.clues)) == ()


def test_what_every_dataset_of_the_portal_says_tells_nobody_apart() -> None:
    home = "https://portal.example/"
    gone, come = trace("a", "Parks", home, page=home), trace("b", "Roads", home, page=home)
    stays = trace("c", "Trees", home, page=home)
    assert match_traces([gone], [come], staying=set(stays.clues)) == ()


def test_a_new_title_over_the_same_downloads_of_the_same_day_is_the_same_dataset() -> None:
    addresses = ("https://x.example/1.csv", "https://x.example/1.json")
    gone = trace("a", "Parks 2019", *addresses, issued="2019-05-01")
    come = trace("b", "Green spaces", *addresses, issued="2019-05-01")
    (pair,) = match_traces([gone], [come])
    assert (pair.evidence, pair.doubt) == ("the same day of issue, 2 of 2 addresses", "")


def test_layers_of_one_item_are_told_apart() -> None:
    gone = [trace(f"{ITEM}_{n}", f"Layer {n}") for n in range(4)]
    come = [trace(f"https://x.example/maps/{ITEM}_{n}", f"Layer {n}") for n in range(4)]
    assert certain(match_traces(gone, come)) == [
        (f"{ITEM}_{n}", f"https://x.example/maps/{ITEM}_{n}") for n in range(4)
    ]


def test_another_layer_of_the_same_item_is_another_dataset() -> None:
    assert match_traces([trace(f"{ITEM}_3", "Roads")], [trace(f"{ITEM}_4", "Trees")]) == ()


def test_an_item_is_certain_whatever_its_title() -> None:
    (pair,) = match_traces([trace(ITEM, "Roads")], [trace(f"https://x.example/maps/{ITEM}", "Streets")])
    assert (pair.evidence, pair.doubt) == ("the same item", "")


def test_one_dataset_listed_several_times_is_paired_by_place_for_certain() -> None:
    address = "https://x.example/1.csv"
    gone = [trace(f"a{n}", "Parks", address, position=n) for n in range(3)]
    come = [trace(f"b{2 - n}", "Parks", address, position=n) for n in range(3)]
    pairs = match_traces(gone, come)
    assert certain(pairs) == [("a0", "b2"), ("a1", "b1"), ("a2", "b0")]
    assert pairs[0].evidence == "the same title, 1 of 1 addresses, place on the list"


def test_one_title_many_times_and_little_else_is_doubtful_and_who_is_over_is_left() -> None:
    gone = [trace(f"a{n}", "Parks", issued="2020-01-01", position=n) for n in range(2)]
    come = [trace(f"b{n}", "Parks", issued="2020-01-01", position=n) for n in range(3)]
    pairs = match_traces(gone, come)
    assert keys(pairs) == [("a0", "b0"), ("a1", "b1")]
    assert {pair.doubt for pair in pairs} == {"others match as well"}


def test_a_shared_address_under_another_title_is_no_proposal_where_it_is_not_certain() -> None:
    address = "https://x.example/service"
    gone = [trace(f"a{n}", f"Parks {n}", address, issued="2020-01-01") for n in range(2)]
    come = [trace(f"b{n}", f"Roads {n}", address, issued="2020-01-01") for n in range(3)]
    assert match_traces([gone[0]], [trace("b", "Roads", address, issued="2021-01-01")]) == ()
    assert [pair.doubt for pair in match_traces(gone, come)] == []


def test_a_refused_pair_is_not_proposed_again() -> None:
    assert match_traces([trace("a", "Parks")], [trace("b", "Parks")], never={("a", "b")}) == ()


def test_what_a_crowd_shares_costs_nothing() -> None:
    gone = [trace(f"gone-{n}", "Untitled") for n in range(3000)]
    come = [trace(f"come-{n}", "Untitled") for n in range(3000)]
    assert match_traces(gone, come) == ()


WORDS = st.sampled_from(["Parks", "Roads", "Trees", "Polling stations of the city"])
MADE_UP = st.builds(
    lambda title, links, issued, place: (title, links, issued, place),
    WORDS,
    st.lists(st.sampled_from([f"https://x.example/{n}" for n in range(4)]), max_size=3),
    st.sampled_from(["", "2020-01-01", "2021-02-03"]),
    st.integers(0, 9),
)


def side(letter: str, rows: list[tuple[str, list[str], str, int]]) -> list[Trace]:
    return [
        trace(f"{letter}{n}", title, *links, issued=issued, position=place)
        for n, (title, links, issued, place) in enumerate(rows)
    ]


@given(st.lists(MADE_UP, max_size=8), st.lists(MADE_UP, max_size=8), st.randoms())
def test_pairs_are_one_to_one_and_do_not_depend_on_order(rows: list, others: list, chance: object) -> None:  # type: ignore[type-arg]
    gone, come = side("a", rows), side("b", others)
    pairs = match_traces(gone, come)
    assert len({pair.gone for pair in pairs}) == len({pair.come for pair in pairs}) == len(pairs)
    chance.shuffle(gone)  # type: ignore[attr-defined]
    chance.shuffle(come)  # type: ignore[attr-defined]
    assert sorted(match_traces(gone, come), key=repr) == sorted(pairs, key=repr)


@given(st.lists(MADE_UP, max_size=8, unique_by=lambda row: row[0]))
def test_datasets_of_distinct_titles_under_new_keys_are_each_themselves(rows: list) -> None:  # type: ignore[type-arg]
    assert certain(match_traces(side("a", rows), side("b", rows))) == [
        (f"a{n}", f"b{n}") for n in range(len(rows))
    ]
