"""Words of a question that say nothing of what is looked for."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from catalogue.indexes.words import WORD, fold
from catalogue.questions.runs import Key

SILENT_FILE = Path(__file__).with_name("silent.csv")


@cache
def silent_words() -> frozenset[str]:
    """The single words, folded."""
    return frozenset(key[0] for key in _keys() if len(key) == 1)


@cache
def silent_phrases() -> frozenset[Key]:
    """The phrases of several words, folded."""
    return frozenset(key for key in _keys() if len(key) > 1)


@cache
def _keys() -> tuple[Key, ...]:
    lines = SILENT_FILE.read_text("utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith(("#", "words,")))
    return tuple(tuple(WORD.findall(fold(words))) for words, _ in rows)
