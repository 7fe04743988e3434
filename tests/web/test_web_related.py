"""The same from other councils: what a title is about, and which titles are nearly the same."""

from __future__ import annotations

import pytest
from lxml import html
from made_up_catalogue import BINS, LEEDS_AREA
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from catalogue.indexes.protocol import Hit
from catalogue.model import Agent, Dataset, Location
from catalogue.values import Text
from vocab import load_vocabulary
from web.pages.cards import Card, make_card
from web.related import Subject, choose_relatives, related_search, subject_of

LEEDS = Agent(slug="leeds-city-council", name=(Text("Leeds City Council"),), spatial=(LEEDS_AREA,))


def words(title: str, publisher: Agent | None = LEEDS) -> str:
    """What a title of a publisher is about."""
    dataset = Dataset(title=(Text(title),), publisher=publisher)
    return subject_of(dataset, load_vocabulary(), today="2026-11-28").words


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Leeds tree surveys 2023", "tree surveys"),
        ("Tree surveys in Leeds", "tree surveys"),
        ("Leeds City Council: Council Tax bands", "council tax bands"),
        ("Council Tax", "council tax"),
        ("Leeds City Council", ""),
        ("York tree surveys", "york tree surveys"),
        ("Bins & recycling, since 2019", "bins recycling"),
        ("", ""),
    ],
)
def test_a_title_is_about_what_is_left_without_its_publisher_place_and_period(title: str, left: str) -> None:
    assert words(title) == left


def test_a_place_is_left_out_where_it_is_the_datasets_own() -> None:
    dataset = Dataset(title=(Text("Leeds tree surveys"),), spatial=(Location(iri=LEEDS_AREA),))
    assert subject_of(dataset, load_vocabulary(), today="2026-11-28").words == "tree surveys"


def test_what_its_own_publisher_has_is_not_asked_for() -> None:
    subject = Subject(words="tree surveys", themes=frozenset(), publisher="leeds-city-council")
    assert related_search(subject).text == 'tree surveys -publisher:"leeds-city-council"'


def card(publisher: str, title: str, *themes: str) -> Card:
    """A made-up dataset of another publisher."""
    said = {"title": title, "publisher": publisher.lower(), "publisher_label": publisher, "themes": themes}
    return make_card(Hit(id=title, score=1.0, card=said, snippet=()))


def chosen(*cards: Card, subject: str = "tree preservation orders") -> list[tuple[str, str]]:
    """Publisher and reason of what is taken for the same."""
    asked = Subject(words=subject, themes=frozenset(["ENVI"]), publisher="leeds")
    return [(each.publisher, each.why) for each in choose_relatives(asked, cards)]


@pytest.mark.parametrize(
    ("title", "themes", "why"),
    [
        ("Tree Preservation Orders", ("ENVI",), "the same title and theme"),
        ("Tree preservation order", (), "the same title"),
        ("Tree Preservation Orders", ("TRAN",), "the same title"),
        ("York Tree Preservation Orders 2021", ("ENVI",), "the same title and theme"),
        ("Tree Preservation Order points", ("ENVI",), "nearly the same title, and the same theme"),
        ("Tree Preservation Order points", (), "nearly the same title"),
    ],
)
def test_nearly_the_same_title_is_told_with_its_reason(title: str, themes: tuple[str, ...], why: str) -> None:
    assert chosen(card("York", title, *themes)) == [("York", why)]


@pytest.mark.parametrize(
    ("title", "themes"),
    [
        ("Trees", ("ENVI",)),
        ("Preservation of old buildings", ()),
        ("Tree Preservation Order points", ("TRAN",)),
    ],
)
def test_another_title_is_something_else(title: str, themes: tuple[str, ...]) -> None:
    assert chosen(card("York", title, *themes)) == []


def test_each_other_publisher_is_there_once_and_the_own_never() -> None:
    title = "Tree Preservation Orders"
    cards = (
        card("York", title),
        card("York", title),
        card("Leeds", title),
        card("", title),
        card("Hull", title),
    )
    assert [publisher for publisher, _ in chosen(*cards)] == ["York", "Hull"]


TREE = mint_id("many", "tree-0")


def test_a_page_links_the_same_from_others_and_all_of_it(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/dataset/{TREE}").text)
    said = [
        " ".join(each.text_content().split()) for each in tree.xpath("//ul[contains(@class, 'others')]/li")
    ]
    assert len(said) == 8
    assert all(each.startswith("Tree survey") and each.endswith("the same title") for each in said)
    assert not [each for each in said if "Council 0 " in each]
    (link,) = tree.xpath("//a[.='See all that others have of this']/@href")
    assert link == "/search?q=tree+survey"


def test_programs_read_the_same(client: TestClient) -> None:
    found = client.get(f"/dataset/{TREE}.json").json()["same_from_others"]
    assert len({each["publisher"] for each in found}) == len(found) == 8
    assert found[0]["why"] == "the same title"


def test_nothing_is_said_where_nobody_else_has_it(client: TestClient) -> None:
    assert "The same from other councils" not in client.get(f"/dataset/{BINS}").text
