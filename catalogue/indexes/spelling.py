"""What a person may have meant: words of the index that are a letter or two from an unknown one."""

from __future__ import annotations

import re

from catalogue.indexes.generation import Generation
from catalogue.indexes.words import WORD, fold

_LONG = 6  # characters from which two mistakes are forgiven


def suggest(text: str, unknown: tuple[str, ...], generation: Generation) -> str | None:
    """The text with each unknown word replaced by the nearest that is known; None when none was replaced."""
    better = {word: _nearest(word, generation) for word in unknown if word.isalpha()}

    def replaced(found: re.Match[str]) -> str:
        return better.get(fold(found.group())) or found.group()

    suggestion = WORD.sub(replaced, text)
    return suggestion if any(better.values()) and suggestion != text else None


def _nearest(word: str, generation: Generation) -> str | None:
    """The known word of the same first letter with the fewest mistakes, and of those the most frequent."""
    for mistakes in (1, 2) if len(word) >= _LONG else (1,):
        near: set[tuple[int, str]] = {
            (-len(generation.postings("spelling", known).docs), known)
            for segment in generation.segments
            for known in segment.reader.terms_within("spelling", word, mistakes, prefix=1)
        }
        if near:
            return min(near)[1]
    return None
