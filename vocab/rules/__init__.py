"""What labels cannot serve: words that say nothing, and habits of portals that are tried when no label fits."""

from vocab.rules.rewriting import Habit, rewriting
from vocab.rules.silence import SILENT, SILENT_IN, says_nothing
from vocab.rules.table import HABITS, JOINED, LINKED_SCHEMES, PROSE, habits_for

__all__ = [
    "HABITS",
    "JOINED",
    "LINKED_SCHEMES",
    "PROSE",
    "SILENT",
    "SILENT_IN",
    "Habit",
    "habits_for",
    "rewriting",
    "says_nothing",
]
