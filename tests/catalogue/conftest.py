"""Ledgers for the tests of the catalogue's core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up_ledger import Field, field_of

from catalogue.ledger.ledger import Ledger, open_ledger


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new ledger; to be copied, since making one takes longer than a test."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def ledger(empty_ledger: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of its own for each test."""
    path = shutil.copy(empty_ledger, tmp_path / "ledger.db")
    opened = open_ledger(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def field(ledger: Ledger) -> Field:
    """A ledger with one portal, never harvested."""
    return field_of(ledger)
