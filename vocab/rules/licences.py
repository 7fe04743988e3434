"""How portals write licences."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

HABITS: Final[tuple[Habit, ...]] = (
    rewriting("an export's name for free text", "licence", r"custom licence: *(.+)"),
)
