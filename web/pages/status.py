"""The list of all portals: which of them are shown, in which order, and how each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from catalogue.ledger.scores import ScoreDay
from catalogue.ledger.status import PortalStatus
from catalogue.ledger.tally import Progress
from catalogue.ledger.workers import Waiting
from catalogue.quality.metrics import MOST, band_of
from web.pages.page import Page, Paging
from web.pages.portal import RunRow, StateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRow:
    """A portal in the list. `mean` are the mean scores of its datasets, `undecided` what waits for a person."""

    status: PortalStatus
    last: RunRow | None
    state: StateRow | None
    undecided: int
    mean: ScoreDay | None

    @property
    def verdict(self) -> str:
        """Of its last run; "" before the first."""
        return self.last.run.verdict if self.last else ""

    @property
    def score(self) -> str:
        """The mean score as published, with its band; "" where it is not known."""
        published = self.mean.published if self.mean else None
        return "" if published is None else f"{round(published)} of {MOST} ({band_of(published).title})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to narrow the list; `count` is how many portals it has."""

    name: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    """A page of the portals that were asked for, what goes on and waits, and how many workers live. `total` is how
    many portals there are in all, `found` how many of them were asked for."""

    template: ClassVar[str] = "status.html"
    portals: tuple[PortalRow, ...]
    total: int
    found: int
    choices: tuple[Choice, ...]
    orders: Mapping[str, str]
    order: str
    paging: Paging
    datasets: int
    last_harvest: str
    going: tuple[Progress, ...]
    waiting: tuple[Waiting, ...]
    workers: int


_STATES: Mapping[str, tuple[str, Callable[[PortalRow], bool]]] = {
    "complete": ("Last run complete", lambda row: row.verdict == "complete"),
    "partial": ("Last run partial", lambda row: row.verdict == "partial"),
    "failed": ("Last run failed", lambda row: row.verdict == "failed"),
    "new": ("Not harvested yet", lambda row: row.last is None),
    "deciding": ("Waits for a person", lambda row: row.undecided > 0),
    "running": ("Harvest going on", lambda row: row.status.running is not None),
    "paused": ("Paused", lambda row: row.status.paused),
}
STATES = tuple(_STATES)
"""How the list can be narrowed."""

_GRAVITY = {"failed": 0, "partial": 1, "": 2, "complete": 3}
_FAR = "9999"
_ORDERS: Mapping[str, tuple[str, Callable[[PortalRow], Any]]] = {
    "name": ("Name", lambda _: ()),
    "verdict": ("Worst verdict first", lambda row: _GRAVITY.get(row.verdict, 2)),
    "score": ("Lowest score first", lambda row: _points(row)),
    "datasets": ("Most datasets first", lambda row: -row.status.datasets),
    "next": ("Next run first", lambda row: _FAR if row.status.paused else row.status.next_run),
}
ORDERS: Mapping[str, str] = {name: label for name, (label, _) in _ORDERS.items()}
"""In which orders it can be had, the usual one first."""


def narrowed(rows: Iterable[PortalRow], state: str) -> list[PortalRow]:
    """The portals of a state; all where none is named."""
    return [row for row in rows if state not in _STATES or _STATES[state][1](row)]


def in_order(rows: Iterable[PortalRow], order: str) -> list[PortalRow]:
    """The portals in an order; those that are alike in it by name."""
    key = _ORDERS[order][1]
    return sorted(rows, key=lambda row: (key(row), row.status.title.casefold(), row.status.slug))


def make_choices(rows: Sequence[PortalRow], state: str) -> tuple[Choice, ...]:
    """The states with how many portals are in each, only those that some portal is in, and the one that is chosen."""
    counted = {name: sum(map(holds, rows)) for name, (_, holds) in _STATES.items()}
    shown = [Choice(name="", label="All portals", count=len(rows), chosen=state not in _STATES)]
    shown += [
        Choice(name=name, label=label, count=counted[name], chosen=name == state)
        for name, (label, _) in _STATES.items()
        if counted[name] or name == state
    ]
    return tuple(shown)


def _points(row: PortalRow) -> float:
    """For the order by score: what is not known comes last."""
    published = row.mean.published if row.mean else None
    return MOST + 1.0 if published is None else published
