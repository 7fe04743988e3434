"""What a person may be about to ask for, and the description that tells browsers of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS, open_site
from starlette.testclient import TestClient

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def offered(client: TestClient, text: str) -> list[dict[str, object]]:
    """The suggestions for a text."""
    found: list[dict[str, object]] = client.get("/suggest", params={"q": text}).json()
    return found


def test_places_publishers_and_titles_are_in_one_list(client: TestClient) -> None:
    kinds = {(each["kind"], each["label"]) for each in offered(client, "leeds")}
    assert {("place", "Leeds"), ("publisher", "Leeds City Council")} <= kinds
    assert offered(client, "envi")[0] == {
        "kind": "theme",
        "label": "Environment",
        "about": "Theme · 1 dataset",
        "address": "/search?theme=ENVI",
        "datasets": 1,
    }


def test_a_title_leads_to_its_dataset(client: TestClient) -> None:
    (found,) = offered(client, "collection rounds")
    assert (found["label"], found["address"]) == ("Household bin collection rounds", f"/dataset/{BINS}")


def test_what_is_offered_has_as_many_datasets_as_it_says(client: TestClient) -> None:
    for text in ("l", "council", "e"):
        for each in offered(client, text):
            if each["kind"] != "title":
                address = str(each["address"]).replace("/search?", "/search.json?")
                assert client.get(address).json()["total"] == each["datasets"], each


def test_a_withdrawn_dataset_is_not_offered(client: TestClient) -> None:
    assert offered(client, "old parking") == []


def test_there_are_never_more_than_ten(client: TestClient) -> None:
    assert len(offered(client, "tree")) == 10


@pytest.mark.parametrize("text", ["", " ", "zzzz", "\x00", "<script>", "é" * 5000, '"', "%"])
def test_nothing_typed_is_an_error(client: TestClient, text: str) -> None:
    assert client.get("/suggest", params={"q": text}).status_code == 200


def test_browsers_read_the_same_list_in_their_form(client: TestClient) -> None:
    response = client.get("/suggest?q=leeds&format=opensearch")
    text, labels, abouts, addresses = response.json()
    assert response.headers["content-type"] == "application/x-suggestions+json"
    assert (text, len(labels)) == ("leeds", len(abouts))
    assert addresses[0] == f"{BASE}/search?place=E08000035"


def test_the_list_follows_the_index_once_somebody_has_asked(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    with TestClient(app, base_url=BASE) as client:
        assert offered(client, "allotment")
        site = app.state.site
        gone = [each["address"].rpartition("/")[2] for each in offered(client, "allotment")]
        with site.ledger.writing() as connection:
            connection.exec_driver_sql("UPDATE entries SET state = 'withdrawn' WHERE title LIKE 'Allotment%'")
        site.index.apply(documents=[], gone=gone, mark=99)
        offered(client, "anything")  # makes the list anew once it is answered
        assert offered(client, "allotment") == []


def described(client: TestClient) -> dict[str, str]:
    """The template of each media type."""
    response = client.get("/opensearch.xml")
    assert response.headers["content-type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314  # our own answer
    assert root.tag == f"{SPEC}OpenSearchDescription"
    assert len(root.findtext(f"{SPEC}ShortName") or "") <= 16
    return {each.attrib["type"]: each.attrib["template"] for each in root.iter(f"{SPEC}Url")}


@pytest.mark.parametrize("media_type", ["text/html", "application/atom+xml", "application/json"])
def test_every_form_that_is_described_answers_so(client: TestClient, media_type: str) -> None:
    template = described(client)[media_type]
    for page in ("1", ""):
        address = (
            template.replace("{searchTerms}", "bins").replace("{startPage?}", page).replace("{count?}", "")
        )
        response = client.get(address, headers={"accept": "text/html"})
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(media_type)
        assert "Household bin collection rounds" in response.text


def test_the_suggestions_that_are_described_answer_so(client: TestClient) -> None:
    address = described(client)["application/x-suggestions+json"].replace("{searchTerms}", "leeds")
    assert client.get(address).json()[0] == "leeds"


@pytest.mark.parametrize("path", ["/", "/search?q=bins", f"/dataset/{BINS}", "/status", "/nothing"])
def test_every_page_leads_to_the_description(client: TestClient, path: str) -> None:
    tree = html.fromstring(client.get(path, headers={"accept": "text/html"}).text)
    (link,) = tree.xpath("//head/link[@rel='search']")
    assert (link.get("type"), link.get("href")) == (
        "application/opensearchdescription+xml",
        "/opensearch.xml",
    )


def test_a_feed_says_which_part_of_how_many_it_is(client: TestClient) -> None:
    feed = ElementTree.fromstring(client.get("/search.atom?page=2&limit=10").content)  # noqa: S314
    said = {name: feed.findtext(f"{SPEC}{name}") for name in ("totalResults", "startIndex", "itemsPerPage")}
    assert said == {"totalResults": "48", "startIndex": "11", "itemsPerPage": "10"}
    assert feed.find(f"{ATOM}link[@rel='search']").attrib["href"] == f"{BASE}/opensearch.xml"  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/", "/search?q=bins"])
def test_the_box_is_a_form_that_a_script_adds_to(client: TestClient, path: str) -> None:
    tree = html.fromstring(client.get(path).text)
    (box,) = tree.xpath("//input[@name='q']")
    assert box.get("data-suggest") == "/suggest"
    assert box.xpath("ancestor::form/@action") == ["/search"]
