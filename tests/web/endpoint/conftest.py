"""The session's catalogue served with limits that a test can reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_up_catalogue import BASE
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.settings import Settings
from web.app import build_app
from web.querying import Querying

Ask = Callable[..., TestClient]


class Clock:
    """Moves by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limited(app: Starlette, clock: Clock) -> Callable[..., Callable[[str], TestClient]]:
    """Makes a site of settings; what it gives makes a client of an address."""

    def make(**settings: object) -> Callable[[str], TestClient]:
        site = app.state.site
        made = Settings(base=BASE, home=site.settings.home, **settings)  # type: ignore[arg-type] # by name
        parts = {"ledger": site.ledger, "store": site.store, "index": site.index}
        other = build_app(made, vocabulary=site.vocabulary, **parts)
        other.state.site = replace(other.state.site, querying=Querying(made, site.store, clock))
        return lambda address: TestClient(
            other, base_url=BASE, client=(address, 4711), raise_server_exceptions=False
        )

    return make
