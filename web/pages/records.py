"""The records behind a figure of a portal: those that fail a metric, or of which something became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.accounted import Accounted
from catalogue.ledger.status import PortalStatus
from catalogue.quality.advice import Advice
from web.pages.page import Page, Paging

TITLES = {
    "added": "New in the last run",
    "changed": "Changed in the last run",
    "same": "As they were in the last run",
    "restored": "Back again in the last run",
    "rejected": "Rejected, each with its reason",
    "missing": "Missing",
    "withdrawn": "Withdrawn by the last run",
    "held": "Kept back until a person has looked",
    "waiting": "Perhaps the same under another name",
    "shown": "All datasets",
}
"""What the lists of records are called, by what became of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsPage(Page):
    """A page of such records; `step` is what to do about them, where they fail a metric."""

    template: ClassVar[str] = "records.html"
    portal: PortalStatus
    heading: str
    step: Advice | None
    checks: str
    total: int
    rows: tuple[Accounted, ...]
    paging: Paging
