"""Every page can be asked for by its ending, whatever the Accept header says."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

PAGES = ("/status", "/views", "/views/newest-datasets", "/organisation", "/vocabulary", "/search", "/mapping")


@pytest.mark.parametrize("path", [*PAGES, "/changes", "/dumps", "/catalog", "/resource", "/developers"])
def test_a_page_may_be_asked_for_by_its_ending(client: TestClient, path: str) -> None:
    response = client.get(f"{path}.html", headers={"accept": "application/json"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", PAGES)
def test_the_page_by_its_ending_is_the_page_and_says_where_it_is(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"accept": "text/html"})
    ended = client.get(f"{path}.html")
    assert ended.text == plain.text
    assert ended.headers["link"] == plain.headers["link"]
    assert ".html" not in ended.headers["link"]


@pytest.mark.parametrize("path", ["/.html", "/healthz.html", "/data.json.html", "/nothing.html"])
def test_what_is_no_page_has_no_such_ending(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
