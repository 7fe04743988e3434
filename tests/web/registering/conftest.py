"""A site without datasets, where portals are checked and registered, opened once; each test has links of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from registering_site import Desk, open_desk


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The site, with a worker's side that the tests play."""
    with open_desk(tmp_path_factory.mktemp("registering")) as desk:
        yield desk


@pytest.fixture
def desk(opened: Desk) -> Iterator[Desk]:
    """The site as a browser without cookies sees it."""
    opened.client.cookies.clear()
    yield opened
    opened.begin_again()
