"""Watching in the ledger: a state for each portal, and an outbox that neither loses nor doubles a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from catalogue.clock import shifted
from catalogue.comparison import Verdict
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.notices import (
    MOST_TRIES,
    due_notices,
    end_notice,
    outbox_size,
    put_off_notice,
    take_notice,
)
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import open_run
from catalogue.ledger.schema import notices, runs
from catalogue.ledger.watches import Audience, portal_watches, remind, set_contact, watch_run
from catalogue.portal import Portal
from catalogue.watching import Outcome, State

NOW = "2026-11-28T12:00:00Z"
TO = Audience(base="http://c.example", mails=True, mail=("desk@c.example",), webhook="https://hook.example/x")
FAILED, GOOD = Outcome(verdict=Verdict.FAILED), Outcome(verdict=Verdict.COMPLETE)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """One transaction over a ledger with a portal."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with ledger.writing() as opened:
        add_portal(opened, Portal(slug="a", title="A", kind="ckan", address="https://a.example"), now=NOW)
        yield opened
    ledger.close()


def run_ends(connection: Connection, outcome: Outcome, *, now: str = NOW, to: Audience = TO) -> None:
    """A run that has ended so, and is watched."""
    run = open_run(connection, "a", now=now, owner="w", mapper="1")
    said = {"verdict": outcome.verdict.value, "finished": now, "sentence": "So it was."}
    connection.execute(update(runs).where(runs.c.id == run.id).values(**said))
    watch_run(connection, "a", run.number, outcome, to, now=now)


def written(connection: Connection) -> list[tuple[str, str, str]]:
    """The notices: channel, target and state."""
    rows = connection.execute(select(notices).order_by(notices.c.id)).mappings()
    return [(row["channel"], row["target"], row["body"]["state"]) for row in rows]


def state(connection: Connection) -> State:
    """The state of the portal."""
    return portal_watches(connection)["a"].state


def test_a_change_of_state_is_told_once(connection: Connection) -> None:
    """By each channel; the runs after it, that end alike, tell nobody."""
    for _ in range(3):
        run_ends(connection, FAILED)
    assert state(connection) is State.FAILING
    assert written(connection) == [
        ("mail", "desk@c.example", "failing"),
        ("webhook", "https://hook.example/x", "failing"),
    ]
    run_ends(connection, GOOD)
    run_ends(connection, GOOD)
    assert [one[2] for one in written(connection)] == ["failing"] * 2 + ["recovered"] * 2
    assert state(connection) is State.OK


def test_a_notice_says_what_happened_and_where_to_read_of_it(connection: Connection) -> None:
    """As plain JSON."""
    run_ends(connection, GOOD)
    run_ends(connection, FAILED)
    body = connection.scalar(select(notices.c.body).order_by(notices.c.id))
    assert body == {
        "portal": "a", "title": "A", "state": "failing", "before": "ok", "verdict": "failed", "run": 2,
        "sentence": "So it was.", "meaning": State.FAILING.sentence, "at": NOW, "reminder": False,
        "page": "http://c.example/portal/a",
    }  # fmt: skip


def test_the_contact_of_a_portal_is_written_to_as_well(connection: Connection) -> None:
    """Once, also where it is one of the catalogue's own."""
    set_contact(connection, "a", "officer@a.example")
    run_ends(connection, FAILED, to=replace(TO, webhook=""))
    assert [one[1] for one in written(connection)] == ["desk@c.example", "officer@a.example"]
    set_contact(connection, "a", "desk@c.example")
    run_ends(connection, GOOD, to=replace(TO, webhook=""))
    assert [one[1] for one in written(connection)][2:] == ["desk@c.example"]


def test_nobody_is_told_where_nobody_is_named(connection: Connection) -> None:
    """The state is kept all the same."""
    set_contact(connection, "a", "officer@a.example")
    run_ends(connection, FAILED, to=Audience())
    assert written(connection) == []
    assert state(connection) is State.FAILING


def test_a_reminder_comes_once_a_week_while_it_stays_bad(connection: Connection) -> None:
    """However often somebody looks, and no more once it is mended."""
    run_ends(connection, FAILED)
    for day in range(1, 16):
        now = shifted(NOW, timedelta(days=day))
        run_ends(connection, FAILED, now=now)
        remind(connection, TO, now=now)
        remind(connection, TO, now=now)
    told = [row.body["reminder"] for row in connection.execute(select(notices.c.body)) if row.body]
    assert told.count(True) == 2 * 2
    run_ends(connection, GOOD, now=shifted(NOW, timedelta(days=16)))
    before = len(written(connection))
    remind(connection, TO, now=shifted(NOW, timedelta(days=40)))
    assert len(written(connection)) == before


def test_a_notice_is_taken_by_one_and_sent_once(connection: Connection) -> None:
    """It is then no longer due."""
    run_ends(connection, FAILED, to=replace(TO, webhook=""))
    (number,) = due_notices(connection, now=NOW, is_alive=lambda _: True)
    taken = take_notice(connection, number, owner="w1")
    assert taken is not None
    assert take_notice(connection, number, owner="w2") is None
    assert due_notices(connection, now=NOW, is_alive=lambda _: True) == ()
    end_notice(connection, taken, now=NOW)
    assert take_notice(connection, number, owner="w2") is None
    assert outbox_size(connection) == 0


def test_what_a_killed_worker_was_sending_is_sent_again_under_the_same_key(connection: Connection) -> None:
    """Nobody can know whether it had gone out; its receiver can, by the key."""
    run_ends(connection, FAILED, to=replace(TO, webhook=""))
    (number,) = due_notices(connection, now=NOW, is_alive=lambda _: True)
    first = take_notice(connection, number, owner="w1")
    assert due_notices(connection, now=NOW, is_alive=lambda _: False) == (number,)
    second = take_notice(connection, number, owner="w2")
    assert first is not None
    assert second is not None
    assert first.key == second.key


def test_a_notice_that_cannot_be_sent_waits_longer_each_time_and_is_given_up(connection: Connection) -> None:
    """The reason is kept."""
    run_ends(connection, FAILED, to=replace(TO, webhook=""))
    now, waits = NOW, []
    for _ in range(MOST_TRIES):
        (number,) = due_notices(connection, now=now, is_alive=lambda _: True)
        taken = take_notice(connection, number, owner="w1")
        assert taken is not None
        put_off_notice(connection, taken, why="OSError: refused", now=now)
        due = str(connection.scalar(select(notices.c.due)))
        waits.append(due)
        now = due
    assert waits[0] == "2026-11-28T12:01:00Z"
    assert waits[1] == "2026-11-28T12:03:00Z"
    assert outbox_size(connection) == 0
    assert connection.scalar(select(notices.c.outcome)) == "OSError: refused"
