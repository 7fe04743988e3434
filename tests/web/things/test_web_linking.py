"""A dataset's page shows what it is linked with, both ways, by titles; portals link by addresses of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BASE, Builder, serve, text
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from catalogue.ledger.addressed import datasets_at
from catalogue.ledger.clusters import follow_changes
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.model import DatasetSeries
from vocab.namespaces import DCAT, DCT

PORTAL = "https://data.leeds.example/dataset/"
YEARS = range(2010, 2024)
SERIES, FIRST, SECOND = (mint_id("leeds", name) for name in ("series", "y2010", "y2011"))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A made-up series of yearly datasets, each of which says what it belongs to and comes after."""
    ledger = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('links') / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("leeds", "Data Mill North")
        series = DatasetSeries(
            iri=f"{PORTAL}series",
            title=text("Spending by year"),
            series_member=tuple(f"{PORTAL}y{year}" for year in YEARS),
        )
        builder.dataset(portal, run, "series", series)
        for year in YEARS:
            one = DatasetSeries(
                iri=f"{PORTAL}y{year}",
                title=text(f"Spending {year}"),
                in_series=(f"{PORTAL}series",),
                prev=f"{PORTAL}y{year - 1}" if year > YEARS[0] else None,
                relation=("javascript:alert(1)", "https://elsewhere.example/a?b=1&c=2"),
            )
            builder.dataset(portal, run, f"y{year}", one)
    follow_changes(ledger)
    return ledger


@pytest.fixture(scope="module")
def visitor(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A visitor of the site over it."""
    app = serve(ledger, tmp_path_factory.mktemp("linked"))
    with TestClient(app, base_url=BASE) as client:
        yield client


def links_on(client: TestClient, identifier: str) -> dict[str, list[str]]:
    """What stands under each heading of the links of a page."""
    tree = html.fromstring(client.get(f"/dataset/{identifier}").text)
    (block,) = tree.xpath("//h2[@id='linked']/following-sibling::dl[1]")
    return {
        " ".join(term.text_content().split()): term.getnext().xpath(".//text()[normalize-space()]")
        for term in block.xpath("dt")
    }


def test_links_out_of_a_dataset_are_named_by_titles_and_lead_to_pages_here(visitor: TestClient) -> None:
    shown = links_on(visitor, SECOND)

    assert shown["In the series 1"] == ["Spending by year"]
    assert shown["Previous in the series 1"] == ["Spending 2010"]
    tree = html.fromstring(visitor.get(f"/dataset/{SECOND}").text)
    assert f"/dataset/{SERIES}" in tree.xpath("//main//dd/a/@href")


def test_what_leads_to_a_dataset_is_shown_on_its_page(visitor: TestClient) -> None:
    shown = links_on(visitor, FIRST)

    assert shown["Named as “Previous in the series” by 1"] == ["Spending 2011"]
    assert shown["Named as “Members” by 1"] == ["Spending by year"]


def test_of_many_there_are_a_few_the_count_and_the_way_to_all(visitor: TestClient) -> None:
    shown = links_on(visitor, SERIES)
    count = len(YEARS)

    assert len(shown[f"Members {count}"]) == 10 + 2  # and the words of the link to all
    into = shown[f"Named as “In the series” by {count}"][:10]
    assert len({one for one in into if one.startswith("Spending 20")}) == 10
    tree = html.fromstring(visitor.get(f"/dataset/{SERIES}").text)
    for address in tree.xpath("//dd/a[contains(., 'All')]/@href"):
        listed = visitor.get(address)
        assert listed.status_code == 200
        assert len(html.fromstring(listed.text).xpath("//main//ul[@class='plain']/li")) == count


def test_what_is_no_dataset_here_can_be_looked_up_and_a_script_is_only_told(visitor: TestClient) -> None:
    tree = html.fromstring(visitor.get(f"/dataset/{FIRST}").text)

    assert "javascript:alert(1)" in links_on(visitor, FIRST)["Related 2"]
    assert not [one for one in tree.xpath("//@href") if one.startswith("javascript")]
    (address,) = [one for one in tree.xpath("//dd/a/@href") if "elsewhere" in one]
    assert visitor.get(address).status_code == 200


def test_the_json_says_the_links_of_the_page(visitor: TestClient) -> None:
    said = visitor.get(f"/dataset/{FIRST}.json").json()["links"]

    (series,) = [one for one in said["outbound"] if one["property"] == DCAT.inSeries]
    assert series["to"] == [{"iri": f"{PORTAL}series", "title": "Spending by year", "dataset": SERIES}]
    assert {one["property"] for one in said["inbound"]} == {DCAT.prev, DCAT.seriesMember}
    assert DCT.relation in {one["property"] for one in said["outbound"]}


def test_an_address_means_a_dataset_however_it_is_written(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        found = datasets_at(
            connection,
            [f"{PORTAL}series/", "http://data.leeds.example/dataset/series#x", "https://x.example/", ""],
        )

    assert {one.id for one in found.values()} == {SERIES}
    assert len(found) == 2


def test_a_page_with_links_stays_small(visitor: TestClient) -> None:
    assert len(visitor.get(f"/dataset/{SERIES}").content) < 50_000
