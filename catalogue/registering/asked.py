"""What somebody asks for who registers a portal, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Step(Enum):
    """Where a registration stands. Each value is shown, so it is a word for people."""

    UNPROVEN = "waiting for its contact"
    WAITING = "waiting for an operator"
    REGISTERED = "registered"
    REFUSED = "refused"
    REMOVING = "being removed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A portal that somebody wants listed. `body` is the code of a body that we know, else `organisation` alone names
    whose it is; `told` says that `email` wants to know of changes, `of_others` that it lists what others publish."""

    address: str
    kind: str
    title: str
    body: str
    organisation: str
    email: str
    told: bool = True
    of_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A portal that somebody asked for. `portal` is its slug once it is registered; `proven` when the contact was, and
    `verified` that the contact writes from the organisation's own domain; `decided_by` is "" for nobody but the proof;
    `check` is the number of the last check that its private link asked for."""

    id: int
    asked: Asked
    portal: str
    check: int | None
    made: str
    proven: str
    verified: bool
    decision: str
    decided: str
    decided_by: str
    reason: str

    @property
    def step(self) -> Step:
        """How far it has come."""
        if self.decision in _BY_DECISION:
            return _BY_DECISION[self.decision]
        if self.portal:
            return Step.REGISTERED
        return Step.WAITING if self.proven else Step.UNPROVEN

    @property
    def thing(self) -> str:
        """What it is called in the audit log and in what proves its contact."""
        return f"registration/{self.id}"


_BY_DECISION = {"refused": Step.REFUSED, "removing": Step.REMOVING, "removed": Step.REMOVED}
