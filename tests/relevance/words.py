"""How the systems beside ours cut text into terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

from whoosh.lang import stemmer_for_language

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def stemmed(language: str, stop: Collection[str] = ()) -> Callable[[str], list[str]]:
    """Words in small letters without accents, cut to their stems by Snowball's rules for the language."""
    stem = stemmer_for_language(language)

    def analyse(text: str) -> list[str]:
        words = (word.removesuffix("'s") for word in _WORD.findall(_plain(text)))
        return [stem(word) for word in words if word not in stop]

    return analyse


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
