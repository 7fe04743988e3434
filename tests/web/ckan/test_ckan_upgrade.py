"""While an index of an older form waits to be built anew, nobody is told that nothing has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.indexes.protocol import Document, open_index
from catalogue.indexes.schema import FORM
from web.app import build_app

BUILT = Document(id="a", title="Made up", changed="2026-01-01T00:00:00Z")


@pytest.fixture
def outdated(app: Starlette, tmp_path: Path) -> TestClient:
    """The site over an index that another version of this program wrote."""
    index = open_index(f"whoosh:{tmp_path / 'index'}")
    index.apply(documents=[BUILT], gone=(), mark=1)
    current = tmp_path / "index" / "current"
    current.write_text(current.read_text().replace(f'"form": {FORM}', f'"form": {FORM - 1}'))
    site = app.state.site
    parts = {"ledger": site.ledger, "store": site.store, "index": index}
    other = build_app(site.settings, vocabulary=site.vocabulary, **parts)
    other.state.site = replace(other.state.site, names=site.names)
    return TestClient(other, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "action", ["package_search", "tag_list", "group_list", "current_package_list_with_resources"]
)
def test_an_index_of_an_older_form_answers_no_client_of_ckan(outdated: TestClient, action: str) -> None:
    answer = outdated.get(f"/api/3/action/{action}")
    assert (answer.status_code, answer.json()["error"]["__type"]) == (503, "Search Connection Error")
    assert answer.headers["retry-after"]
    assert outdated.get("/search.json").status_code == 200
