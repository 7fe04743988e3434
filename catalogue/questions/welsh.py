"""How a Welsh word begins in a sentence: "gwastraff" is "wastraff" after many a word, and both are meant by either.

The three mutations of the initial consonant, as every grammar of Welsh has them.
"""

from __future__ import annotations

_MUTATIONS = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "m": ("f",),
    "ll": ("l",),
    "rh": ("r",),
}
"""By radical consonant, how it begins after soft, nasal and aspirate mutation, as far as it has them."""

_LETTERS = ("ch", "dd", "ff", "ll", "ph", "rh", "th")
"""Two characters that are one letter: "ch" is no c, and "dd" no d."""

_SHORTEST = 4  # characters; short words mutate into other words: "pen" into "ben"


def mutated(word: str) -> tuple[str, ...]:
    """The other beginnings that a Welsh word, folded and in its radical form, may have; () where it does not change."""
    if len(word) < _SHORTEST:
        return ()
    first = word[:2] if word[:2] in _LETTERS else word[:1]
    return tuple(start + word[len(first) :] for start in _MUTATIONS.get(first, ()))
