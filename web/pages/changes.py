"""The page of the changes, for people who want to see what programs are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from catalogue.document import first_text
from catalogue.ledger.held import Change
from catalogue.profiles.changes import Fragment
from web.addresses import Addresses
from web.pages.page import Alternate, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change; `address` is the dataset's page."""

    n: int
    kind: str
    at: str
    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage(Page):
    """A page of changes, oldest first; `next` is "" where none follow yet."""

    template: ClassVar[str] = "changes.html"
    since: int
    until: int
    rows: tuple[ChangeRow, ...]
    next: str


def make_changes_page(fragment: Fragment, alternates: Sequence[Alternate], links: Addresses) -> ChangesPage:
    """The page of a fragment."""
    return ChangesPage(
        title="Changes",
        alternates=tuple(alternates),
        since=fragment.since,
        until=fragment.until,
        rows=tuple(_row(one, links) for one in fragment.changes),
        next="" if fragment.complete else links.changes(fragment.until),
    )


def _row(change: Change, links: Addresses) -> ChangeRow:
    entry = change.snapshot.entry
    title = first_text(entry.dataset.title) or entry.id
    return ChangeRow(n=change.n, kind=change.kind, at=change.at, title=title, address=links.dataset(entry.id))
