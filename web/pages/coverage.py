"""What a body publishes beside what the Transparency Code requires and what its peers publish, for its page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Another dataset that answers a requirement."""

    dataset: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """A requirement and what answers it here. `state` is as of Covered; `day` is the last day covered (`by` "period")
    or of the last change ("change"), "" where neither is known. `dataset` is "" where nothing was found. `others`
    is how many further datasets answer it, `also` the best of them; `peers` is how many peers have it."""

    code: str
    title: str
    what: str
    paragraphs: str
    recommended: str
    every: str
    given: str
    state: str
    dataset: str
    dataset_title: str
    how: str
    sure: bool
    day: str
    by: str
    others: int
    also: tuple[Further, ...]
    peers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A body that may be chosen."""

    slug: str
    name: str
    datasets: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """A form by which bodies are chosen: those that are, those whose names fit `text`, and how many more do.

    `field` is what the form sends for each; at most `most` may be chosen.
    """

    action: str
    field: str
    text: str
    chosen: tuple[Option, ...]
    found: tuple[Option, ...]
    more: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A subject that peers publish and a body does not, how many of them do, and where theirs is listed."""

    code: str
    label: str
    peers: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePanel:
    """The part of a body's page. `bound` says whether the Code applies to it, `reason` why it does not, or that nobody
    knows; `rows` are what is required, or, where it is not bound, what of that it or a peer has. `table` is where they
    are as CSV, `side_by_side` where the body stands beside the first of its peers."""

    bound: bool
    reason: str
    code: str
    rows: tuple[CoverRow, ...]
    gaps: tuple[Gap, ...]
    proposed: bool
    chooser: Chooser
    table: str
    side_by_side: str

    @property
    def peers(self) -> tuple[Option, ...]:
        """The bodies that it is compared with."""
        return self.chooser.chosen

    def count(self, *states: str) -> int:
        """How many requirements are in one of these states."""
        return sum(row.state in states for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many datasets have something, where they are listed ("" where no search tells them), and of a hundred."""

    label: str
    count: int
    percent: int
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How recent, how open and in which formats a body's datasets are; each group counts all of them."""

    punctual: tuple[Share, ...]
    changed: tuple[Share, ...]
    licences: tuple[Share, ...]
    formats: tuple[Share, ...]
