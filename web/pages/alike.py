"""The pages of kin: what several publishers have of the same, and one of these side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.kin_lists import KinLine
from web.alike.matching import Match, SchemaMatch
from web.alike.member import Member
from web.pages.compare import MOST
from web.pages.facts import Value
from web.pages.page import Page, Paging
from web.wording import say_count

SHOWN_COLUMNS = 60
"""Columns that the page names; its other forms have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikesPage(Page):
    """The kins that words find, or all."""

    template: ClassVar[str] = "alikes.html"
    text: str
    count: int
    kins: tuple[KinLine, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A member with its schema match, and where all that its body has of it is listed."""

    member: Member
    match: Match | None
    editions_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A standard that members say they follow, and how many."""

    value: Value
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePage(Page):
    """A kin, or (`bearer`) all that one body has of it. `matrix` has a line for each member that tells its columns."""

    template: ClassVar[str] = "alike.html"
    kin: KinLine
    label: str
    bearer: str
    whole: str
    rows: tuple[Row, ...]
    summary: tuple[str, ...]
    schema: SchemaMatch
    matrix: tuple[tuple[str, tuple[str, ...]], ...]
    standards: tuple[Standard, ...]
    paging: Paging
    compare: str
    most: int = MOST
    columns_shown: int = SHOWN_COLUMNS


def say_members(members: Sequence[Member], *, since: str) -> tuple[str, ...]:
    """What can be said of the members together, a phrase each: how many are open, fresh (changed since a day), and to
    be had as files of a table."""
    open_, fresh = (
        sum(one.licence.openness == "open" for one in members),
        sum(one.changed[:10] >= since for one in members if one.changed),
    )
    undated = sum(not one.changed for one in members)
    unlicensed = sum(one.licence.openness == "not-stated" for one in members)
    said = [f"{open_} under an open licence", f"{fresh} changed in the last twelve months"]
    said += [f"{unlicensed} without a stated licence"] if unlicensed else []
    said += [f"{undated} without a date"] if undated else []
    return tuple(said)


def make_matrix(
    members: Sequence[Member], schema: SchemaMatch, *, most: int
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The equal part of the columns of each two, in percent; nothing where fewer than three tell theirs."""
    told = [place for place, one in enumerate(members) if one.columns][:most]
    if len(told) < 3:
        return ()
    return tuple(
        (members[one].id, tuple(_percent(schema.shares[one][other]) for other in told)) for one in told
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)} %"


def say_kin(kin: KinLine) -> str:
    """How much of it there is, in words."""
    return f"{say_count(kin.publishers, 'publisher')}, {say_count(kin.datasets, 'dataset')}"
