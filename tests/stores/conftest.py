"""A server for the stores that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from remote_oxigraph import Remote, running


@pytest.fixture(scope="session")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """One server for all tests, each of which empties it."""
    with running(tmp_path_factory.mktemp("remote")) as started:
        yield started


@pytest.fixture(scope="module")
def remote_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """One that no other test empties."""
    with running(tmp_path_factory.mktemp("kept")) as started:
        yield started
