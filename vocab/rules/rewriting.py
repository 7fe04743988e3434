"""A habit of portals, and how a word of that habit is rewritten into a label that some concept bears."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One habit: `read` gives the label that a word of this habit stands for, or None where the habit is another.

    `name` is what a person reads as the reason of a match ("a media type with parameters"). `texts` marks a
    habit of whole texts, which is also tried on words longer than `scheme.LONGEST_WORD`.
    """

    name: str
    schemes: frozenset[str]
    read: Callable[[str], str | None]
    sure: bool = True
    texts: bool = False


def rewriting(
    name: str, schemes: str, pattern: str, becomes: str = r"\1", *, sure: bool = True, texts: bool = False
) -> Habit:
    """A habit told by a pattern over the whole word: it means what `becomes` says (`\\1` is the first group).

    `schemes` are names with spaces between. The pattern must be linear: no group that may match in two ways
    is repeated, since portals are hostile.
    """
    compiled = re.compile(pattern, re.IGNORECASE)

    def read(word: str) -> str | None:
        found = compiled.fullmatch(word.strip())
        return found.expand(becomes) if found else None

    return Habit(name=name, schemes=frozenset(schemes.split()), read=read, sure=sure, texts=texts)
