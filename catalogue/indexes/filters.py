"""Which documents a search may find at all, said as a small tree: conditions on columns, dates and words, joined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """Has any of these values in a column: a name of FACETS, or "id". NOT_STATED stands for having none."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Has a value that a pattern fits whole: `*` is any run of characters, `?` any one, the rest stands for itself."""

    column: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Has a date of `earliest` to `latest`, both included, as numbers of `schema.date_key`; None is open.

    `date` is "modified" (of the data), "added" or "changed" (of the description). What is not stated is nowhere.
    """

    date: str
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Has these words side by side, in any part or in one of `schema.PARTS`. Words that say nothing ask nothing."""

    text: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Has a word that begins so, in any part or in one of `schema.PARTS`."""

    text: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Meets each of these; of none, every document does."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Meets one of these at least; of none, no document does."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Does not meet this."""

    part: Filter


Filter = Is | Like | Between | Words | Beginning | All | AnyOf | Not
