"""Queries made by rule seek what they say."""

from __future__ import annotations

from dataclasses import replace

from known_items import councils_and_topics, exact_titles
from made_up import BINS, DOCUMENTS, MADE_UP, PATHS


def test_an_exact_title_is_sought_where_no_other_dataset_has_it() -> None:
    twin = replace(BINS, id="holmshire/bins", title="LITTER bins")
    found = exact_titles(replace(MADE_UP, documents=(*DOCUMENTS, twin)))
    assert sorted(query.text for query in found.queries) == [
        "Grants for the arts",
        "Public footpaths",
        "Refuse collection days",
    ]
    assert found.judgments[found.queries[0].id].keys() <= {one.id for one in DOCUMENTS}


def test_a_council_is_sought_by_its_short_name_and_its_topic() -> None:
    found = councils_and_topics(MADE_UP)
    assert "Holmshire public footpaths" in {query.text for query in found.queries}


def test_a_topic_is_what_a_title_says_beside_its_council_and_asides() -> None:
    named = replace(PATHS, title="open data - Holmshire footpaths (updated 2023)")
    (query,) = councils_and_topics(replace(MADE_UP, documents=(named,))).queries
    assert query.text == "Holmshire footpaths"


def test_datasets_of_the_same_council_and_topic_are_all_that_is_sought() -> None:
    twin = replace(PATHS, id="holmshire/paths-2")
    found = councils_and_topics(replace(MADE_UP, documents=(PATHS, twin)))
    assert found.judgments == {found.queries[0].id: {PATHS.id: 1, twin.id: 1}}


def test_a_sample_does_not_depend_on_the_order_of_datasets() -> None:
    turned = replace(MADE_UP, documents=tuple(reversed(DOCUMENTS)))
    assert exact_titles(MADE_UP).queries == exact_titles(turned).queries
