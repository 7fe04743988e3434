"""A host is asked by one process at a time, no sooner than the delay allows, and so often a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from made_up_ledger import Field

from catalogue.ledger.hosts import Asker, give_turn, take_turn

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
A = Asker(owner="here:1", delay=2.0, budget=5)
B = replace(A, owner="here:2")
HOST = "data.made.example"


def take(field: Field, asker: Asker, seconds: float = 0.0, *, host: str = HOST) -> float | None:
    with field.ledger.writing() as connection:
        return take_turn(connection, host, asker, now=NOON + timedelta(seconds=seconds))


def give(field: Field, asker: Asker) -> None:
    with field.ledger.writing() as connection:
        give_turn(connection, HOST, asker.owner)


def test_nobody_asks_while_another_does(field: Field) -> None:
    assert take(field, A) == 0
    assert take(field, B, 10) == 0.2
    give(field, B)  # it is not theirs to give
    assert take(field, B, 10) == 0.2
    give(field, A)
    assert take(field, B, 10) == 0


def test_the_delay_counts_from_the_last_request_whoever_made_it(field: Field) -> None:
    take(field, A)
    give(field, A)
    assert take(field, B, 0.5) == pytest.approx(1.5)
    assert take(field, A, 0.5) == pytest.approx(1.5)
    assert take(field, B, 2) == 0


def test_a_process_that_is_gone_or_silent_holds_nobody_up(field: Field) -> None:
    take(field, A)
    assert take(field, replace(B, is_gone=lambda owner: owner == "here:1"), 10) == 0
    assert take(field, A, 200) == 0


def test_the_requests_of_a_day_are_counted_for_all_and_begin_anew_at_midnight(field: Field) -> None:
    free = [replace(one, delay=0.0) for one in (A, B)]
    assert [take(field, free[n % 2]) for n in range(6)] == [0, 0, 0, 0, 0, None]
    assert take(field, replace(free[0], budget=7)) == 0
    assert take(field, free[0], 12 * 3600) == 0


def test_each_host_has_its_own_turn(field: Field) -> None:
    take(field, A)
    assert take(field, B, host="other.example") == 0


def test_one_that_need_not_wait_does_not(field: Field) -> None:
    take(field, A)
    assert take(field, replace(B, delay=0.0)) == 0
