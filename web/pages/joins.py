"""The page of what a dataset joins with: by one kind of identifier, or by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from catalogue.iri import is_web_address
from catalogue.model import Dataset
from vocab import Vocabulary
from web.joining.rows import JoinLine, JoinsPart
from web.pages.page import Page, Paging

_FILES = 3  # of each dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """Where a file of a dataset is, and what following it does."""

    action: str
    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinsPage(Page):
    """By one kind (`line`, a page of it), or the first of each (`part`). `closely` are put in the order of use."""

    template: ClassVar[str] = "joins.html"
    id: str
    name: str
    lang: str
    publisher: str
    licence: str
    files: tuple[FileLink, ...]
    part: JoinsPart
    line: JoinLine | None
    their_files: Mapping[str, tuple[FileLink, ...]]
    paging: Paging
    closely: int


def file_links(dataset: Dataset, vocabulary: Vocabulary) -> tuple[FileLink, ...]:
    """The first files of a dataset, by their format; only addresses that a browser may follow."""
    found = []
    for part in dataset.distribution:
        concept = vocabulary.concept(part.format.iri) if part.format and part.format.iri else None
        name = concept.label() if concept else ""
        stated = [("Download", url) for url in part.download_url] or [
            ("Open", url) for url in part.access_url
        ]
        found += [FileLink(action=action, text=name or "the data", address=url) for action, url in stated[:1]]
    return tuple(one for one in found if is_web_address(one.address))[:_FILES]
