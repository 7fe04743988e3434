"""What of the requirements is covered, who are peers, and what they publish besides."""

from __future__ import annotations

from datetime import date

from catalogue.coverage.covering import Candidate, Covered, cover, not_here
from catalogue.coverage.matching import match_title
from catalogue.coverage.peers import MOST, likely_peers, region_of
from catalogue.coverage.requirements import load_requirements
from catalogue.coverage.subjects import subject_reader
from vocab import load_vocabulary
from vocab.bodies import bodies_of, slug_of

VOCABULARY = load_vocabulary()
BODIES = bodies_of(VOCABULARY)
TODAY = date(2026, 11, 28)


def covered(*titles: str, modified: str = "") -> dict[str, Covered]:
    """The requirements by their codes, for datasets of these titles."""
    candidates = [
        Candidate(id=f"d{number}", title=title, covers="", modified=modified, fits=match_title(title))
        for number, title in enumerate(titles)
    ]
    return {one.requirement.code: one for one in cover(load_requirements(), candidates, TODAY)}


def test_each_requirement_is_told_once_in_the_order_of_the_code() -> None:
    assert list(covered()) == [one.code for one in load_requirements()]
    assert {one.state for one in covered().values()} == {"not-found"}


def test_the_latest_of_several_files_stands_for_them_all() -> None:
    found = covered("Spend over £500 Q3 2026", "Spend over £500 2023/24", "Spend over £500 Q2 2026")[
        "spending"
    ]
    assert found.best is not None
    assert (found.state, found.best.id, len(found.found)) == ("current", "d0", 3)


def test_what_is_there_for_long_ago_only_is_old_and_says_of_when() -> None:
    found = covered("Spend over £500 2022/23", "Spend over £500 2023")["spending"]
    assert found.best is not None
    assert (found.state, found.best.currency.day) == ("old", date(2023, 12, 31))


def test_what_is_sure_goes_before_what_is_likely() -> None:
    found = covered("Spending 2026", "Spend over £500")["spending"]
    assert found.best is not None
    assert (found.best.id, found.best.fit.sure, found.state) == ("d1", True, "undated")


def test_one_dataset_may_answer_two_requirements() -> None:
    found = covered("Senior salaries and pay multiple", modified="2026-10-01")
    assert {code for code, one in found.items() if one.best} == {"senior-salaries", "pay-multiple"}


def test_what_peers_publish_is_counted_by_how_many_do_and_never_what_one_has() -> None:
    peers = [{"trees": 1, "bins": 4}, {"trees": 2, "schools": 1}, {"trees": 1, "bins": 1}]
    assert not_here({"trees": 1}, peers, least=2) == {"bins": 2}
    assert not_here({}, peers, least=1) == {"trees": 3, "bins": 2, "schools": 1}


def test_peers_are_of_the_same_kind_in_the_same_region() -> None:
    boroughs = ("barnet", "brent", "camden", "islington")
    slugs = ("leeds", "barnet", "brent", "colchester", "camden", "islington", "essex")
    assert likely_peers(BODIES.with_slug("camden"), slugs, VOCABULARY) == tuple(
        slug for slug in boroughs if slug != "camden"
    )


def test_where_the_region_has_few_the_nation_is_asked() -> None:
    found = likely_peers(BODIES.with_slug("leeds"), ("bradford", "manchester", "camden"), VOCABULARY)
    assert found == ("bradford", "manchester")
    assert likely_peers(BODIES.with_slug("glasgow"), ("edinburgh", "cardiff"), VOCABULARY) == (
        slug_of(BODIES.with_slug("edinburgh")),  # type: ignore[arg-type]
    )


def test_a_body_that_nobody_knows_has_no_peers_and_nobody_has_more_than_eight() -> None:
    every = [slug_of(one) for one in VOCABULARY.schemes["council"].concepts]
    assert likely_peers(None, every, VOCABULARY) == ()
    assert len(likely_peers(BODIES.with_slug("camden"), every, VOCABULARY)) == MOST


def test_the_region_of_a_district_is_that_of_its_county() -> None:
    colchester, cardiff = BODIES.with_slug("colchester"), BODIES.with_slug("cardiff")
    assert colchester is not None
    assert cardiff is not None
    assert region_of(colchester, VOCABULARY) == "E12000006"
    assert region_of(cardiff, VOCABULARY) == ""


def test_the_subject_of_a_title_is_the_longest_topic_named() -> None:
    read = subject_reader(VOCABULARY)
    assert read("Cycle parking in Ashcombe") == {"cycle-parking"}
    assert read("Nothing of note") == frozenset()
