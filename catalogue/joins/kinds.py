"""Which kinds of identifier join, and what can be done instead with those that do not."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

KINDS_FILE = Path(__file__).with_name("kinds.csv")


class Role(StrEnum):
    """What a kind stands for: kinds.csv says what follows."""

    THING = "thing"
    LOCAL = "local"
    PLACE = "place"
    TIME = "time"
    CLASS = "class"
    PERSON = "person"
    BROAD = "broad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of identifier: `name` is what it is called within a sentence, `plural` what its values are, `instead` a
    sentence that says what can be done where it does not join, "" where it does."""

    code: str
    role: Role
    name: str
    plural: str
    instead: str

    @property
    def joins(self) -> bool:
        """Whether a row here and a row there with the same value are about one and the same thing."""
        return self.role in (Role.THING, Role.LOCAL)


@cache
def joining_kinds() -> Mapping[str, Kind]:
    """Every kind, by its code."""
    with KINDS_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        kinds = [
            Kind(
                code=row["kind"],
                role=Role(row["role"]),
                name=row["name"],
                plural=row["plural"],
                instead=row["instead"],
            )
            for row in rows
        ]
    return MappingProxyType({kind.code: kind for kind in kinds})


def does_join(code: str) -> bool:
    """Whether datasets can be joined by a kind; not by one that nobody has said anything of."""
    kind = joining_kinds().get(code)
    return kind is not None and kind.joins


def is_local(code: str) -> bool:
    """Whether values of a kind are the same thing within one area only: each council numbers its own applications."""
    kind = joining_kinds().get(code)
    return kind is not None and kind.role is Role.LOCAL
