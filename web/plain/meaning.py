"""What a dataset is and what one row of it is, in plain words, with how we know; nothing where we do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import shorten

from catalogue.columns.table import Column, Table
from catalogue.coverage.matching import Group, title_words, to_group
from catalogue.coverage.requirements import read_table
from vocab import Concept, Vocabulary, fold

KINDS, THINGS, SUMMED, PERIODS, POSITIONS = (
    Path(__file__).with_name(f"{name}.csv") for name in ("kinds", "things", "summed", "periods", "positions")
)

_MOST_SAID = 3
_AREAS = "gss-"  # how the codes of kinds begin that name areas
_OFTEN_EMPTY = 0.05  # what so many rows leave empty does not tell the rows apart
_LONGEST_SAID, _LONGEST_NAME = 300, 80
# "Each row is a school." and "There is one record for each visit.", but not "checking each record by hand".
_DEFINES = re.compile(
    r"\b(?:one|each|every|a single)\s{1,3}(?:\w{1,30}\s{1,3})?(?:row|record|line|entry)\s{1,3}"
    r"(?:is|are|per|for|an?|represents?|describes?|shows?|relates|refers|corresponds|covers|stands|gives|lists)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?](?=\s+[A-Z]|\s*\Z)|\n")
# Columns that programs add, to number rows or to hold shapes.
_TECHNICAL = re.compile(
    r"(?:object|f|o?gc?_?f?)?_?id|fid_\d+|objectid_?\d*|row_?(?:id|number)?|index|(?:the_)?geom(?:etry)?|shape",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence, and how we know; `quoted` where it is the publisher's own."""

    text: str
    how: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One line of the table of kinds: each of `groups` must be in a title, none of `without` may be."""

    groups: tuple[Group, ...]
    without: Group
    what: str
    row: str

    def met_by(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words of a title that meet it, each once; none where it does not fit."""
        found = [next((word for word in words if word in group), "") for group in self.groups]
        if not all(found) or any(word in self.without for word in words):
            return ()
        return tuple(dict.fromkeys(found))


def tell_kind(
    title: str,
    *,
    types: Iterable[Concept] = (),
    services: Iterable[Concept] = (),
    topics: Iterable[Concept] = (),
) -> tuple[Told, ...]:
    """What a dataset is, the plainest first: by its title, what its publisher calls it, the work it comes from."""
    return tuple(_kinds(title, types, services, topics))[:_MOST_SAID]


def tell_row(title: str, description: str, tables: Sequence[Table], vocabulary: Vocabulary) -> Told | None:
    """What one row is: as its publisher says, else as its title or its first column makes likely; None for no sign."""
    if said := _said(description):
        return Told(text=said, how="in its publisher’s words", quoted=True)
    if (found := _kind_of(title)) and found[0].row:
        kind, words = found
        return Told(text=f"Probably one {kind.row}", how=f"because its title says {_quoted(words)}")
    told = (_by_column(table, vocabulary) or _by_position(table) for table in tables)
    return next((one for one in told if one), None)


def _kinds(
    title: str, types: Iterable[Concept], services: Iterable[Concept], topics: Iterable[Concept]
) -> Iterator[Told]:
    found = _kind_of(title)
    if found:
        yield Told(text=found[0].what, how=f"because its title says {_quoted(found[1])}")
    for concept in types:
        if concept.definition:
            yield Told(text=concept.definition, how=f"because its publisher calls it “{concept.label()}”")
    for concept in topics if not found else ():
        if concept.definition:
            yield Told(text=concept.definition, how=f"because its title names “{concept.label()}”")
    for concept in services:
        yield Told(
            text=f"It comes from this work of councils: {concept.label()}.",
            how="because its publisher says so",
        )


def _said(description: str) -> str:
    """The sentence in which a publisher says what a row is; "" where there is none, or it is long."""
    found = _DEFINES.search(description)
    if found is None:
        return ""
    before = description[max(0, found.start() - _LONGEST_SAID) : found.start()]
    after = description[found.end() : found.end() + _LONGEST_SAID]
    begins = max((end.end() for end in _ENDS.finditer(before)), default=0)
    ends = next((end.start() for end in _ENDS.finditer(after)), len(after))
    said = " ".join(f"{before[begins:]}{found[0]}{after[:ends]}".split())
    return said if len(said) <= _LONGEST_SAID else ""


def _kind_of(title: str) -> tuple[Kind, tuple[str, ...]] | None:
    """The first kind that a title fits, and by which words."""
    words = [part for word in title_words(title) for part in word.split("-")]
    summed = any(word in _summed() for word in words)
    kinds = (kind for kind in _all_kinds() if not (summed and kind.row))
    return next(((kind, met) for kind in kinds if (met := kind.met_by(words))), None)


def _by_column(table: Table, vocabulary: Vocabulary) -> Told | None:
    """By the first column that tells anything, where it holds the identifier of a thing in nearly every row."""
    column = next((one for one in table.columns if not _TECHNICAL.fullmatch(one.name.strip())), None)
    if column is None or (column.missing or 0) > _OFTEN_EMPTY:
        return None
    kind, row = _thing_in(column)
    concept = vocabulary.find("identifier", kind) if kind else None
    if concept is None or _is_of_a_time(table, kind):
        return None
    how = f"because its first column, “{_shown(column)}”, holds this: {concept.label()}"
    return Told(text=f"Probably one {row}", how=how)


def _by_position(table: Table) -> Told | None:
    """By two columns that give a position: what is counted for areas has none."""
    holding = {one.kind: column for column in table.columns for one in column.detections}
    for across, up in _positions():
        if across in holding and up in holding:
            names = (_shown(holding[one]) for one in (across, up))
            how = f"because its columns {_quoted(names)} say where"
            return Told(text="Probably one thing that has a place on the map", how=how)
    return None


def _is_of_a_time(table: Table, kind: str) -> bool:
    """Whether rows also differ by a time, so that one thing or area may have many."""
    area = kind.startswith(_AREAS)
    named = {fold(column.name) for column in table.columns}
    named |= {one.kind for column in table.columns for one in column.detections}
    return any(name in named for name, areas_only in _periods() if area or not areas_only)


def _thing_in(column: Column) -> tuple[str, str]:
    """The kind of identifier of a thing that a column holds, and what a row is then; nothing where it holds none."""
    kinds = (one.kind for one in sorted(column.detections, key=lambda one: -one.confidence))
    return next(((kind, _things()[kind]) for kind in kinds if kind in _things()), ("", ""))


def _shown(column: Column) -> str:
    return shorten(column.title or column.name, _LONGEST_NAME, placeholder="…")


def _quoted(words: Iterable[str]) -> str:
    return " and ".join(f"“{word}”" for word in words)


@cache
def _all_kinds() -> tuple[Kind, ...]:
    return tuple(
        Kind(
            groups=tuple(map(to_group, row["words"].split())),
            without=to_group(row["without"]),
            what=row["what"],
            row=row["row"],
        )
        for row in read_table(KINDS)
    )


@cache
def _summed() -> Group:
    """The words of titles of data that counts things rather than lists them."""
    return to_group("|".join(row["word"] for row in read_table(SUMMED)))


@cache
def _periods() -> tuple[tuple[str, bool], ...]:
    return tuple((row["name"], row["areas"] == "yes") for row in read_table(PERIODS))


@cache
def _positions() -> tuple[tuple[str, str], ...]:
    return tuple((row["across"], row["up"]) for row in read_table(POSITIONS))


@cache
def _things() -> dict[str, str]:
    return {row["kind"]: row["row"] for row in read_table(THINGS)}
