"""One address for each thing, and every form of it: by the end of the address, else by the Accept header."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from answered_graphs import read_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from made_up_catalogue import BASE, BINS, GONE
from starlette.testclient import TestClient

from web.negotiation import ATOM, HTML, JSON, RDF_FORMS, THING_FORMS, Form

THINGS = (
    f"/dataset/{BINS}",
    "/organisation/leeds-city-council",
    "/portal/leeds",
    "/portal/leeds/runs/2",
    "/vocabulary/theme",
    "/vocabulary/theme/ENVI",
    "/vocabulary/licence/cc-by-4.0",
    "/theme/ENVI",
)
LINK = re.compile(r'<([^>]*)>; rel="([a-z]+)"(?:; type="([^"]*)")?')
SHARED = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def links_of(header: str) -> Iterator[tuple[str, str, str]]:
    """Relation, media type and address of each link of a header."""
    return ((relation, media_type, address) for address, relation, media_type in LINK.findall(header))


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("form", THING_FORMS, ids=lambda form: form.name)
def test_the_end_of_the_address_wins_over_the_header(client: TestClient, thing: str, form: Form) -> None:
    other = "text/turtle" if form is not THING_FORMS[2] else "text/html"
    ended = client.get(thing + form.ending, headers={"accept": other})
    asked = client.get(thing, headers={"accept": form.media_type})

    assert (ended.status_code, asked.status_code) == (200, 200)
    assert ended.headers["content-type"].startswith(form.media_type)
    assert ended.headers["vary"].startswith("Accept")
    assert ended.content == asked.content
    assert ended.headers["etag"] == asked.headers["etag"]


@pytest.mark.parametrize("thing", THINGS)
def test_every_form_has_a_validator_of_its_own_and_names_the_others(client: TestClient, thing: str) -> None:
    answers = {form: client.get(thing + form.ending) for form in THING_FORMS}

    assert len({one.headers["etag"] for one in answers.values()}) == len(THING_FORMS)
    for form, answer in answers.items():
        links = list(links_of(answer.headers["link"]))
        (canonical,) = [address for relation, _, address in links if relation == "canonical"]
        forms = [one for one in links if "_profile=" not in one[2]]  # other forms, not other descriptions
        named = {media_type for relation, media_type, _ in forms if relation == "alternate"}
        assert named == {one.media_type for one in THING_FORMS} - {form.media_type}
        assert client.get(canonical.removeprefix(BASE)).status_code == 200
        for relation, media_type, address in links:
            if relation in ("alternate", "describedby"):
                assert client.get(address).headers["content-type"].startswith(media_type)


@pytest.mark.parametrize("thing", THINGS)
def test_a_conditional_request_or_one_for_the_head_costs_no_body(client: TestClient, thing: str) -> None:
    for form in THING_FORMS:
        whole = client.get(thing + form.ending)
        head = client.head(thing + form.ending)
        fresh = client.get(thing + form.ending, headers={"if-none-match": whole.headers["etag"]})

        assert (fresh.status_code, fresh.content) == (304, b"")
        assert fresh.headers["etag"] == head.headers["etag"] == whole.headers["etag"]
        assert fresh.headers["vary"].startswith("Accept")
        assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, text/html"', "jsonld"),
        ("application/ld+json;q=0.4, text/turtle;q=0.5", "ttl"),
        ("application/xml", "rdf"),
        ("text/plain", "nt"),
        ("application/json, */*;q=0.1", "json"),
        ("text/html;q=0, */*;q=0.5", "json"),
    ],
)
def test_qualities_wildcards_and_parameters_are_understood(
    client: TestClient, accept: str, form: str
) -> None:
    (expected,) = [one for one in THING_FORMS if one.name == form]

    answer = client.get(f"/dataset/{BINS}", headers={"accept": accept})

    assert answer.headers["content-type"].startswith(expected.media_type)


def test_406_lists_every_form_with_its_address(client: TestClient) -> None:
    answer = client.get(f"/dataset/{BINS}", headers={"accept": "image/png"})

    assert answer.status_code == 406
    assert answer.headers["vary"].startswith("Accept")
    available = answer.json()["available"]
    assert [one["type"] for one in available] == [form.media_type for form in THING_FORMS]
    for one in available:
        assert client.get(one["address"], headers={"accept": one["type"]}).status_code == 200


@pytest.mark.parametrize(
    "thing", ["/dataset/x.y", f"/dataset/{BINS}.xlsx", "/portal/leeds.owl", "/theme/ENVI.n3"]
)
def test_an_unknown_end_of_an_address_is_answered_with_those_that_there_are(
    client: TestClient, thing: str
) -> None:
    answer = client.get(thing, headers={"accept": "application/json"})

    assert answer.status_code == 404
    assert answer.json()["suffixes"] == [form.ending for form in THING_FORMS]
    assert ".ttl" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (f"/dataset/{BINS}/", f"/dataset/{BINS}"),
        (f"/dataset/{BINS}/?page=2&x=%2F", f"/dataset/{BINS}?page=2&x=%2F"),
        (f"/dataset/{BINS.upper()}", f"/dataset/{BINS}"),
        (f"/Dataset/{BINS}.ttl", f"/dataset/{BINS}.ttl"),
        ("/portal/LEEDS/runs/2/", "/portal/leeds/runs/2"),
        ("/Status", "/status"),
        ("/vocabulary/theme/", "/vocabulary/theme"),
        ("/vocabulary/theme/envi.ttl", "/vocabulary/theme/ENVI.ttl"),
        ("/theme/envi?page=2", "/vocabulary/theme/ENVI?page=2"),
    ],
)
def test_a_slash_or_large_letters_too_many_lead_to_the_address_and_keep_the_query(
    client: TestClient, asked: str, address: str
) -> None:
    answer = client.get(asked)

    assert (answer.status_code, answer.headers["location"]) == (308, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "asked", ["//evil.example/", "//evil.example/dataset/", "/nothing/", "/\\evil.example/"]
)
def test_nothing_leads_away_from_the_site(client: TestClient, asked: str) -> None:
    assert client.get(f"{BASE}{asked}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/place/e08000035", "/vocabulary/place/E08000035"),
        ("/place/E08000035.ttl?x=1", "/vocabulary/place/E08000035.ttl?x=1"),
    ],
)
def test_a_short_address_is_not_the_thing_and_leads_there_in_the_form_asked_for(
    client: TestClient, asked: str, address: str
) -> None:
    answer = client.get(asked)

    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("thing", [*THINGS, f"/dataset/{GONE}"])
def test_the_rdf_forms_say_the_same_and_name_the_thing(client: TestClient, thing: str) -> None:
    graphs = [read_graph(client.get(thing + form.ending)) for form in RDF_FORMS]

    assert len({len(graph) for graph in graphs}) == 1
    assert len(graphs[0])


def test_a_page_names_its_own_address_and_its_other_forms(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/dataset/{BINS}?x=1").text)

    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/dataset/{BINS}"]
    forms = {form.media_type for form in (JSON, *RDF_FORMS)}
    stories = {ATOM.media_type}  # the feed of what good came of it, which is no form of the dataset
    assert set(tree.xpath("//link[@rel='alternate']/@type")) == forms | stories


def test_a_body_whose_datasets_have_all_gone_keeps_its_page(client: TestClient) -> None:
    answer = client.get("/organisation/cardiff")

    assert answer.status_code == 200
    assert "0 datasets" in answer.text


def is_what_it_says(content_type: str, body: bytes) -> bool:
    """Whether a body can be read as its media type."""
    match content_type.partition(";")[0]:
        case HTML.media_type:
            return bool(html.fromstring(body.decode()).xpath("//h1"))
        case "application/rdf+xml":
            return etree.fromstring(body) is not None
        case "application/json" | "application/problem+json" | "application/ld+json":
            return body[:1] in b"{["
        case "text/turtle" | "application/n-triples":
            return body[:1] in b"<@_" or not body
        case _:
            return False


RANGES = st.builds(
    lambda name, quality, more: name + more + quality,
    st.sampled_from(
        [*(form.media_type for form in THING_FORMS), "*/*", "text/*", "application/*", "x", '"', "a/b"]
    ),
    st.sampled_from(["", ";q=0", ";q=0.5", ";q=1", ";q=2", "; Q = 0.3", ";q="]),
    st.sampled_from(["", ';profile="a,b;q=0"', ";charset=utf-8", ';x="', ";;"]),
)


@SHARED
@given(
    thing=st.sampled_from(
        [*THINGS, f"/dataset/{GONE}", "/status", "/organisation", "/vocabulary", "/nothing"]
    ),
    accept=st.lists(RANGES, max_size=5).map(", ".join),
)
def test_whatever_is_accepted_the_answer_is_of_the_type_it_names(
    client: TestClient, thing: str, accept: str
) -> None:
    answer = client.get(thing, headers={"accept": accept})

    assert answer.status_code in (200, 404, 406, 410)
    assert "Accept" in answer.headers["vary"].split(", ")
    assert is_what_it_says(answer.headers["content-type"], answer.content)


@SHARED
@given(
    where=st.sampled_from(
        [
            "dataset",
            "organisation",
            "portal",
            "portal/leeds/runs",
            "theme",
            "place",
            "identifier",
            "vocabulary",
        ]
    ),
    name=st.text(st.sampled_from("aZ0.-/\\%?#<>\"' é\u202e\x00\n"), max_size=12),
    ending=st.sampled_from(["", ".ttl", ".json", ".html", ".x", "/", "."]),
)
def test_whatever_name_an_address_has_the_answer_is_a_plain_one(
    client: TestClient, where: str, name: str, ending: str
) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in (name + ending).encode())
    answer = client.get(f"/{where}/{quoted}")

    assert answer.status_code in (200, 303, 308, 404)
    assert "Accept" in answer.headers.get("vary", "Accept")
    assert not answer.headers.get("location", "/x").startswith("//")
