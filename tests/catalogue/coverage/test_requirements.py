"""The requirements of the Transparency Code as data, and whom they concern."""

from __future__ import annotations

import pytest

from catalogue.coverage.matching import SILENT_FILE, WORDS_FILE
from catalogue.coverage.requirements import (
    REQUIREMENTS_FILE,
    Every,
    is_bound,
    load_requirements,
    read_table,
    requirements_for,
)
from vocab import load_vocabulary
from vocab.bodies import bodies_of

VOCABULARY = load_vocabulary()


def codes(slug: str) -> set[str]:
    """The requirements that concern a council of the vocabulary."""
    return {one.code for one in requirements_for(bodies_of(VOCABULARY).with_slug(slug))}


def test_the_code_has_sixteen_requirements_each_once() -> None:
    found = [one.code for one in load_requirements()]
    assert len(found) == len(set(found)) == 16


def test_spending_cards_tenders_and_contracts_are_quarterly_and_waste_contracts_once() -> None:
    often = {one.code: one.every for one in load_requirements()}
    quarterly = {code for code, every in often.items() if every is Every.QUARTERLY}
    assert quarterly == {"spending", "procurement-card", "tenders", "contracts"}
    assert [code for code, every in often.items() if every is Every.ONCE] == ["waste-contracts"]


def test_every_topic_and_service_of_a_requirement_is_one_of_the_vocabulary() -> None:
    for one in load_requirements():
        assert VOCABULARY.find("topic", one.topic), one.topic
        assert all(VOCABULARY.find("service", code) for code in one.services), one.services


def test_every_tier_of_a_requirement_is_one_of_the_list_of_councils() -> None:
    tiers = {council.facts.get("tier") for council in VOCABULARY.schemes["council"].concepts}
    assert all(one.tiers <= tiers for one in load_requirements())


def test_every_requirement_has_words_by_which_it_is_found() -> None:
    assert {row["requirement"] for row in read_table(WORDS_FILE)} == {one.code for one in load_requirements()}


@pytest.mark.parametrize("path", [REQUIREMENTS_FILE, WORDS_FILE, SILENT_FILE], ids=lambda path: path.name)
def test_a_table_states_its_source_licence_and_date(path: object) -> None:
    head = REQUIREMENTS_FILE.with_name(getattr(path, "name", "")).read_text("utf-8").split("\n", 12)
    said = " ".join(line for line in head if line.startswith("#"))
    assert all(word in said for word in ("Source:", "Licence:", "Date:"))


def test_a_district_must_publish_all_and_a_county_no_homes_or_waste_collection() -> None:
    everything = {one.code for one in load_requirements()}
    assert codes("colchester") == codes("leeds") == codes("camden") == everything
    assert codes("essex") == everything - {"social-housing", "waste-contracts"}


@pytest.mark.parametrize("slug", ["cardiff", "glasgow", "belfast", "cumbria"])
def test_the_code_binds_no_council_elsewhere_and_none_that_is_no_more(slug: str) -> None:
    body = bodies_of(VOCABULARY).with_slug(slug)
    assert body is not None
    assert not is_bound(body)
    assert requirements_for(body) == ()


def test_the_code_binds_nobody_that_we_do_not_know() -> None:
    assert not is_bound(None)
    assert requirements_for(None) == ()
