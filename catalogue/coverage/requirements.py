"""The requirements of the Transparency Code as data, and which of them concern a body."""

from __future__ import annotations

import csv
import enum
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vocab import Concept

REQUIREMENTS_FILE = Path(__file__).with_name("transparency.csv")

CODE = "https://www.gov.uk/government/publications/local-government-transparency-code-2015"
"""Where the Code can be read."""

NATION = "England"
"""The Code is made under section 2 of the Local Government, Planning and Land Act 1980 for authorities in England."""

_ANY = "any"


class Every(enum.Enum):
    """How often something must be published. Each publication has a month more (the Code, paragraphs 26 and 34)."""

    QUARTERLY = "quarterly"
    ANNUALLY = "annually"
    ONCE = "once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that must be published. `paragraphs` are those of the Code, `recommended` those that ask for more of
    it; `tiers` are kinds of council, none where each is meant; `given` is a condition that we cannot check."""

    code: str
    title: str
    what: str
    paragraphs: str
    every: Every
    recommended: str
    tiers: frozenset[str]
    given: str
    topic: str
    services: tuple[str, ...]


@cache
def load_requirements() -> tuple[Requirement, ...]:
    """Every requirement, in the order of the Code."""
    return tuple(_requirement(row) for row in read_table(REQUIREMENTS_FILE))


def requirements_for(body: Concept | None) -> tuple[Requirement, ...]:
    """What a body must publish; nothing where it is no council of England that there still is."""
    if not is_bound(body):
        return ()
    tier = body.facts.get("tier", "") if body else ""
    return tuple(one for one in load_requirements() if not one.tiers or tier in one.tiers)


def is_bound(body: Concept | None) -> bool:
    """Whether the Code applies to a body, as far as the list of councils tells.

    Parish councils above £200,000 a year, park and fire authorities are bound too; that list does not have them.
    """
    return bool(body and body.scheme == "council" and body.facts.get("nation") == NATION and not body.former)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of one of our tables, without the comments above its header."""
    lines = path.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _requirement(row: dict[str, str]) -> Requirement:
    tiers = row["tiers"].split("|")
    plain = ("code", "title", "what", "paragraphs", "recommended", "given", "topic")
    return Requirement(
        **{name: row[name] for name in plain},
        every=Every(row["every"]),
        tiers=frozenset(tiers) if tiers != [_ANY] else frozenset(),
        services=tuple(row["services"].split()),
    )
