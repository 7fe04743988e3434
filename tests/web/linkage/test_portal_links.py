"""How links stand, on the page of a dataset, in the list of a portal and in the metrics."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS, EVIL, open_site
from sqlalchemy import Connection, insert, select, update
from starlette.testclient import TestClient

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.links import Link, follow_links
from catalogue.ledger.quality_schema import checked_links, link_checks, link_uses
from catalogue.linkage.leading import link_digest
from catalogue.linkage.standing import State
from web.pages.link_told import say_state

FILE, PAGE = "https://data.leeds.example/bins.csv", "https://data.leeds.example/bins"
DAY = "2026-11-{:02}T09:30:00Z"
SAID_404 = "answered 404 (Not Found)"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site, after some checks: the file of a dataset is dead, its page works, and sixty others fail."""
    folder = tmp_path_factory.mktemp("checked")
    app = open_site(folder)
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    _check(ledger)
    ledger.close()
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


def _check(ledger: Ledger) -> None:
    follow_links(ledger)
    with ledger.writing() as connection:
        dead = {"state": "dead", "since": DAY.format(19), "failures": 3, "first_failure": DAY.format(12)}
        _stand(connection, FILE, dead | {"status": 404, "remark": SAID_404, "checked": DAY.format(19)})
        _stand(connection, PAGE, {"state": "works", "since": DAY.format(1), "checked": DAY.format(20)})
        for at, outcome in ((5, "works"), (12, "failed"), (15, "failed"), (19, "failed")):
            _note(connection, FILE, DAY.format(at), outcome, SAID_404 if outcome == "failed" else "")
        for n in range(60):
            url = f"https://files.example/{n}.csv?{EVIL if n == 0 else ''}"
            row = {"digest": link_digest(url), "url": url, "host": "files.example", "state": "failing"}
            row |= {"failures": 1, "first_failure": DAY.format(3), "checked": DAY.format(3), "remark": EVIL}
            number = connection.execute(insert(checked_links).values(row | {"since": DAY.format(3)}))
            assert number.inserted_primary_key
            use = {"link_id": number.inserted_primary_key[0], "entry_id": BINS, "portal": "leeds"}
            connection.execute(insert(link_uses).values(use | {"role": "access"}))


def _stand(connection: Connection, url: str, values: dict[str, object]) -> None:
    mine = checked_links.c.digest == link_digest(url)
    assert connection.execute(update(checked_links).where(mine).values(values)).rowcount == 1


def _note(connection: Connection, url: str, at: str, outcome: str, remark: str) -> None:
    number = connection.scalar(select(checked_links.c.id).where(checked_links.c.digest == link_digest(url)))
    told = {"link_id": number, "at": at, "method": "GET", "outcome": outcome, "remark": remark}
    connection.execute(insert(link_checks).values(told))


def words(text: str) -> str:
    return " ".join(html.fromstring(text).xpath("string(//main)").split())


def test_the_page_of_a_dataset_says_of_each_address_how_it_stands(checked: TestClient) -> None:
    page = checked.get(f"/dataset/{BINS}")
    assert page.status_code == 200
    said = words(page.text)
    assert f"Failed three times since 12 Nov 2026: {SAID_404}; it last worked on 5 Nov 2026" in said
    assert "Worked on 20 Nov 2026" in said


def test_the_history_of_an_address_stands_behind_it_newest_first(checked: TestClient) -> None:
    tree = html.fromstring(checked.get(f"/dataset/{BINS}").text)
    (box,) = tree.xpath("//div[@class='stands'][.//span[@class='bad']]/details")
    assert [" ".join(one.text_content().split()) for one in box.xpath(".//li")] == [
        f"19 Nov 2026, 09:30 UTC: failed: {SAID_404} (GET)",
        f"15 Nov 2026, 09:30 UTC: failed: {SAID_404} (GET)",
        f"12 Nov 2026, 09:30 UTC: failed: {SAID_404} (GET)",
        "5 Nov 2026, 09:30 UTC: worked (GET)",
    ]


def test_an_address_that_nobody_asked_is_shown_without_a_word(client: TestClient) -> None:
    assert 'class="stands"' not in client.get(f"/dataset/{BINS}").text


def test_the_broken_links_of_a_portal_are_listed_the_worst_first(checked: TestClient) -> None:
    page = checked.get("/portal/leeds/links")
    tree = html.fromstring(page.text)
    assert tree.xpath("string(//h1)") == "Broken links"
    shown = tree.xpath("//main//ul[contains(@class, 'records')]/li/a/@href")
    assert (len(shown), shown[0]) == (50, FILE)
    assert tree.xpath("//main//ul[contains(@class, 'records')]/li[1]/p/a/@href") == [f"/dataset/{BINS}"]
    second = html.fromstring(checked.get("/portal/leeds/links?page=2").text)
    assert len(second.xpath("//main//ul[contains(@class, 'records')]/li/a")) == 11
    assert "There is no page 9" in words(checked.get("/portal/leeds/links?page=9").text)


def test_what_a_portal_or_a_server_wrote_is_escaped(checked: TestClient) -> None:
    assert "<script" not in checked.get("/portal/leeds/links").text


@pytest.mark.parametrize(("name", "count"), [("dead", 1), ("failing", 60), ("works", 1), ("unknown", 0)])
def test_links_that_stand_otherwise_are_listed_when_they_are_named(
    checked: TestClient, name: str, count: int
) -> None:
    said = checked.get(f"/portal/leeds/links.json?state={name}").json()
    assert (said["total"], len(said["links"]), said["next"]) == (count, count, None)
    assert {one["state"] for one in said["links"]} <= {name}
    assert checked.get(f"/portal/leeds/links?state={name}").status_code == 200


def test_programs_get_since_when_what_was_found_and_who_leads_there(checked: TestClient) -> None:
    (dead,) = checked.get("/portal/leeds/links.json?state=dead").json()["links"]
    assert dead | {"datasets": None, "due": None} == {
        "url": FILE,
        "state": "dead",
        "since": DAY.format(19),
        "failures": 3,
        "first_failure": DAY.format(12),
        "status": 404,
        "remark": SAID_404,
        "media_type": None,
        "length": None,
        "leads_to": None,
        "checked": DAY.format(19),
        "due": None,
        "count": 1,
        "datasets": None,
    }
    assert dead["datasets"][0]["iri"] == f"{BASE}/dataset/{BINS}"
    rows = list(csv.DictReader(checked.get("/portal/leeds/links.csv?state=dead").text.splitlines()))
    assert (rows[0]["url"], rows[0]["datasets"]) == (FILE, f"{BASE}/dataset/{BINS}")


def test_a_state_that_is_none_lists_what_is_broken(checked: TestClient) -> None:
    plain = checked.get("/portal/leeds/links.json").json()
    assert plain["total"] == 61
    assert checked.get("/portal/leeds/links.json?state=sad").json() == plain


def test_a_portal_that_is_none_has_no_links(checked: TestClient) -> None:
    assert checked.get("/portal/nowhere/links").status_code == 404
    assert "There are none." in words(checked.get("/portal/empty/links").text)


def test_the_metrics_count_links_by_how_they_stand(checked: TestClient) -> None:
    told = checked.get("/metrics").text
    for line in (
        'stook_links{state="dead"} 1.0',
        'stook_links{state="failing"} 60.0',
        "stook_links_taken 0.0",
    ):
        assert line in told


@pytest.mark.parametrize(
    ("state", "failures", "said"),
    [
        (State.WORKS, 0, "Worked on"),
        (State.UNKNOWN, 0, "Could not be checked on"),
        (State.FAILING, 1, "Failed once, on"),
        (State.FAILING, 2, "Failed twice since"),
        (State.DEAD, 3, "Failed three times since"),
        (State.DEAD, 17, "Failed 17 times since"),
    ],
)
def test_a_state_in_words(state: State, failures: int, said: str) -> None:
    link = Link(
        **dict.fromkeys(("url", "host", "since", "remark", "media_type", "leads_to", "checked", "due"), ""),
        id=1,
        status=None,
        length=None,
        first_failure=DAY.format(1),
        state=state,
        failures=failures,
    )
    assert say_state(link) == said
