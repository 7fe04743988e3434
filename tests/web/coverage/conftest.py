"""The site over councils of the real list with made-up datasets, opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from covered_councils import open_councils
from made_up_catalogue import BASE
from starlette.applications import Starlette
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def council_app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The site, read only."""
    return open_councils(tmp_path_factory.mktemp("councils"))


@pytest.fixture(scope="session")
def councils(council_app: Starlette) -> Iterator[TestClient]:
    """A client of it."""
    with TestClient(council_app, base_url=BASE, follow_redirects=False) as opened:
        yield opened
