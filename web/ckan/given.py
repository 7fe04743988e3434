"""The parameters of an action, read by what each is to be; what is not that is CKAN's validation error."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from web.ckan.refusals import invalid

MOST_NUMBER = 2**31 - 1
_LONGEST_LIST = 10_000
_MOST_LISTED = 1_000
_NUMBER = re.compile(r"\s*[+-]?\d{1,18}(?:\.0*)?\s*", re.ASCII)
_TRUE, _FALSE = ("true", "yes", "on", "y", "t", "1"), ("false", "no", "off", "n", "f", "0", "none", "")


@dataclass(frozen=True, slots=True)
class Given:
    """Names with texts, numbers, truth values, lists of these: from an address, a form or JSON alike."""

    values: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Whether anything was said under that name."""
        return self.values.get(name) not in (None, "", [], ())

    def text(self, name: str, default: str = "") -> str:
        """One text; a number is one too."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        raise invalid(name, "Must be one text")

    def required(self, name: str) -> str:
        """A text that must be there."""
        found = self.text(name).strip()
        if not found:
            raise invalid(name, "Missing value")
        return found

    def number(self, name: str, default: int, *, most: int = MOST_NUMBER) -> int:
        """A natural number; `most` is what a larger one is taken for."""
        found = self.integer(name, default)
        if found < 0:
            raise invalid(name, "Must be a natural number")
        return min(found, most)

    def integer(self, name: str, default: int) -> int:
        """A whole number, below 0 as well."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if not _NUMBER.fullmatch(str(value)) or isinstance(value, bool):
            raise invalid(name, "Invalid integer")
        return int(float(value)) if isinstance(value, float) else int(str(value).partition(".")[0])

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no, as people write it."""
        word = str(self.values.get(name, default)).strip().lower()
        if word not in (*_TRUE, *_FALSE):
            raise invalid(name, "Must be true or false")
        return word in _TRUE

    def strings(self, name: str, *, split: str = "") -> tuple[str, ...]:
        """Several texts: repeated, a JSON list, a Python list written out, or one alone; `split` parts that one."""
        value = self.values.get(name)
        if isinstance(value, str):
            value = _listed(name, value.strip(), split)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise invalid(name, "Not a list")
        flat = [
            each for part in value for each in (_listed(name, part, "") if isinstance(part, str) else [part])
        ]
        if wrong := [each for each in flat if not isinstance(each, str)]:
            raise invalid(name, f"Not a string: {str(wrong[0])[:80]}")
        if len(flat) > _MOST_LISTED:
            raise invalid(name, f"At most {_MOST_LISTED} are taken")
        return tuple(dict.fromkeys(each for each in flat if each))


def _listed(name: str, text: str, split: str) -> list[Any]:
    """The list that a text writes, as JSON has it or as Python prints it; a text that is none is one of its own."""
    if not text.startswith("["):
        return [part.strip() for part in text.split(split)] if split else [text] if text else []
    if len(text) > _LONGEST_LIST:
        raise invalid(name, f"At most {_LONGEST_LIST:,} characters are taken")
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = _printed(text)
    if not isinstance(found, list):
        raise invalid(name, "Could not parse as valid JSON")
    return found


def _printed(text: str) -> object:
    """What Python's `str` made of a list, as clients that do not encode their parameters send it."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
