"""What the replays of time series share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vocab import Vocabulary, load_vocabulary


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of recorded portals."""
    folder = os.environ.get("STOOK_CORPUS")
    if not folder:
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    return Path(folder)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """What every replay maps words with."""
    return load_vocabulary()
