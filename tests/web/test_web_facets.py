"""Filters: which values a box shows, what they are called, and how a long list is narrowed."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

from catalogue.indexes.protocol import FacetValue
from web.pages.facets import FacetBox, make_box
from web.reading import Asked


def box(name: str, counts: dict[str, int], asked: Asked | None = None) -> FacetBox:
    """A facet with these counts, its values called as they are written, with large letters."""
    values = tuple(FacetValue(value=value, count=count) for value, count in counts.items())
    return make_box(
        name, values, asked or Asked(), lambda _, value: value.title().replace("-", " ") or "Not stated"
    )


def shown(one: FacetBox) -> list[tuple[str, int]]:
    """Value and count of each checkbox."""
    return [(each.value, each.count) for each in one.choices]


MANY = {f"council-{number:02}": 100 - number for number in range(40)} | {"": 3}


def test_the_ten_most_frequent_are_shown_and_what_says_nothing() -> None:
    made = box("publisher", MANY)
    assert [value for value, _ in shown(made)] == [f"council-{n:02}" for n in range(10)] + ["not-stated"]
    assert (made.rest, made.many) == (30, True)


def test_what_is_chosen_is_shown_however_rare() -> None:
    made = box("publisher", MANY, Asked(chosen=(("publisher", "council-39"),)))
    assert ("council-39", 61) in shown(made)
    assert made.rest == 29


def test_what_says_nothing_is_shown_even_where_there_is_none_of_it() -> None:
    assert shown(box("kind", {"ckan": 5, "": 0})) == [("ckan", 5), ("not-stated", 0)]


@pytest.mark.parametrize("within", ["council 3", "3", "COUNCIL-3"])
def test_a_name_narrows_the_list_by_the_beginnings_of_its_words(within: str) -> None:
    made = box("publisher", MANY, Asked(within=(("publisher", within),)))
    assert [value for value, _ in shown(made)] == [f"council-{number}" for number in range(30, 40)]
    assert made.within == within and made.rest == 0 and made.open


def test_a_narrowed_list_keeps_what_is_chosen() -> None:
    asked = Asked(chosen=(("publisher", "council-05"),), within=(("publisher", "39"),))
    assert [value for value, _ in shown(box("publisher", MANY, asked))] == ["council-05", "council-39"]


def test_a_list_of_one_is_not_narrowed_for_another() -> None:
    made = box("place", MANY, Asked(within=(("publisher", "39"),)))
    assert len(made.choices) == 11


def test_ages_stand_in_their_own_order() -> None:
    made = box("freshness", {"older": 9, "3-years": 4, "30-days": 1, "": 4})
    assert shown(made) == [("30-days", 1), ("3-years", 4), ("older", 9), ("not-stated", 4)]


def test_an_area_around_all_the_others_comes_after_them() -> None:
    made = box("place", {"kingdom": 9, "island": 9, "county": 7, "town": 2, "": 3})
    assert [value for value, _ in shown(made)] == ["county", "town", "kingdom", "island", "not-stated"]


def test_a_box_stands_open_once_something_in_it_is_chosen() -> None:
    assert not box("language", {"ENG": 1}).open
    assert box("language", {"ENG": 1}, Asked(chosen=(("language", "ENG"),))).open


def tree_of(client: TestClient, address: str) -> html.HtmlElement:
    """A page as a tree."""
    return html.fromstring(client.get(address).text)


def labels(tree: html.HtmlElement, name: str) -> list[str]:
    """What the checkboxes of a facet are called."""
    return tree.xpath(f"//label[input[@name='{name}']]/span[1]/text()")


def test_places_and_ages_are_said_by_name(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=household+bin")
    assert "Leeds" in labels(tree, "place")
    assert labels(tree, "freshness") == ["Within 30 days", "Not stated"]
    assert labels(tree, "openness") == ["Open", "Not open", "Not stated"]
    assert labels(tree, "identifier")[0] == "Unique Property Reference Number"


def test_several_values_of_a_facet_are_any_of_them(client: TestClient) -> None:
    one = client.get("/search.json?publisher=council-1").json()["total"]
    two = client.get("/search.json?publisher=council-1&publisher=council-2").json()["total"]
    assert two == 2 * one > 0


def test_a_long_list_has_a_box_to_find_in_it_without_a_script(client: TestClient) -> None:
    tree = tree_of(client, "/search?in-publisher=council+2")
    assert tree.xpath("//input[@name='in-publisher']/@value") == ["council 2"]
    names = labels(tree, "publisher")
    assert "Council 20" in names and not [each for each in names if each == "Council 1"]
    assert not tree_of(client, "/search?q=household+bin").xpath("//input[@name='in-publisher']")


def test_the_data_of_a_year_is_fresh_or_not_by_the_day_of_the_site(client: TestClient) -> None:
    assert client.get("/search.json?freshness=30-days").json()["total"] == 1
    assert client.get("/search.json?freshness=older").json()["total"] == 0
