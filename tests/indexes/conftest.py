"""The indexes that every rule of the contract is proved on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.indexes.protocol import Index, open_index


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of each kind."""
    opened = open_index("memory:" if request.param == "memory" else f"whoosh:{tmp_path / 'index'}")
    yield opened
    opened.close()
