"""The page of the dumps: what there is to take away whole, and how to know that it arrived whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from catalogue.dumps.forms import FORMS, DumpForm
from catalogue.dumps.sets import DumpFile, DumpSet
from web.addresses import Addresses
from web.pages.page import Alternate, Page
from web.wording import say_size


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file; `size` is in words."""

    file: DumpFile
    address: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRows:
    """One set with its files."""

    set: DumpSet
    rows: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpsPage(Page):
    """All sets that are kept, newest first; `latest` are the addresses that lead to the newest."""

    template: ClassVar[str] = "dumps.html"
    forms: tuple[DumpForm, ...]
    sets: tuple[SetRows, ...]
    latest: tuple[str, ...]


def make_dumps_page(sets: Sequence[DumpSet], alternates: Sequence[Alternate], links: Addresses) -> DumpsPage:
    """The page of some sets."""
    return DumpsPage(
        title="Dumps",
        alternates=tuple(alternates),
        forms=FORMS,
        sets=tuple(SetRows(set=one, rows=tuple(_row(file, links) for file in one.files)) for one in sets),
        latest=tuple(links.dumps(f"catalogue.{form.ending}.gz") for form in FORMS),
    )


def _row(file: DumpFile, links: Addresses) -> FileRow:
    return FileRow(file=file, address=links.dumps(file.name), size=say_size(str(file.size)))
