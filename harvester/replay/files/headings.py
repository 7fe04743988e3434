"""The heading of a column in the ways that councils write them."""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_GAPS = re.compile(r"[^0-9A-Za-zÀ-ÿ]+")
_TWO_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def heading(name: str, welsh: str, style: str) -> str:
    """A heading in a body's style: as it stands (`plain`), `title`, `snake`, `caps`, `camel`, or `welsh` before
    English."""
    if style == "plain":
        return name
    if style == "title":
        return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))
    if style == "welsh":
        return name if not welsh or welsh == name else f"{welsh} / {name}"
    words = [word for word in _GAPS.split(_TWO_WORDS.sub(" ", _BRACKETS.sub("", name))) if word]
    if style == "camel":
        return "".join(word if word.isupper() else word.capitalize() for word in words)
    joined = "_".join(words)
    return joined.upper() if style == "caps" else joined.lower()
