"""When joining a dataset by homes may single out a household: the reason, and what an officer can do about it.

The rules are data (cautions.toml), each with why it is there. Nothing here judges a publisher: it says what was seen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from catalogue.columns.table import Column, Table
from catalogue.identifiers.kinds import known_kinds
from catalogue.identifiers.names import words_of
from catalogue.identifiers.traits import spoken_of

RULES_FILE = Path(__file__).with_name("cautions.toml")

_HOMES: Final = ("uprn", "postcode", "epc", "title-number", "toid")
_POINTS: Final = (("easting", "northing"), ("latitude", "longitude"))
_FIRMS: Final = frozenset(
    {
        "atco",
        "charity-england-wales",
        "charity-scotland",
        "charity-northern-ireland",
        "company-number",
        "cqc",
        "fhrs",
    }
    | {"laestab", "naptan-sms", "ocid", "ods", "org-id", "school-urn", "seed", "ukprn", "vat"}
)
_REGISTERS: Final = frozenset({"planning-reference"})
_OF_PLACES: Final = frozenset({"address", "location", "name", "site", "street", "title", "uprn", "venue"})
_SENTENCE: Final = re.compile(r"[.;:,\n]+")
_READ: Final = 2000  # characters of a description
_TOLD: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A caution about one dataset: `code` names its rule, `kind` what places a row at a home (or "address"), `column`
    where that stands; `reason` and `advice` are sentences for people."""

    code: str
    kind: str
    column: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    code: str
    why: str
    reason: str
    advice: str
    needs: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def cautions_of(tables: Sequence[Table], *, about: str = "") -> tuple[Caution, ...]:
    """The cautions that a dataset's tables call for, each once, the gravest first; mostly none.

    `about` is its title and description, which may say that the rows are firms, homes or people.
    """
    found = {caution.code: caution for table in tables if (caution := _caution(table, about))}
    return tuple(found[code] for code in _rules() if code in found)


def _caution(table: Table, about: str) -> Caution | None:
    traits = _traits_of_table(table, about)
    home = _home(table, traits)
    if "small-count" in traits and not _is_of_people(table, home):
        traits -= {"small-count"}
    for rule in _rules().values():
        if rule.kinds:
            held = next(((column, kind) for column, kind in _kinds(table) if kind in rule.kinds), None)
            if held:
                return _told(rule, *held, table)
        elif home and _holds(rule, traits):
            return _told(rule, *home, table)
    return None


def _is_of_people(table: Table, home: tuple[Column, str] | None) -> bool:
    """Whether small counts are of people; or of anything, where each row is a whole postcode and no place in it."""
    small = [column for column in table.columns if "small-count" in column.traits]
    if any("count" in spoken_of(column.name) | spoken_of(column.title) for column in small):
        return True
    named = any(_OF_PLACES.intersection(words_of(column.name)) for column in table.columns)
    return home is not None and home[1] == "postcode" and not named


def _holds(rule: _Rule, traits: frozenset[str]) -> bool:
    there = traits | {"home"}
    wanted = there.issuperset(rule.needs) and (not rule.any or not there.isdisjoint(rule.any))
    return wanted and there.isdisjoint(rule.unless)


def _traits_of_table(table: Table, about: str) -> frozenset[str]:
    found = {trait for column in table.columns for trait in _traits_of(column)}
    kinds = {kind for _, kind in _kinds(table)}
    if not kinds.isdisjoint(_FIRMS):
        found.add("business")
    if not kinds.isdisjoint(_REGISTERS):
        found.add("register")
    return frozenset(found) | _said_of_rows(about)


def _said_of_rows(about: str) -> frozenset[str]:
    """What a title says that the rows are, and whether a sentence of the description says that they are people."""
    title, *sentences = _SENTENCE.split(about[:_READ])
    calm = spoken_of(title) & {"business", "register", "dwelling"}
    return calm | {"people" for sentence in (title, *sentences) if "people" in spoken_of(sentence)}


def _traits_of(column: Column) -> frozenset[str]:
    """By its names; and by its values, or by whoever knew more than the names say."""
    spoken = spoken_of(column.name) | spoken_of(column.title)
    return spoken | (frozenset(column.traits) - {"person"} if "facts" in spoken else frozenset(column.traits))


def _home(table: Table, traits: frozenset[str]) -> tuple[Column, str] | None:
    """The column by which a row stands at one home. A point is one only where the rows are dwellings."""
    held = {kind: column for column, kind in reversed(list(_kinds(table)))}
    for kind in _HOMES:
        if kind in held and "business" not in spoken_of(held[kind].name):
            return held[kind], kind
    for column in table.columns:
        if "address" in spoken_of(column.name) | spoken_of(column.title):
            return column, "address"
    if "dwelling" in traits:
        return next(((held[one], one) for one, other in _POINTS if one in held and other in held), None)
    return None


def _kinds(table: Table) -> list[tuple[Column, str]]:
    return [(column, detection.kind) for column in table.columns for detection in column.detections[:1]]


def _told(rule: _Rule, column: Column, kind: str, table: Table) -> Caution:
    known = known_kinds().get(kind)
    words = {"column": column.name, "kind": known.label if known else kind, "told": _telling(rule, table)}
    return Caution(
        code=rule.code,
        kind=kind,
        column=column.name,
        reason=rule.reason.format_map(words),
        advice=rule.advice.format_map(words),
    )


def _telling(rule: _Rule, table: Table) -> str:
    """The first columns that tell of people, by name."""
    wanted = {*rule.any, *rule.needs} & {"person", "facts", "sensitive", "small-count"}
    names = [column.name for column in table.columns if not wanted.isdisjoint(_traits_of(column))]
    if not names:
        return "what its description says of its rows"
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return ", ".join(names[:_TOLD]) + more


@cache
def _rules() -> Mapping[str, _Rule]:
    told = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    lists = ("needs", "any", "unless", "kinds")
    return {
        code: _Rule(code=code, **{**said, **{name: tuple(said.get(name, ())) for name in lists}})
        for code, said in told.items()
    }
