"""Every habit together, and the schemes that live at web addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from vocab.rules import access, bodies, formats, frequencies, identifiers, languages, licences, places, themes
from vocab.rules.prose import Prose
from vocab.rules.rewriting import Habit

HABITS: Final[tuple[Habit, ...]] = (
    *formats.HABITS,
    *frequencies.HABITS,
    *languages.HABITS,
    *licences.HABITS,
    *themes.HABITS,
    *bodies.HABITS,
    *places.HABITS,
    *identifiers.HABITS,
    *access.HABITS,
)
"""In the order in which they are tried."""

LINKED_SCHEMES: Final = frozenset({"licence"})
"""Schemes whose concepts live at web addresses: a page below such an address means the concept."""

PROSE: Final[Mapping[str, Prose]] = {"licence": licences.PROSE}
"""Schemes that read whole texts, and how: one that names or links to exactly one of their concepts means it."""

JOINED: Final[Mapping[str, Callable[[str], tuple[str, ...]]]] = {"theme": themes.joined_words}
"""Schemes whose words portals join, and the words that such a one joins: all must mean the same concept."""


def habits_for(scheme: str) -> tuple[Habit, ...]:
    """The habits that serve a scheme, in the order in which they are tried."""
    return tuple(habit for habit in HABITS if scheme in habit.schemes)
