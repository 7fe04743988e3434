"""The pages of the stored queries: their gallery, and one of them with its form and its answer as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from vocab import fold
from web.linked.rows import Row
from web.linked.stored import Asked, Column, View
from web.linked.values import Choice
from web.pages.page import Page, Paging
from web.schema import STRING, TRUTH, every, record, table

_MOST_LISTED = 40  # of more, a box that completes what is typed is quicker than a list


VIEW_SCHEMA = record(
    name=STRING,
    title=STRING,
    about=STRING,
    group=STRING,
    address=STRING,
    columns=table(STRING),
    parameters=every(
        record(
            name=STRING,
            label=STRING,
            kind=STRING,
            optional=TRUTH,
            default=STRING,
            example=STRING,
        )
    ),
    query=STRING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One parameter in the form: `value` as it was typed, `error` a sentence where it means nothing."""

    asked: Asked
    value: str
    choices: tuple[Choice, ...]
    error: str = ""

    @property
    def listed(self) -> bool:
        """Whether it is a list to choose from; what was typed and is not in it keeps a box."""
        values = {each.value for each in self.choices}
        return 0 < len(self.choices) <= _MOST_LISTED and self.value in {*values, ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage(Page):
    """The views that were looked for, by group."""

    template: ClassVar[str] = "views.html"
    text: str
    groups: tuple[tuple[str, tuple[View, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewPage(Page):
    """One view. `rows` is a page of `total`; without an answer (`refused`) there are none. `editor` opens the query
    with these values in the editor; `numeric` are the columns of numbers."""

    template: ClassVar[str] = "view.html"
    view: View
    fields: tuple[Field, ...]
    refused: bool
    columns: tuple[Column, ...]
    numeric: frozenset[str]
    rows: tuple[Row, ...]
    total: int
    complete: bool
    paging: Paging
    editor: str
    first: str


def find_views(views: Iterable[View], text: str) -> tuple[View, ...]:
    """The views whose words hold all the words of a text, each as the beginning of a word."""
    wanted = [f" {word}" for word in fold(text).split()]
    return tuple(one for one in views if all(word in _words(one) for word in wanted))


def group_views(views: Iterable[View]) -> tuple[tuple[str, tuple[View, ...]], ...]:
    """Views under their headings, in the order in which they come."""
    return tuple((name, tuple(each)) for name, each in groupby(views, key=lambda one: one.group))


def view_json(view: View, address: str) -> Mapping[str, object]:
    """A view for programs: what it answers, what it asks for, where."""
    return {
        "name": view.name,
        "title": view.title,
        "about": view.about,
        "group": view.group,
        "address": address,
        "columns": {column.name: column.label for column in view.columns},
        "parameters": [
            {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "optional": one.optional,
                "default": one.default,
                "example": one.example,
            }
            for one in view.parameters
        ],
        "query": view.query,
    }


def _words(view: View) -> str:
    labels = [each.label for each in view.columns] + [each.label for each in view.parameters]
    return " " + fold(" ".join((view.title, view.about, view.group, *labels)))
