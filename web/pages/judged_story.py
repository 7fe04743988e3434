"""The pages on which operators read stories and decide about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.audit import AuditLine
from catalogue.reuses.story import Filed, Story
from web.forms.page import FormPage
from web.pages.page import Page, Paging
from web.pages.reuse import Evidence, StoryTold


@dataclass(frozen=True, slots=True, kw_only=True)
class LostStory:
    """A story that is shown and whose evidence cannot be reached."""

    story: Story
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesDeskPage(Page):
    """What waits to be read, the oldest first, and what evidence is lost."""

    template: ClassVar[str] = "operator_stories.html"
    waiting: tuple[Filed, ...]
    count: int
    paging: Paging
    lost: tuple[LostStory, ...]
    lost_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePage(FormPage):
    """A story as it is to be shown, and, where it is shown already, as it stands now (`before`).

    `alike` are others that say the same; `seen` names what is read here, so that nothing else is approved.
    """

    template: ClassVar[str] = "operator_story.html"
    filed: Filed
    told: StoryTold
    before: StoryTold | None
    evidence: Evidence | None
    alike: tuple[Filed, ...]
    lines: tuple[AuditLine, ...]
    seen: str
