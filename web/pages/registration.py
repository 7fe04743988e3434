"""The private pages of what was filed for registration: how it stands, what may be changed, its end, and its proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.checks import Check
from catalogue.ledger.status import PortalStatus
from catalogue.registering.asked import Registration, Step
from web.forms.page import FormPage
from web.registering.organisations import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationPage(FormPage):
    """How it stands. `status` is that of its portal, None before it is registered and after it is gone; `is_due` says
    that a harvest waits for a worker; `check` is the last check, as long as it is kept."""

    template: ClassVar[str] = "registration.html"
    token: str
    held: Registration
    status: PortalStatus | None
    is_due: bool
    check: Check | None
    software: str

    @property
    def sentence(self) -> str:
        """Where it stands, in a sentence or two."""
        return _SENTENCES[self.held.step] if self.status or self.held.step is not Step.REGISTERED else _GONE

    @property
    def mark(self) -> str:
        """The mark of that sentence."""
        return {Step.REGISTERED: "ok", Step.REFUSED: "bad"}.get(self.held.step, "unsure")

    @property
    def may_be_changed(self) -> bool:
        """Whether its title, organisation and contact may be changed."""
        return self.held.step in (Step.UNPROVEN, Step.WAITING) or self.status is not None


_GONE = "The portal was registered, and an operator of this catalogue has removed it since."
_SENTENCES = {
    Step.UNPROVEN: "The registration is filed. It goes on when the link that we sent by e-mail has been opened.",
    Step.WAITING: "The contact is confirmed. An operator of this catalogue now looks at the registration.",
    Step.REGISTERED: "The portal is registered, and harvested regularly.",
    Step.REFUSED: "The portal was not registered.",
    Step.REMOVING: "The portal is being removed: its datasets are withdrawn within minutes.",
    Step.REMOVED: "The portal was removed, its datasets withdrawn, and its contact deleted.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage(FormPage):
    """What may be changed of a registration; `text` is what was searched for among the organisations."""

    template: ClassVar[str] = "registration_edit.html"
    token: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage(FormPage):
    """Whether a portal is really to be removed."""

    template: ClassVar[str] = "registration_remove.html"
    token: str
    name: str
    datasets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPage(FormPage):
    """What opening the link in a mail is about to confirm."""

    template: ClassVar[str] = "registration_proof.html"
    token: str
    held: Registration
