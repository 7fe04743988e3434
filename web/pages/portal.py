"""The page of one portal: how its harvest stands, in a sentence, with what its officer can mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.oversight import Oversight
from catalogue.ledger.scores import GroupScores, ScoreDay
from catalogue.ledger.status import FindingGroup, PortalStatus, RecordFinding, RunStatus
from catalogue.ledger.watches import Watch
from catalogue.quality.advice import Advice
from catalogue.quality.metrics import BANDS
from catalogue.watching import State
from web.named import NamedAs
from web.pages.account import Account, how_asked
from web.pages.cards import Card
from web.pages.page import Page, Paging
from web.pages.quality import ScoreBlock
from web.pages.run_chart import Chart

_STATES = {
    State.OK: "ok",
    State.RECOVERED: "ok",
    State.PARTIAL: "unsure",
    State.RESHAPED: "unsure",
    State.QUARANTINED: "unsure",
    State.FAILING: "bad",
}
VERDICTS = {"complete": "ok", "partial": "unsure", "failed": "bad", "": "going"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run with the mark that its verdict has and where its page is."""

    run: RunStatus
    mark: str
    sentence: str
    address: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """The state that a portal is in, with its mark."""

    watch: Watch
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """Findings of one rule, and where the records are listed."""

    group: FindingGroup
    mark: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksTold:
    """How a portal's links stand: how many there are, how many are broken, and how many were not asked yet."""

    total: int
    broken: int
    unasked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """What a publisher can do for the score, and where the records concerned are: as page, CSV and JSON."""

    step: Advice
    address: str
    csv: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage(Page):
    """One portal. `listed` are the records of the rule `code`, where one was chosen."""

    template: ClassVar[str] = "portal.html"
    status: PortalStatus
    last: RunRow | None
    running: RunRow | None
    state: StateRow | None
    oversight: Oversight
    account: Account | None
    chart: Chart | None
    runs: tuple[RunRow, ...]
    scored: GroupScores | None
    history: tuple[ScoreDay, ...]
    scores: ScoreBlock | None
    steps: tuple[StepRow, ...]
    groups: tuple[GroupRow, ...]
    rejected: tuple[RecordFinding, ...]
    code: str
    listed: tuple[RecordFinding, ...]
    paging: Paging
    cards: tuple[Card, ...]
    datasets: Paging
    all_datasets: str
    named: tuple[NamedAs, ...] = ()
    badge_html: str = ""
    badge_markdown: str = ""
    links_told: LinksTold | None = None

    @property
    def banded(self) -> tuple[tuple[str, int], ...]:
        """How many datasets are in each band as published, the best band first."""
        counted = self.scored.published_bands if self.scored else {}
        return tuple((band.title, counted.get(band.code, 0)) for band in BANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage(Page):
    """One run."""

    template: ClassVar[str] = "run.html"
    portal: PortalStatus
    row: RunRow
    account: Account


def make_run_row(run: RunStatus, address: str) -> RunRow:
    """A run as a line; one that goes on has no verdict yet, and that is what its sentence says."""
    going = "Going on now." if not run.finished else ""
    return RunRow(
        run=run,
        mark=VERDICTS.get(run.verdict, "unsure"),
        sentence=run.sentence or going or "No reason was recorded.",
        address=address,
        asked=how_asked(run),
    )


def make_state(watch: Watch | None) -> StateRow | None:
    """A state as it is shown; None before a portal's first run."""
    return StateRow(watch=watch, mark=_STATES[watch.state]) if watch else None


def severity_mark(group: FindingGroup) -> str:
    """How a group of findings is marked."""
    return {"violation": "bad", "warning": "unsure", "info": "told"}[group.severity.value]
