"""When the dumps of a day are due, and that they are made once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.dumps.making import turn
from catalogue.dumps.sets import list_sets
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.settings import Settings
from harvester.dumping import due_day, dump_in_process

sys.path.append(str(Path(__file__).parents[1] / "web"))
from made_up_catalogue import fill

DAY, NOON = "2026-11-28", "2026-11-28T12:00:00Z"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a catalogue, as the environment names it."""
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def ledger(home: Path) -> Iterator[Ledger]:
    """Its ledger, with the made-up catalogue."""
    opened = open_ledger(Settings(home=home).ledger_url)
    fill(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "hour, now, due",
    [(3, f"{DAY}T02:59:59Z", ""), (3, f"{DAY}T03:00:00Z", DAY), (-1, NOON, ""), (0, NOON, DAY)],
)
def test_they_are_due_once_their_hour_has_come(
    home: Path, ledger: Ledger, hour: int, now: str, due: str
) -> None:
    assert due_day(Settings(home=home, dumps_hour=hour), ledger, now=now) == due


def test_they_are_not_due_while_they_are_being_made(home: Path, ledger: Ledger) -> None:
    settings = Settings(home=home)
    settings.dumps_path.mkdir()
    with turn(settings.dumps_path):
        assert due_day(settings, ledger, now=NOON) == ""
    assert due_day(settings, ledger, now=NOON) == DAY


def test_none_are_due_before_the_first_harvest(home: Path) -> None:
    empty = open_ledger(f"sqlite:///{home / 'empty.db'}")
    assert due_day(Settings(home=home), empty, now=NOON) == ""
    empty.close()


def test_a_day_is_done_once(home: Path, ledger: Ledger) -> None:
    settings = Settings(home=home)

    dump_in_process(DAY, settings)

    (made,) = list_sets(settings.dumps_path)
    assert made.datasets == 3
    assert due_day(settings, ledger, now=NOON) == ""
    assert due_day(settings, ledger, now="2026-11-29T12:00:00Z") == "2026-11-29"
