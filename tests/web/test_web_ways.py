"""No dead ends: what a search that found nothing leads to."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

from catalogue.indexes.protocol import Meaning, Results
from catalogue.questions.question import Kind, Question, Sense
from web.finding import is_better
from web.reading import Asked
from web.ways import ways_out, wider_ways


def place(typed: str) -> Sense:
    """A made-up place of this name."""
    meaning = Meaning(typed=typed, values=(("place", "X1", 1.0),))
    return Sense(kind=Kind.PLACE, typed=typed, label=typed, code="X1", meaning=meaning)


def name(facet: str, value: str) -> str:
    """What a made-up value is called."""
    return f"{facet} {value}"


def tree_of(client: TestClient, address: str) -> html.HtmlElement:
    """A page as a tree."""
    return html.fromstring(client.get(address).text)


def told(tree: html.HtmlElement) -> str:
    """The words of the results."""
    return " ".join(tree.xpath("//section")[0].text_content().split())


def test_each_word_and_each_filter_can_be_left_out() -> None:
    asked = Asked(text="missed bins", chosen=(("format", "CSV"), ("theme", "ENVI")), page=4)
    ways = {way.said: way.asked for way in ways_out(asked, Question(text=asked.text), name)}
    assert list(ways) == [
        "without the filter “format CSV”",
        "without the filter “theme ENVI”",
        "without any filter",
        "without “missed”",
        "without “bins”",
    ]
    assert ways["without “missed”"] == Asked(text="bins", chosen=asked.chosen)
    assert ways["without the filter “format CSV”"] == Asked(text="missed bins", chosen=(("theme", "ENVI"),))


def test_no_way_out_asks_for_everything() -> None:
    assert ways_out(Asked(text="potholes"), Question(text="potholes"), name) == ()


def test_quoted_words_go_together_and_words_of_no_weight_are_no_way_out() -> None:
    asked = Asked(text='show me "council tax" bands of 2023')
    question = Question(text=asked.text, silent=("bands",))
    assert [way.asked.text for way in ways_out(asked, question, name)] == [
        "bands of 2023",
        'show me "council tax"',
    ]


def test_a_place_is_left_for_those_around_it_and_for_anywhere() -> None:
    asked = Asked(text="bins in West Ham 2023")
    question = Question(text=asked.text, senses=(place("West Ham"),), wider=("X2", "X3"))
    assert [(way.said, way.asked.text, way.asked.chosen) for way in wider_ways(asked, question, name)] == [
        ("in place X2", "bins 2023", (("place", "X2"),)),
        ("in place X3", "bins 2023", (("place", "X3"),)),
        ("from other councils", "bins 2023", ()),
    ]


def test_a_publisher_that_was_chosen_is_left_for_others() -> None:
    asked = Asked(text="bins", chosen=(("publisher", "york"), ("format", "CSV")))
    assert [way.asked for way in wider_ways(asked, Question(text="bins"), name)] == [
        Asked(text="bins", chosen=(("format", "CSV"),))
    ]


def test_a_place_that_is_all_that_was_asked_leads_wider_but_not_everywhere() -> None:
    question = Question(text="West Ham", senses=(place("West Ham"),), wider=("X2",))
    ways = ways_out(Asked(text="West Ham"), question, name)
    assert [way.asked for way in ways] == [Asked(chosen=(("place", "X2"),))]


def test_another_spelling_is_tried_and_said(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=allotmant")
    assert "Nothing has all of “allotmant”; these are for “allotment”." in told(tree)
    assert tree.xpath("//article//a[text()='Allotment waiting list']")
    assert tree.xpath("//a[.='Search for allotmant anyway']/@href") == ["/search?q=allotmant&exact=1"]
    found = client.get("/search.json?q=allotmant").json()
    assert (found["total"], found["respelt"]) == (1, "allotment")


def test_another_spelling_is_shown_where_something_has_all_its_words(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=allotmant+waiting")
    assert "Nothing has all of “allotmant waiting”; these are for “allotment waiting”." in told(tree)


@pytest.mark.parametrize(
    ("typed", "respelt", "better"),
    [
        ((0, False), (3, False), True),
        ((0, False), (3, True), True),
        ((0, False), (0, False), False),
        ((9, True), (3, False), True),
        ((9, True), (3, True), False),
        ((9, False), (30, False), False),
    ],
)
def test_another_spelling_is_better_where_it_finds_what_has_all_the_words(
    typed: tuple[int, bool], respelt: tuple[int, bool], better: bool
) -> None:
    found, other = (Results(total=n, hits=(), facets={}, relaxed=few) for n, few in (typed, respelt))
    assert is_better(other, found) is better


def test_what_was_typed_is_searched_for_anyway(client: TestClient) -> None:
    assert "Nothing was found" in told(tree_of(client, "/search?q=allotmant&exact=1"))
    assert client.get("/search.json?q=allotmant&exact=1").json()["total"] == 0


def test_a_feed_and_a_table_are_never_of_another_spelling(client: TestClient) -> None:
    assert b"<entry>" not in client.get("/search.atom?q=allotmant").content
    assert len(client.get("/search.csv?q=allotmant").text.splitlines()) == 1


def test_every_way_out_finds_as_much_as_it_says(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=allotment&format=CSV&publisher=council-1")
    ways = tree.xpath("//ul[contains(@class, 'ways')]/li")
    said = {each.xpath("a/@href")[0]: int(each.xpath("span/text()")[0].split()[0]) for each in ways}
    assert said["/search?q=allotment"] == 1
    for address, count in said.items():
        assert client.get(address.replace("/search?", "/search.json?")).json()["total"] == count > 0


def test_one_can_be_told_when_it_appears(client: TestClient) -> None:
    (feed,) = tree_of(client, "/search?q=zzzz").xpath("//a[.='Be told when it appears']/@href")
    assert feed == "/search.atom?q=zzzz"
    assert client.get(feed).headers["content-type"] == "application/atom+xml"
