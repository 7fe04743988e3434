"""The desk of those who run the catalogue: what waits for a decision, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.audit import AuditLine
from catalogue.ledger.rights import Right
from catalogue.ledger.same_body import NamedAt
from catalogue.registering.asked import Registration
from web.forms.page import FormPage
from web.pages.page import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPortal:
    """How much of a portal waits for a person."""

    slug: str
    title: str
    held: int
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage(Page):
    """Everything that waits, the first of each list."""

    template: ClassVar[str] = "operator.html"
    email: str
    registrations: tuple[Registration, ...]
    waiting: int
    portals: tuple[WaitingPortal, ...]
    copies: int
    stories: int
    lost: int
    lately: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePage(FormPage):
    """One registration with what is known of it. `owner` is the body on whose domain the portal's address is, "" for
    none that we know; `there` the portal that is registered at that address already."""

    template: ClassVar[str] = "operator_registration.html"
    held: Registration
    body: str
    owner: str
    there: str
    lines: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two datasets that may be one."""

    id: str
    title: str
    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two datasets that may be one, and why; `field` is what the answer is sent as."""

    one: Side
    other: Side
    because: str

    @property
    def field(self) -> str:
        """Both identifiers."""
        return f"{self.one.id}-{self.other.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage(FormPage):
    """A page of the pairs that nobody has decided."""

    template: ClassVar[str] = "operator_copies.html"
    rows: tuple[PairRow, ...]
    count: int
    paging: Paging
    done: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodiesPage(FormPage):
    """A publisher's name, the body that it is said to mean, and what that would change. `done` are the portals where
    it was changed just now; None before anything was."""

    template: ClassVar[str] = "operator_bodies.html"
    name: str = ""
    code: str = ""
    body: str = ""
    named: tuple[NamedAt, ...] = ()
    done: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsPage(FormPage):
    """Who was given the right to manage a portal, beside those who may by their address."""

    template: ClassVar[str] = "operator_rights.html"
    slug: str = ""
    portal: str = ""
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A line of the log. `details` are its members in words, `address` the page of what it is about, "" for none."""

    line: AuditLine
    details: Mapping[str, str]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage(Page):
    """A page of the audit log, of one thing where it is named."""

    template: ClassVar[str] = "operator_audit.html"
    thing: str
    rows: tuple[AuditRow, ...]
    count: int
    paging: Paging
