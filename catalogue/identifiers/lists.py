"""The lists of all values of a kind that we hold: areas, postcode areas, council services."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from catalogue.identifiers.kinds import Kind
from vocab import Vocabulary

POSTCODE_AREAS_FILE = Path(__file__).with_name("postcode-areas.csv")

_LETTERS = re.compile(r"[A-Z]+")


def listed(kind: Kind, value: str, vocabulary: Vocabulary) -> bool | None:
    """Whether a list has a value in its plain form; None where no list is held for the kind."""
    look = _LISTS.get(kind.list)
    if look is None:
        return None
    # the pattern of a kind of area has the types of area that are of it, also those that the register has closed
    return kind.code != kind.family or look(value, vocabulary)


def list_name(kind: Kind) -> str:
    """What a list is called in a sentence."""
    return _NAMES[kind.list]


def _is_area(value: str, vocabulary: Vocabulary) -> bool:
    """Of councils and larger areas each code is known, of smaller ones the register's type of area."""
    return vocabulary.find("place", value) is not None


def _in_postcode_area(value: str, _vocabulary: Vocabulary) -> bool:
    letters = _LETTERS.match(value)
    return letters is not None and letters[0] in _postcode_areas()


def _is_service(value: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.find("service", value) is not None


@cache
def _postcode_areas() -> frozenset[str]:
    lines = POSTCODE_AREAS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(
        row["area"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


_LISTS: Final[Mapping[str, Callable[[str, Vocabulary], bool]]] = {
    "areas": _is_area,
    "postcode-areas": _in_postcode_area,
    "services": _is_service,
}
_NAMES: Final[Mapping[str, str]] = {
    "areas": "the register of areas",
    "postcode-areas": "the list of postcode areas",
    "services": "the list of council services",
}
