"""Words that say nothing."""

from __future__ import annotations

from typing import Final

SILENT: Final = frozenset(
    {
        "", "custom", "custom licence", "custom licence unknown", "licence not specified", "license not specified",
        "n a", "nan", "nil", "no file type", "no licence", "no license", "none", "not applicable", "not known",
        "not specified", "null", "uncategorised", "uncategorized", "undefined", "unknown", "unspecified",
    }
)  # fmt: skip
"""Folded words that mean "nothing was said". Only the label of a scheme can give one a meaning, as "unknown" has
among the frequencies."""


def says_nothing(folded: str) -> bool:
    """Whether a folded word is one of those that stand in a field so that it is not empty."""
    return folded in SILENT
