"""The schema match: how far the columns of several datasets are the same, and which of them all, most or few have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.columns.table import Column
from catalogue.kin.facts import told_column

_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedColumn:
    """A column as most of its holders name it: `key` is what it is compared by, `names` all that it is called, the
    usual name first, `holders` the places of those that have it."""

    key: str
    names: tuple[str, ...]
    kind: str
    holders: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How one dataset's columns agree with those that most have: `equal` of `different`, those that it `lacks` by their
    usual names, and those that it alone has."""

    equal: int
    different: int
    lacks: tuple[str, ...]
    alone: tuple[str, ...]

    @property
    def share(self) -> float:
        """The equal part of all columns of both, from 0 to 1."""
        return self.equal / self.different if self.different else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaMatch:
    """The columns of several datasets, those that most have first. `told` counts the datasets that tell theirs;
    `matches` has None for the others, and `shares` the equal part of each two, None where one does not tell."""

    columns: tuple[SharedColumn, ...] = ()
    told: int = 0
    matches: tuple[Match | None, ...] = ()
    shares: tuple[tuple[float | None, ...], ...] = ()

    @property
    def usual(self) -> tuple[SharedColumn, ...]:
        """The columns that at least half of those that tell theirs have, and more than one."""
        return tuple(one for one in self.columns if _is_usual(len(one.holders), self.told))

    @property
    def everywhere(self) -> tuple[SharedColumn, ...]:
        """The columns that all of those that tell theirs have, where several do."""
        return tuple(one for one in self.columns if self.told > 1 and len(one.holders) == self.told)


def match_schemas(tables: Sequence[Sequence[Column]]) -> SchemaMatch:
    """The match of datasets by their columns, none where a dataset tells none; two columns are the same where they hold
    the same kind of identifier, else where their names are, whatever the case, spaces and low lines of them."""
    sets = [_by_key(columns) for columns in tables]
    held = Counter(key for each in sets for key in each)
    order = list(dict.fromkeys(key for each in sets for key in each))
    columns = tuple(_shared(key, sets) for key in sorted(order, key=lambda key: -held[key]))
    told = sum(bool(each) for each in sets)
    usual = {one.key: one for one in columns if _is_usual(len(one.holders), told)}
    return SchemaMatch(
        columns=columns,
        told=told,
        matches=tuple(_match(each, usual, held) if each else None for each in sets),
        shares=tuple(tuple(_share(one, other) for other in sets) for one in sets),
    )


def _is_usual(holders: int, told: int) -> bool:
    return holders > 1 and holders >= _HALF * told


def _by_key(columns: Sequence[Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in columns:
        if key := told_column(column):
            found.setdefault(key, column)
    return found


def _shared(key: str, sets: Sequence[Mapping[str, Column]]) -> SharedColumn:
    holders = tuple(place for place, each in enumerate(sets) if key in each)
    names = Counter(sets[place][key].name for place in holders)
    return SharedColumn(
        key=key,
        names=tuple(name for name, _ in names.most_common()),
        kind=key[1:] if key.startswith("=") else "",
        holders=holders,
    )


def _match(own: Mapping[str, Column], usual: Mapping[str, SharedColumn], held: Counter[str]) -> Match:
    return Match(
        equal=len(own.keys() & usual.keys()),
        different=len(own.keys() | usual.keys()),
        lacks=tuple(one.names[0] for key, one in usual.items() if key not in own),
        alone=tuple(column.name for key, column in own.items() if held[key] == 1),
    )


def _share(one: Mapping[str, Column], other: Mapping[str, Column]) -> float | None:
    if not one or not other:
        return None
    return len(one.keys() & other.keys()) / len(one.keys() | other.keys())
