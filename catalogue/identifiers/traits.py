"""What a column may tell of people, by the words of its name and by the look of its values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from catalogue.identifiers.names import words_of
from catalogue.identifiers.seeing import Seen

TRAITS_FILE = Path(__file__).with_name("traits.csv")
SMALL = 5
"""Counts under this may single somebody out; the rule of most statistics offices."""

_OF_PEOPLE = ("person", "sensitive", "contact", "free-text")
_LONGEST_RUN = 4
_LONG = 80
_PHONE = re.compile(r"(?:\+44 ?|0)(?:[0-9] ?){9,10}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_SUPPRESSED = frozenset({"*", "<5", "< 5", "c", "[c]", "less than 5", "under 5", "1-4", "1 to 4"})
_NAME_ENDS = frozenset({"address", "postcode", "uprn", "easting", "northing", "latitude", "longitude"})


def traits_of(seen: Seen) -> tuple[str, ...]:
    """What calls for caution: `person`, `sensitive`, `contact`, `free-text`, `small-count`; of most columns nothing."""
    named = spoken_of(seen.name) | spoken_of(seen.title)
    if "facts" in named:
        named |= {"person"}
    found = [trait for trait in _OF_PEOPLE if trait in named]
    if "contact" not in found and _most(seen.values, _is_contact):
        found.append("contact")
    if "free-text" not in found and _most(seen.values, _is_prose):
        found.append("free-text")
    if named & {"count", "tally"} and _has_small_counts(seen.values):
        found.append("small-count")
    return tuple(found)


def spoken_of(name: str) -> frozenset[str]:
    """Every trait, also those that calm, of which the words of a name speak."""
    return _spoken_of(words_of(name))


@lru_cache(maxsize=16384)
def _spoken_of(words: tuple[str, ...]) -> frozenset[str]:
    found = frozenset(trait for run in _runs(words) for trait in _traits()[run]) - {"never"}
    # The address of an applicant is where somebody lives, and tells no more of them than any address does.
    return found - {"person", "facts"} if words and words[-1] in _NAME_ENDS else found


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The runs of words that have a meaning, the longest first, and none within a longer one."""
    taken: set[int] = set()
    for length in range(_LONGEST_RUN, 0, -1):
        for first in range(len(words) - length + 1):
            places = range(first, first + length)
            if words[first : first + length] in _traits() and not taken.issuperset(places):
                taken.update(places)
                yield words[first : first + length]


def _most(values: Sequence[str], test: object) -> bool:
    return bool(values) and callable(test) and sum(map(test, values)) * 2 > len(values)


def _is_contact(value: str) -> bool:
    text = value.strip()
    return bool(_PHONE.fullmatch(text) or _EMAIL.fullmatch(text))


def _is_prose(value: str) -> bool:
    return len(value) > _LONG and value.count(" ") > _LONG // 10


def _has_small_counts(values: Sequence[str]) -> bool:
    """Whether the column is of whole numbers, some of them from one to four, or says that it hides such."""
    texts = [value.strip().lower() for value in values]
    if any(text in _SUPPRESSED for text in texts):
        return True
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 9]
    return len(numbers) > len(texts) // 2 and any(0 < number < SMALL for number in numbers)


@cache
def _traits() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    lines = TRAITS_FILE.read_text(encoding="utf-8").splitlines()
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        words = words_of(row["words"])
        found[words] = (*found.get(words, ()), row["trait"])
    return found
