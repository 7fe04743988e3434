"""The site over a catalogue that answers every stored query, opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answered_catalogue import open_answered
from made_up_catalogue import BASE
from starlette.applications import Starlette
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The site."""
    return open_answered(tmp_path_factory.mktemp("answered"))


@pytest.fixture(scope="session")
def asker(answered: Starlette) -> Iterator[TestClient]:
    """A client that sees what a program would see, errors included."""
    with TestClient(answered, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened
