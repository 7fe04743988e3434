"""How alike two datasets of different publishers are, and why we think so, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.indexes.words import STOP
from catalogue.kin.facts import Facts
from catalogue.kin.wording import load_words, singular

_SAME_WORDS, _SAME_THING, _NEARLY = 0.85, 0.8, 0.6
_THEME, _SERVICE, _COLUMNS = 0.02, 0.03, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """`share` from 0 to 1, to sort by; `why` a phrase. `equal` of `different` columns are the same in both, None where
    one of them tells none."""

    share: float
    why: str
    columns: tuple[int, int] | None = None


def compare_facts(one: Facts, other: Facts) -> Likeness:
    """How alike two are that belong to one kin."""
    columns = compare_columns(one, other)
    share = _by_title(one, other)
    share += _THEME * bool(set(one.themes) & set(other.themes))
    share += _SERVICE * bool(set(one.services) & set(other.services))
    share += _COLUMNS * (columns[0] / columns[1] if columns else 0)
    return Likeness(share=round(share, 3), why=" and ".join(_reasons(one, other, columns)), columns=columns)


def compare_columns(one: Facts, other: Facts) -> tuple[int, int] | None:
    """How many columns are equal, and how many different ones there are in both."""
    ours, theirs = set(one.columns), set(other.columns)
    return (len(ours & theirs), len(ours | theirs)) if ours and theirs else None


def title_share(one: Facts, other: Facts) -> float:
    """How much of what the two titles say is common to both, from 0 to 1."""
    ours, theirs = set(one.terms), set(other.terms)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _by_title(one: Facts, other: Facts) -> float:
    if _is_called(one) == _is_called(other):
        return _SAME_WORDS
    return _SAME_THING if one.terms == other.terms else _NEARLY * title_share(one, other)


def _reasons(one: Facts, other: Facts, columns: tuple[int, int] | None) -> Iterator[str]:
    if _is_called(one) == _is_called(other):
        yield "the same title"
    elif one.terms == other.terms:
        yield "another name for the same"
    elif title_share(one, other):
        yield "nearly the same title"
    if shared := [code for code in one.services if code in other.services]:
        yield f"the same council service {shared[0]}"
    elif set(one.themes) & set(other.themes):
        yield "the same theme"
    if columns and columns[0]:
        yield f"{columns[0]} of {columns[1]} columns"


def _is_called(facts: Facts) -> frozenset[str]:
    """The words of a title that tell something, in the singular and in no order."""
    words = frozenset(singular(word) for word in facts.words.split() if not (word in STOP or word.isdigit()))
    return frozenset(word for word in words if (word,) not in load_words().asides)
