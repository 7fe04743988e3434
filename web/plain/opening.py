"""How files are opened, in plain words: by the family of each file type of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.coverage.requirements import read_table
from vocab import Vocabulary

FORMATS, FAMILIES = (Path(__file__).with_name(f"{name}.csv") for name in ("formats", "families"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """File types that are opened in one way: their names, what such a file is, what opens it, what may go wrong."""

    formats: tuple[str, ...]
    what: str
    open: str
    careful: str


def tell_openings(codes: Iterable[str], vocabulary: Vocabulary) -> tuple[Opening, ...]:
    """How files of these types are opened, each way once, in the order given."""
    together: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        concept = vocabulary.find("file-type", code)
        if concept and (family := family_of(code)):
            together.setdefault(family, []).append(concept.label())
    return tuple(_opening(family, names) for family, names in together.items())


def family_of(code: str) -> str:
    """The family of a file type by its code in the vocabulary; "" for one that is not known."""
    return _formats().get(code, "")


def is_file(family: str) -> bool:
    """Whether the addresses of a family are those of files, which can be fetched whole."""
    return family in _families() and _families()[family]["fetch"] == "yes"


@cache
def _formats() -> Mapping[str, str]:
    return {row["format"]: row["family"] for row in read_table(FORMATS)}


@cache
def _families() -> Mapping[str, dict[str, str]]:
    return {row["family"]: row for row in read_table(FAMILIES)}


def _opening(family: str, formats: Iterable[str]) -> Opening:
    row = _families()[family]
    return Opening(formats=tuple(formats), what=row["what"], open=row["open"], careful=row["careful"])
