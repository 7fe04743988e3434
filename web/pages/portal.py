"""The pages of the portals: how each harvest stands, in a sentence, with what its officer can mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.status import FindingGroup, PortalStatus, RecordFinding, RunStatus
from web.pages.page import Page, Paging
from web.pages.search import Card

COUNTS = (
    ("read", "Read"),
    ("added", "New"),
    ("changed", "Changed"),
    ("same", "Unchanged"),
    ("restored", "Back again"),
    ("missing", "Missing"),
    ("withdrawn", "Withdrawn"),
    ("rejected", "Rejected"),
    ("held", "Held after the run"),
    ("pages", "Pages read"),
    ("failed_pages", "Pages that failed"),
    ("requests", "Requests made"),
)
VERDICTS = {"complete": "ok", "partial": "unsure", "failed": "bad", "": "going"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One figure of a run."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run with the mark that its verdict has and where its page is."""

    run: RunStatus
    mark: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """Findings of one rule, and where the records are listed."""

    group: FindingGroup
    mark: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRow:
    """A portal in the list of all."""

    status: PortalStatus
    last: RunRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    """Every portal."""

    template: ClassVar[str] = "status.html"
    portals: tuple[PortalRow, ...]
    datasets: int
    last_harvest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage(Page):
    """One portal. `listed` are the records of the rule `code`, where one was chosen."""

    template: ClassVar[str] = "portal.html"
    status: PortalStatus
    last: RunRow | None
    running: RunRow | None
    runs: tuple[RunRow, ...]
    groups: tuple[GroupRow, ...]
    rejected: tuple[RecordFinding, ...]
    code: str
    listed: tuple[RecordFinding, ...]
    paging: Paging
    cards: tuple[Card, ...]
    datasets: Paging
    all_datasets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage(Page):
    """One run."""

    template: ClassVar[str] = "run.html"
    portal: PortalStatus
    row: RunRow
    counts: tuple[CountRow, ...]


def make_run_row(run: RunStatus, address: str) -> RunRow:
    """A run as a line; one that goes on has no verdict yet, and that is what its sentence says."""
    going = "Going on now." if not run.finished else ""
    return RunRow(
        run=run,
        mark=VERDICTS.get(run.verdict, "unsure"),
        sentence=run.sentence or going or "No reason was recorded.",
        address=address,
    )


def make_counts(run: RunStatus) -> tuple[CountRow, ...]:
    """The figures of a run that were counted, in a fixed order."""
    declared = (
        (CountRow(label="Said to exist by the portal", count=run.declared),)
        if run.declared is not None
        else ()
    )
    counted = (CountRow(label=label, count=run.counts[name]) for name, label in COUNTS if name in run.counts)
    return (*declared, *counted)


def severity_mark(group: FindingGroup) -> str:
    """How a group of findings is marked."""
    return {"violation": "bad", "warning": "unsure", "info": "told"}[group.severity.value]
