"""Haste: a check may ask a host quicker at first, and never where anybody else asks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from catalogue.ledger.hosts import Asker, give_turn, next_turn, take_turn
from catalogue.ledger.ledger import open_ledger
from harvester.asking.turns import Haste

HOST, NOW = "data.thornmere.example", datetime(2026, 11, 28, 12, tzinfo=UTC)
ASKER = Asker(owner="check", delay=1.0, budget=100)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """One transaction over an empty ledger."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with ledger.writing() as opened:
        yield opened
    ledger.close()


def asked(connection: Connection, haste: Haste, at: float, *, least: float = 0.0) -> float | None:
    """How long a check must wait that wants to ask so many seconds after NOW; its turn is given back at once."""
    now = NOW + timedelta(seconds=at)
    asker = haste.of(HOST, ASKER, least=least)
    wait = take_turn(connection, HOST, asker, now=now)
    if wait == 0:
        haste.note(HOST, next_turn(asker, now))
        give_turn(connection, HOST, asker.owner)
    return wait


def test_the_first_requests_of_a_check_are_closer_together(connection: Connection) -> None:
    haste = Haste(requests=3, delay=0.25)
    assert [asked(connection, haste, at) for at in (0.0, 0.25, 0.5)] == [0, 0, 0]
    assert asked(connection, haste, 0.75) == pytest.approx(0.75)
    assert asked(connection, haste, 1.5) == 0


def test_haste_keeps_its_own_distance(connection: Connection) -> None:
    haste = Haste(requests=3, delay=0.25)
    asked(connection, haste, 0.0)
    assert asked(connection, haste, 0.1) == pytest.approx(0.15)


def test_haste_waits_after_an_answer_too() -> None:
    """A host may hear of a request later than it was sent: only its answer tells."""
    haste = Haste(requests=9, delay=0.25)
    assert haste.rest(HOST, 100.0) == 0
    haste.answered(HOST, 100.0)
    assert haste.rest(HOST, 100.1) == pytest.approx(0.15)
    assert haste.rest(HOST, 100.3) == 0


def test_there_is_no_haste_where_somebody_else_asks_meanwhile(connection: Connection) -> None:
    haste = Haste(requests=9, delay=0.25)
    asked(connection, haste, 0.0)
    other = Asker(owner="harvest", delay=1.0, budget=100)
    assert take_turn(connection, HOST, other, now=NOW + timedelta(seconds=0.5)) == pytest.approx(0.5)
    assert take_turn(connection, HOST, other, now=NOW + timedelta(seconds=1)) == 0
    give_turn(connection, HOST, "harvest")
    assert asked(connection, haste, 1.25) == pytest.approx(0.75)


def test_a_crawl_delay_is_kept_in_haste(connection: Connection) -> None:
    haste = Haste(requests=9, delay=0.25)
    asked(connection, haste, 0.0, least=0.9)
    assert asked(connection, haste, 0.5, least=0.9) == pytest.approx(0.4)


def test_requests_made_in_haste_are_counted_in_the_day(connection: Connection) -> None:
    haste = Haste(requests=9, delay=0.25)
    counted = [asked(connection, haste, at * 0.25) for at in range(3)]
    assert counted == [0, 0, 0]
    poor = Asker(owner="other", delay=1.0, budget=3)
    assert take_turn(connection, HOST, poor, now=NOW + timedelta(minutes=1)) is None
