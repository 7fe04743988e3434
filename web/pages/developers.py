"""The page for those who write programs: every operation under its heading, in plain English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.openapi.document import groups
from web.openapi.lines import line_of
from web.operations import Operation, Parameter, plain_path
from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    """One parameter; `values` are all that it may say, none where it may say anything."""

    name: str
    about: str
    values: tuple[str, ...]
    required: bool
    many: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One operation. `addresses` are its path with each ending, `line` a command that asks it, "" for none."""

    addresses: tuple[str, ...]
    methods: str
    about: str
    line: str
    media: tuple[str, ...]
    parameters: tuple[ParameterRow, ...]
    stable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationGroup:
    """The operations under one heading; `anchor` is where it stands on the page."""

    title: str
    anchor: str
    rows: tuple[OperationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopersPage(Page):
    """All operations. `base` is the address of the site."""

    template: ClassVar[str] = "developers.html"
    base: str
    groups: tuple[OperationGroup, ...]


def make_developers_page(
    operations: Sequence[Operation], base: str, *, samples: Mapping[str, str]
) -> DevelopersPage:
    """The page; `samples` name one thing of each kind that is here."""
    return DevelopersPage(
        title="Data for developers",
        base=base,
        groups=tuple(
            OperationGroup(
                title=title,
                anchor=title.lower().replace(" ", "-"),
                rows=tuple(_row(one, base, samples) for one in operations if one.group == title),
            )
            for title in groups(operations)
        ),
    )


def _row(operation: Operation, base: str, samples: Mapping[str, str]) -> OperationRow:
    return OperationRow(
        addresses=tuple(plain_path(operation.path + suffix) for suffix in operation.suffixes),
        methods=" or ".join(each for each in operation.methods if each != "OPTIONS"),
        about=operation.about,
        line=line_of(operation, base, samples),
        media=operation.media,
        parameters=tuple(_parameter(one) for one in operation.parameters),
        stable=operation.stable,
    )


def _parameter(parameter: Parameter) -> ParameterRow:
    return ParameterRow(
        name=parameter.name,
        about=parameter.about,
        values=tuple(str(each) for each in parameter.schema.get("enum", ())),
        required=parameter.required or parameter.where == "path",
        many=parameter.many,
    )
