"""A site whose portal waits for its officer, opened once and put back before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from managed_site import Managed, open_managed


@pytest.fixture(scope="package")
def opened_managed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Managed]:
    """The site."""
    with open_managed(tmp_path_factory.mktemp("managed")) as managed:
        yield managed


@pytest.fixture
def managed(opened_managed: Managed) -> Iterator[Managed]:
    """The site as a browser without cookies sees it."""
    opened_managed.begin_again()
    yield opened_managed
