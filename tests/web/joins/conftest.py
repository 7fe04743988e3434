"""A site over a small made-up catalogue of which several datasets hold identifiers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_up_catalogue import BASE, fill, serve
from made_up_joins import add_joins
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.ledger.columns import follow_columns
from catalogue.ledger.ledger import open_ledger


@pytest.fixture(scope="session")
def joined_app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The site."""
    folder = tmp_path_factory.mktemp("joins")
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    fill(ledger)
    with ledger.writing() as connection:
        add_joins(connection)
    follow_columns(ledger)
    return serve(ledger, folder)


@pytest.fixture(scope="session")
def joined(joined_app: Starlette) -> Iterator[TestClient]:
    """A client of it."""
    with TestClient(
        joined_app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client
