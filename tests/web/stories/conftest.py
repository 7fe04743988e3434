"""A site with stories, opened once; each test begins without any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stories_site import Stories, open_stories


@pytest.fixture(scope="package")
def opened_stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """The site."""
    with open_stories(tmp_path_factory.mktemp("stories")) as site:
        yield site


@pytest.fixture
def stories(opened_stories: Stories) -> Iterator[Stories]:
    """The site as a browser without cookies sees it."""
    opened_stories.begin_again()
    yield opened_stories
    opened_stories.begin_again()
