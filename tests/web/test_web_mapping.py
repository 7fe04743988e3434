"""The mapping report: counts that agree with the ledger, as a page and for programs, and the datasets behind a word."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BASE, Builder, bins, open_site
from sqlalchemy import select, update
from starlette.testclient import TestClient

from catalogue.ledger.mapping import count_changes
from catalogue.ledger.schema import findings, portals
from web.pages.mapping import property_label, share

WORD = "weird <b>"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The made-up site, with a second portal and its words counted."""
    app = open_site(tmp_path_factory.mktemp("counted"))
    ledger = app.state.site.ledger
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("york", "York Open Data")
        builder.dataset(portal, run, "bins", bins(), slug="york")
        builder.finding(portal, run, "bins", "unknown-file-type")
        made = select(portals.c.id).where(portals.c.slug == "york").scalar_subquery()
        connection.execute(update(findings).where(findings.c.portal_id == made).values(published=WORD))
    count_changes(ledger)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


def tree_of(client: TestClient, address: str) -> html.HtmlElement:
    """A page as a tree."""
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 200, address
    return html.fromstring(answer.text)


def row_of(tree: html.HtmlElement, region: str, label: str) -> list[str]:
    """The cells beside a label."""
    for row in tree.xpath("//div[@aria-label=$region]//tbody/tr", region=region):
        if row.xpath("string(th)").strip() == label:
            return [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
    raise AssertionError(f"no row {label}")


PROPERTIES = "What is said, and how much of it is understood"
PORTALS = "The portal with the most unknown values first"
WORDS = "Words that nobody knows"


def test_the_page_says_what_the_other_forms_say(counted: TestClient) -> None:
    told = counted.get("/mapping.json").json()["properties"]
    of_format = [one for one in told if one["property"] == "distribution.format"]
    published, unmatched = (sum(one[name] for one in of_format) for name in ("published", "unmatched"))

    cells = row_of(tree_of(counted, "/mapping"), PROPERTIES, "Files: Format")
    assert cells[0] == str(published)
    assert cells[2] == str(unmatched)
    assert unmatched > 0


def test_the_table_is_csv_too(counted: TestClient) -> None:
    answer = counted.get("/mapping.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    told = counted.get("/mapping.json").json()["properties"]

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [(row["portal"], row["property"], int(row["mapped"])) for row in rows] == [
        (one["portal"], one["property"], one["mapped"]) for one in told
    ]
    assert all(int(row["published"]) == int(row["mapped"]) + int(row["unmatched"]) for row in rows)


def test_the_report_of_a_portal_holds_that_portal_alone(counted: TestClient) -> None:
    told = counted.get("/mapping.json?portal=york").json()
    assert {one["portal"] for one in told["properties"]} == {"york"}
    assert {slug for one in told["words"] for slug in one["portals"]} == {"york"}
    assert "York Open Data" in tree_of(counted, "/mapping?portal=york").xpath("string(//h1)")


def test_the_report_of_a_property_holds_that_property_alone(counted: TestClient) -> None:
    told = counted.get("/mapping/distribution.format.json").json()
    tree = tree_of(counted, "/mapping/distribution.format")

    assert {one["property"] for one in told["properties"]} == {"distribution.format"}
    assert {one["property"] for one in told["words"]} == {"distribution.format"}
    assert row_of(tree, PORTALS, "York Open Data")


def test_a_word_that_nobody_knows_leads_to_its_portals_and_datasets(counted: TestClient) -> None:
    tree = tree_of(counted, "/mapping")
    row = next(
        one
        for one in tree.xpath("//div[@aria-label=$region]//tbody/tr", region=WORDS)
        if WORD in one.text_content()
    )
    (datasets,) = row.xpath("td[4]/a/@href")

    assert "/mapping/distribution.format?portal=york" in row.xpath("td[5]/a/@href")
    listed = tree_of(counted, datasets)
    assert "Household bin collection rounds" in listed.xpath(
        "//h2[@id='word']/following-sibling::ul[1]//a/text()"
    )


def test_a_portal_leads_to_its_own_report(counted: TestClient) -> None:
    assert "/mapping?portal=york" in tree_of(counted, "/portal/york").xpath("//main//a/@href")


@pytest.mark.parametrize(
    "address", ["/mapping?portal=nothing", "/mapping/nothing", "/mapping/title?portal=nothing"]
)
def test_a_portal_or_property_that_there_is_not_is_not_found(counted: TestClient, address: str) -> None:
    assert counted.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/mapping?page=99", "/mapping?page=x", "/mapping/title", "/mapping/license?word=nothing&portal=york"],
)
def test_whatever_is_asked_the_page_is_there(counted: TestClient, address: str) -> None:
    assert tree_of(counted, address).xpath("//h1")


def test_before_anything_is_counted_the_page_says_so(client: TestClient) -> None:
    assert "Nothing has been counted yet" in tree_of(client, "/mapping").xpath("string(//main)")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "–"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (1, 3, "33.3 %"),
        (99_999, 100_000, "> 99.9 %"),
        (1, 100_000, "< 0.1 %"),
        (1, 2, "50 %"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("license", "Licence"),
        ("distribution.format", "Files: Format"),
        ("odd_word.other", "odd word: other"),
        ("publisher", "Publisher"),
    ],
)
def test_a_property_is_called_what_its_page_calls_it(name: str, label: str) -> None:
    assert property_label(name) == label
