"""The bars of a harvest, as a person sees them."""

from __future__ import annotations

import io

from conftest import House
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from catalogue.ledger.runs import Ask, Staged, add_asks, declare, end_ask, open_run, stage
from harvester.bars import Bars
from harvester.ended import Ended

NOW = "2026-11-28T12:00:00Z"


def _bar(*, disable: bool = False) -> Progress:
    columns = TextColumn("{task.description}", markup=False), MofNCompleteColumn()
    return Progress(*columns, console=Console(file=io.StringIO(), width=120), disable=disable)


def _half_read(house: House) -> None:
    house.add(slug="a", kind="ckan", address="https://a.example", settings={})
    with house.ledger.writing() as connection:
        run = open_run(connection, "a", now=NOW, owner="w", mapper="1")
        add_asks(connection, run, [Ask(fingerprint=name, url=name, request={}) for name in "123"])
        end_ask(connection, run, "1", state="done")
        declare(connection, run, 1200)
        stage(
            connection,
            run,
            [Staged(key=str(number), outcome="read") for number in range(100)],
            page="1",
            now=NOW,
        )


def test_a_run_that_goes_on_has_a_bar_of_its_pages(house: House) -> None:
    """With the records read, of those that the portal says it has; it is gone when the run has ended."""
    _half_read(house)
    with _bar() as bar:
        bars = Bars(bar, house.ledger, total=2)
        bars.watch()
        shown = {task.description: (task.completed, task.total) for task in bar.tasks}
        assert shown == {"portals": (0, 2), "a: 100 of 1,200 records, pages": (1, 3)}
        bars.told("a", Ended.COMPLETE)
        assert [task.description for task in bar.tasks] == ["a: complete"]


def test_nothing_is_counted_where_nobody_watches(house: House) -> None:
    """A harvest by night does not ask its ledger every second."""
    _half_read(house)
    with _bar(disable=True) as bar:
        Bars(bar, house.ledger, total=1).watch()
        assert len(bar.tasks) == 1
