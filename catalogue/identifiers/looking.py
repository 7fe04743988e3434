"""Looking at the values of a column: how many are of a kind, by its pattern, its sums, its bounds and its list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.identifiers.kinds import Kind
from catalogue.identifiers.lists import listed
from catalogue.identifiers.plain_values import LONGEST, is_rounded, plain, tidied
from vocab import Vocabulary, fold
from vocab.rules import says_nothing

ENOUGH = 0.8
"""The share of values that must be of a kind which the name of the column tells: tables have dirt in them."""

NEARLY_ALL = 0.92
"""The share where no name tells it."""

_MOST_ARE_TYPICAL = 0.6
_SCREEN = 12
_SMALL = 100_000
_NOTHINGS = frozenset(
    {"tbc", "tba", "no data", "not available", "not recorded", "not found", "no postcode", "x", "na"}
    | {
        f"{nation}99999999" for nation in "ewsnlm"
    }  # what the postcode directory writes where there is no area
)
_ZERO = frozenset({"0", "0.0", "0.00", "0.000000"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the values of a column say of one kind: of `seen` values `fit` are of it, `listed` stand on its list (None:
    we hold none), `typical` look as most do, `alone` as no other kind does, and a spreadsheet has rounded `rounded`;
    `distinct` is how many different ones fit, `numbered` whether they are small and go up by one from row to row."""

    seen: int
    fit: int
    typical: int
    alone: int
    listed: int | None
    rounded: int
    distinct: int
    numbered: bool = False

    @property
    def share(self) -> float:
        """Of the values that can be read, how many are of the kind."""
        whole = self.seen - self.rounded
        return self.fit / whole if whole else 0.0

    @property
    def believed(self) -> bool:
        """Whether the values bear out a name that tells the kind."""
        return self.possible and (self._all_rounded or self.typical >= _MOST_ARE_TYPICAL * self.fit)

    @property
    def possible(self) -> bool:
        """Whether the values are of the kind, though they may not look as most do."""
        return self._all_rounded or (self.share >= ENOUGH and self.on_list)

    @property
    def _all_rounded(self) -> bool:
        return bool(self.seen) and self.rounded == self.seen

    @property
    def on_list(self) -> bool:
        """Whether the list, where we hold one, knows most of them."""
        return self.listed is None or self.listed >= ENOUGH * self.fit

    @property
    def telling(self) -> bool:
        """Whether the values tell the kind where no name does."""
        return self.seen > 0 and self.alone >= NEARLY_ALL * self.seen and self.on_list


def said(values: Sequence[str]) -> tuple[str, ...]:
    """The values that say something: not "n/a", "unknown", "-" and the like."""
    return tuple(value for value in values if not _says_nothing(value))


def look_at(values: Sequence[str], kind: Kind, vocabulary: Vocabulary) -> Look:
    """What values that say something tell of a kind. A nought is no place on earth, and no number of anything, that
    anybody meant."""
    if kind.partner or kind.typical:
        values = [value for value in values if value.strip() not in _ZERO]
    plains = [(value, plain(kind, value)) for value in values]
    fitting = [(tidied(kind, value), plain_form) for value, plain_form in plains if plain_form is not None]
    known = [listed(kind, plain_form, vocabulary) for _, plain_form in fitting]
    texts = [text for text, _ in fitting]
    return Look(
        seen=len(values),
        fit=len(fitting),
        typical=_count(kind.typical, texts) if kind.typical else len(fitting),
        alone=_count(kind.alone, _stripped(values)) if kind.alone else 0,
        listed=None if None in known or not known else sum(map(bool, known)),
        rounded=sum(map(is_rounded, values)) if kind.form in ("number", "digits") else 0,
        distinct=len({plain_form for _, plain_form in fitting}),
        numbered=kind.outright and _number_rows([plain_form for _, plain_form in fitting]),
    )


def _number_rows(plains: Sequence[str]) -> bool:
    """Whether whole numbers go up by one from row to row, and are too small to be given to anything."""
    numbers = [int(plain) for plain in plains if plain.isdecimal()]
    steps = [after - before for before, after in pairwise(numbers)]
    return bool(steps) and numbers[-1] < _SMALL and set(steps) == {1}


def may_tell(values: Sequence[str], kind: Kind) -> bool:
    """Whether the first values look as no other kind does: quickly told, before all of them are looked at."""
    first = values[:_SCREEN]
    return kind.alone is not None and _count(kind.alone, _stripped(first)) >= NEARLY_ALL * len(first)


def _stripped(values: Sequence[str]) -> list[str]:
    """As they are written: what alone tells a kind must not be mended first, as by zeros before a number."""
    return [value.strip() for value in values if len(value) <= LONGEST]


def _count(pattern: re.Pattern[str], texts: Sequence[str]) -> int:
    return sum(pattern.fullmatch(text) is not None for text in texts)


def _says_nothing(value: str) -> bool:
    if len(value) > 20:
        return False
    folded = fold(value)
    return folded in _NOTHINGS or says_nothing(folded)
