"""The application as a whole: its headers, its files, its health, its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from made_up_catalogue import BASE, BINS, open_site
from starlette.testclient import TestClient

from catalogue.errors import StoreUnavailable
from catalogue.stores import Query
from web.app import ROUTES
from web.cli import serve


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/dataset/{BINS}",
        f"/dataset/{BINS}.ttl",
        "/search.json",
        "/static/stook.css",
        "/nothing",
        "/sparql",
    ],
)
def test_every_response_says_what_a_browser_may_do_with_it(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_page_is_compressed_for_those_who_can_read_it(client: TestClient, encoding: str) -> None:
    with client.stream("GET", "/search", headers={"accept-encoding": encoding}) as response:
        assert response.headers["content-encoding"] == encoding
        assert "Accept-Encoding" in response.headers["vary"]
        assert "Accept" in response.headers["vary"].split(", ")


def test_files_at_an_address_that_names_their_content_are_kept_for_ever(client: TestClient) -> None:
    (address,) = html.fromstring(client.get("/").text).xpath("//link[@rel='stylesheet']/@href")
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/stook.css?v=other").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/queries", "/static/"]
)
def test_only_our_own_files_are_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_mark_and_the_rules_for_crawlers_are_there(client: TestClient) -> None:
    assert client.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /sparql" in client.get("/robots.txt").text


def test_health_says_how_far_each_projection_is(client: TestClient) -> None:
    said = client.get("/healthz").json()
    assert said["ok"] is True
    assert said["store"] == {"ok": True, "mark": said["last_change"], "behind": 0}
    assert said["index"] == {"ok": True, "mark": said["last_change"], "behind": 0}


def test_the_end_of_the_application_closes_what_it_reads(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    with TestClient(app, base_url=BASE) as client:
        assert client.get("/healthz").status_code == 200
    with pytest.raises(StoreUnavailable):
        app.state.site.store.query(Query(text="ASK {}", media_type="application/sparql-results+json"))


def test_every_route_is_shown_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "web" / "README.md").read_text(encoding="utf-8")
    first = {"/" + route.path.split("/")[1].partition(".")[0].partition("{")[0] for route in ROUTES}
    assert not [path for path in first if f"`{path}" not in readme]


def test_serve_says_which_setting_is_wrong_and_could_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STOOK_BIND", "nowhere")
    result = CliRunner().invoke(serve, [])
    assert result.exit_code == 2
    assert "STOOK_BIND" in result.output
