"""The pages on which somebody tells a story, without an account: its words, its data, the answers once more, and the
private page of what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.reuses import UsedDataset
from catalogue.reuses.kinds import Kind
from catalogue.reuses.story import Filed, State
from web.forms.page import FormPage
from web.pages.cards import Card
from web.pages.reuse import StoryTold

_SENTENCES = {
    State.DRAFT: "Your story is not sent yet. Nobody but you can see it.",
    State.WAITING: "Your story waits for those who run this catalogue to read it.",
    State.ASKED: "Your story needs a change before it can be shown.",
    State.SHOWN: "Your story is shown.",
    State.REFUSED: "Your story was not taken.",
    State.WITHDRAWN: "Your story is withdrawn, and what it said is forgotten.",
    State.DOWN: "Your story was taken down by those who run this catalogue.",
}
_MARKS = {State.SHOWN: "ok", State.ASKED: "unsure", State.REFUSED: "bad", State.DOWN: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPage(FormPage):
    """The words of a story. `token` is that of its private link, "" before there is one; `about` the dataset that it
    begins with; `is_read` says that somebody is named here who reads stories."""

    template: ClassVar[str] = "story_tell.html"
    kinds: tuple[Kind, ...]
    token: str = ""
    about: UsedDataset | None = None
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage(FormPage):
    """The data of a story: what is chosen, and what words find."""

    template: ClassVar[str] = "story_data.html"
    token: str
    datasets: tuple[UsedDataset, ...]
    organisations: tuple[Choice, ...] = ()
    text: str = ""
    found: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An organisation that the story names."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A story that is shown already and says the same, or has the same evidence."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAnswersPage(FormPage):
    """Everything that will be sent, once more."""

    template: ClassVar[str] = "story_answers.html"
    token: str
    filed: Filed
    told: StoryTold
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStoryPage(StoryAnswersPage):
    """The private page of a story."""

    template: ClassVar[str] = "story_own.html"

    @property
    def sentence(self) -> str:
        """What became of it."""
        return _SENTENCES[self.filed.story.state]

    @property
    def mark(self) -> str:
        """A class of the style sheet."""
        return _MARKS.get(self.filed.story.state, "")

    @property
    def unsent(self) -> bool:
        """Whether its author has changed it and not sent the change."""
        state = self.filed.story.state
        changed = self.filed.proposed is not None and not (state is State.SHOWN and self.filed.waits)
        return state is State.DRAFT or changed

    @property
    def change_waits(self) -> bool:
        """Whether a change of what is shown waits for an operator."""
        return self.filed.story.state is State.SHOWN and bool(self.filed.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPage(FormPage):
    """Whether a story is really to be withdrawn."""

    template: ClassVar[str] = "story_withdraw.html"
    token: str
    name: str
