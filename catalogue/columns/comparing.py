"""The columns of several datasets: which all of them have, which some, and how alike they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vocab import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as one dataset names it; `held` is how many of those compared have it."""

    name: str
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedColumns:
    """`shared` are in all, by the name that the first gives them; `others` by dataset what is not in all.

    `different` counts columns of any of them, one that several have once; None of the shares is known where a dataset
    tells no columns.
    """

    shared: tuple[str, ...]
    others: tuple[tuple[Column, ...], ...]
    different: int
    known: bool

    @property
    def share(self) -> float | None:
        """How much of all their columns all of them have, from 0 to 1; None where that is not known."""
        return len(self.shared) / self.different if self.known and self.different else None


def compare_columns(named: Sequence[Sequence[str]]) -> ComparedColumns:
    """Columns are the same where their names are, whatever the case, spaces and low lines of them."""
    sets = [{key: name for name in reversed(names) if (key := column_key(name))} for names in named]
    held = Counter(key for each in sets for key in each)
    everywhere = {key for key, count in held.items() if count == len(sets)}
    order = list(dict.fromkeys(key for name in (named[0] if named else ()) if (key := column_key(name))))
    return ComparedColumns(
        shared=tuple(sets[0][key] for key in order if key in everywhere) if len(sets) > 1 else (),
        others=tuple(_others(names, held, everywhere if len(sets) > 1 else set()) for names in named),
        different=len(held),
        known=len(sets) > 1 and all(sets),
    )


def column_key(name: str) -> str:
    """What two names of one column have in common: "Bin_Type" is "bin type"."""
    return "".join(fold(name.replace("_", " ")).split()) or name.strip()


def _others(names: Sequence[str], held: Counter[str], everywhere: set[str]) -> tuple[Column, ...]:
    found = {key: name for name in reversed(names) if (key := column_key(name)) and key not in everywhere}
    return tuple(Column(name=name, held=held[key]) for key, name in reversed(found.items()))
