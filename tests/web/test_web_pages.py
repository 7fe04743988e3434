"""What holds for every page: sound HTML, one heading, labelled controls, nothing inline, its other forms."""

from __future__ import annotations

import itertools
from html.parser import HTMLParser

import pytest
from lxml import html
from made_up_catalogue import BARE, BINS, EVIL_ID, GONE
from starlette.testclient import TestClient

PAGES = {
    "/": 200,
    "/search": 200,
    "/search?q=bins": 200,
    "/search?q=bins&format=CSV&licence=not-stated": 200,
    "/search?q=zzzz": 200,
    "/search?page=2": 200,
    "/search?page=9999": 200,
    f"/dataset/{BINS}": 200,
    f"/dataset/{EVIL_ID}": 200,
    f"/dataset/{BARE}": 200,
    f"/dataset/{GONE}": 410,
    "/status": 200,
    "/portal/leeds": 200,
    "/portal/leeds?code=date-unreadable": 200,
    "/portal/leeds?code=date-unreadable&page=7": 200,
    "/portal/leeds?page=900": 200,
    "/portal/empty": 200,
    "/portal/leeds/runs/1": 200,
    "/portal/leeds/runs/3": 200,
    "/organisation": 200,
    "/organisation/leeds-city-council": 200,
    "/organisation/leeds-city-council?page=9": 200,
    "/organisation/evil-council": 200,
    "/theme/ENVI": 200,
    "/vocabulary": 200,
    "/vocabulary?q=open": 200,
    "/vocabulary?q=zzzz": 200,
    "/vocabulary?q=open&page=99": 200,
    "/vocabulary/theme?q=road": 200,
    "/vocabulary/council?letter=S": 200,
    "/vocabulary/council?former=1": 200,
    "/vocabulary/function": 200,
    "/vocabulary/identifier/uprn": 200,
    "/vocabulary/place/E12000003": 200,
    "/vocabulary/theme/TRAN?page=9": 200,
    "/search?q=bins&concept=licence/ogl-3.0&concept=theme": 200,
    "/mapping": 200,
    "/quality": 200,
    "/quality/known-licence": 200,
    "/quality/beauty": 404,
    "/mapping/license?word=OGL3": 200,
    "/mapping?portal=leeds&page=4": 200,
    "/vocabulary/licence": 200,
    "/vocabulary/council?page=99": 200,
    "/vocabulary/licence/ogl-3.0": 200,
    "/vocabulary/media-type/application%2Fjson": 200,
    "/sparql": 200,
    "/sparql?query=SELECT * {?s ?p ?o} LIMIT 3": 200,
    "/sparql?query=ASK {}": 200,
    "/sparql?query=CONSTRUCT WHERE {?s ?p ?o} LIMIT 3": 200,
    "/sparql?query=nonsense": 400,
    "/nothing": 404,
    "/dataset/nothing": 404,
    "/organisation/nothing": 404,
    "/portal/nothing": 404,
    "/portal/leeds/runs/99": 404,
    "/portal/leeds/runs/x": 404,
    "/theme/NOTHING": 404,
    "/vocabulary/nothing": 404,
    "/vocabulary/licence/nothing": 404,
    "/static/nothing.css": 404,
}

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
}


class Balanced(HTMLParser):
    """Fails at the first end tag that does not close what was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        if tag not in VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag, (tag, self.getpos())


@pytest.fixture(params=PAGES, scope="module")
def page(request: pytest.FixtureRequest, client: TestClient) -> str:
    """The HTML of each page in turn."""
    response = client.get(request.param, headers={"accept": "text/html"})
    assert response.status_code == PAGES[request.param]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def test_tags_are_balanced(page: str) -> None:
    parser = Balanced()
    parser.feed(page)
    assert parser.opened == []


def test_there_is_one_h1_and_no_heading_level_is_skipped(page: str) -> None:
    levels = [int(each.tag[1]) for each in html.fromstring(page).xpath("//h1|//h2|//h3|//h4")]
    main = html.fromstring(page).xpath("//main//h1")
    assert len(main) == levels.count(1) == 1
    in_main = [
        int(each.tag[1])
        for each in html.fromstring(page).xpath("//main//*[self::h1 or self::h2 or self::h3]")
    ]
    assert all(after - before <= 1 for before, after in itertools.pairwise(in_main))


def test_every_control_has_a_label(page: str) -> None:
    tree = html.fromstring(page)
    for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert control.xpath("ancestor::label") or tree.xpath(
            "//label[@for=$name]", name=control.get("id", "-")
        )


def test_links_and_buttons_say_where_they_lead(page: str) -> None:
    for each in html.fromstring(page).xpath("//a|//button"):
        assert each.text_content().strip() or each.get("aria-label")


def test_nothing_is_inline_and_every_link_is_safe(page: str) -> None:
    tree = html.fromstring(page)
    assert not tree.xpath("//style|//*[@style]|//iframe|//object|//embed")
    assert all(address.startswith("/portal/") for address in tree.xpath("//img/@src"))
    for script in tree.xpath("//script[not(@type='application/ld+json')]"):
        assert script.get("src").startswith("/static/") and not script.text
    assert not [name for each in tree.iter() for name in each.attrib if str(name).startswith("on")]
    schemes = {
        address.partition(":")[0]
        for address in tree.xpath("//@href|//@action")
        if ":" in address.split("/")[0]
    }
    assert schemes <= {"http", "https", "mailto"}


def test_ids_are_unique_and_point_somewhere(page: str) -> None:
    tree = html.fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    fragments = {each[1:] for each in tree.xpath("//@href") if each.startswith("#")}
    assert fragments <= set(ids)


def test_it_is_small(page: str) -> None:
    assert len(page.encode()) < 50_000


def test_languages_of_texts_are_said(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/dataset/{BINS}").text)
    assert tree.xpath("//*[@lang='cy']")[0].text_content() == "Rowndiau casglu biniau"
    assert tree.get("lang") == "en-GB"


THINGS = [
    f"/dataset/{BINS}",
    f"/dataset/{EVIL_ID}",
    f"/dataset/{BARE}",
    "/portal/leeds",
    "/portal/empty",
    "/portal/leeds/runs/2",
    "/organisation/leeds-city-council",
    "/theme/ENVI",
    "/vocabulary/licence",
    "/vocabulary/licence/ogl-3.0",
    "/vocabulary/media-type/application%2Fjson",
]
TYPES = {
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("address", THINGS)
def test_every_thing_has_every_form_by_suffix_and_by_accept(
    client: TestClient, address: str, suffix: str
) -> None:
    by_suffix = client.get(f"{address}.{suffix}")
    by_accept = client.get(address, headers={"accept": TYPES[suffix].partition(";")[0]})
    assert (by_suffix.status_code, by_suffix.headers["content-type"]) == (200, TYPES[suffix])
    assert by_accept.headers["content-type"] == TYPES[suffix]
    assert by_accept.headers["vary"].lower().startswith("accept")


@pytest.mark.parametrize("address", THINGS)
def test_the_alternates_of_a_thing_are_there(client: TestClient, address: str) -> None:
    response = client.get(address, headers={"accept": "text/html"})
    tree = html.fromstring(response.text)
    # a feed lists what happened to a thing, and is no form of it
    alternates = tree.xpath("//head/link[@rel='alternate'][@type!='application/atom+xml']")
    assert [each.get("type") for each in alternates] == [each.partition(";")[0] for each in TYPES.values()]
    for each in alternates:
        assert client.get(each.get("href")).headers["content-type"].startswith(each.get("type"))
        assert f'<{each.get("href")}>; rel="alternate"' in response.headers["link"]


@pytest.mark.parametrize("address", ["/status.json", "/organisation.json", "/vocabulary.json", "/healthz"])
def test_lists_are_json_too(client: TestClient, address: str) -> None:
    assert client.get(address).json()


@pytest.mark.parametrize(
    "address", ["/", *THINGS, "/search?q=bins", "/status", "/static/stook.css", "/search.csv"]
)
def test_a_form_that_the_client_has_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    other = client.get(address, headers={"if-none-match": '"other"'})
    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""


@pytest.mark.parametrize("address", [*THINGS, "/", "/search?q=bins", "/sparql", "/healthz"])
def test_head_answers_as_get_does(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.status_code == get.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


def test_a_page_of_publishers_beyond_the_last_says_so(client: TestClient) -> None:
    answer = client.get("/organisation?page=9")
    assert answer.status_code == 200
    assert "There is no page 9 of this list" in answer.text
