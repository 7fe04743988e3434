"""The page on which a portal is managed by those who may: its runs, its schedule, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.audit import AuditLine
from catalogue.ledger.cautions import Cautioned
from catalogue.ledger.holding import HeldBack
from catalogue.ledger.oversight import Oversight
from catalogue.ledger.sample_report import SampledFile
from catalogue.ledger.status import PortalStatus
from web.forms.page import FormPage
from web.pages.page import Page
from web.pages.reuse import StoryCard

DONE = {
    "run": "The portal is harvested again. When, is below.",
    "pause": "The regular harvest is paused.",
    "resume": "The regular harvest goes on.",
    "schedule": "The schedule was changed.",
    "contact": "Who is told was changed.",
    "release": "What was kept back was released. Changes and additions come with the next run.",
    "keep": "What was kept back stays as it is.",
    "confirm": "The matches were confirmed. The next harvest brings what those records say now.",
    "reject": "The matches were rejected. The next harvest adds those records.",
    "consent": "The consent was recorded.",
    "withdraw": "The consent was withdrawn: robots.txt is obeyed.",
    "sample": "The first rows of its files are read again, from the next look on.",
    "spare": "The first rows of its files are read no more, and what was read is forgotten within the hour.",
    "nothing": "It was so already: nothing was changed.",
}
"""What is said after a deed, by its name."""

KINDS = {
    "removal": ("Removals", "Release: withdraw them", "Keep them here"),
    "change": ("Changes", "Release: apply them at the next harvest", "Keep what was here before"),
    "addition": ("Additions", "Release: add them at the next harvest", "Leave them out"),
}
"""What can be kept back: what it is called, and what the two decisions are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKind:
    """What is kept back of one kind: the first of it, and how much there is."""

    kind: str
    title: str
    release: str
    keep: str
    shown: tuple[HeldBack, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagePage(FormPage):
    """Everything that can be done to a portal. `soonest` is when a run asked for now would begin, `own_hours` the
    portal's own number of hours between runs, "" where it has the catalogue's; `files` of how many the first rows were
    read, `not_read` the first of those of which they could not be."""

    template: ClassVar[str] = "manage.html"
    portal: PortalStatus
    email: str
    oversight: Oversight
    soonest: str
    own_hours: str
    usual_hours: float
    contact: str
    held: tuple[HeldKind, ...]
    files: int
    not_read: tuple[SampledFile, ...]
    cautions: tuple[Cautioned, ...]
    caution_count: int
    log: tuple[AuditLine, ...]
    stories: tuple[StoryCard, ...] = ()
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotManagingPage(Page):
    """Who may manage a portal, for somebody who may not: `email` is "" for one who is not signed in."""

    template: ClassVar[str] = "not_managing.html"
    portal: PortalStatus
    email: str
    sign_in: str
