"""How portals write themes."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit

HABITS: Final[tuple[Habit, ...]] = ()
