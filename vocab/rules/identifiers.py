"""How the columns of tables are named that hold identifiers."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

# The lookups of the Office for National Statistics name a column by its geography and the year of its
# borders: LAD23CD, WD24CD, LSOA21CD.
_AREAS = "oa|lsoa|msoa|par|parncp|wd|ced|dea|lad|ltla|utla|ctyua|cty|mcty|rgn|pcon|cauth|ctry|pfa|fra|icb"

HABITS: Final[tuple[Habit, ...]] = (
    rewriting(
        "a column of areas with the year of their borders", "identifier", rf"({_AREAS})\d\dcd", r"\1cd"
    ),
    rewriting("a column of areas with the year of their borders", "identifier", r"(itl[123])\d\dcd", r"\1cd"),
    rewriting("a column of areas with the year of their borders", "identifier", r"(nuts[123])\d\dcd"),
)
