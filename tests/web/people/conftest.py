"""A site with two portals and nobody signed in, opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from people_site import People, open_people


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """The site."""
    with open_people(tmp_path_factory.mktemp("people")) as people:
        yield people


@pytest.fixture
def people(opened: People) -> Iterator[People]:
    """The site as a browser without cookies sees it."""
    opened.begin_again()
    yield opened
