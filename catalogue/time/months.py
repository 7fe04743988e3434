"""The names of months and days as people in the United Kingdom write them, in English and in Welsh."""

from __future__ import annotations

from typing import Final

_NAMES = (
    "january jan ionawr ion",
    "february feb chwefror chwef chwe",
    "march mar mawrth maw fawrth",
    "april apr ebrill ebr",
    "may mai fai",
    "june jun mehefin meh fehefin",
    "july jul gorffennaf gorff gor orffennaf",
    "august aug awst",
    "september sep sept medi fedi",
    "october oct hydref hyd",
    "november nov tachwedd tach dachwedd nhachwedd",
    "december dec rhagfyr rhag ragfyr",
)
MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""Each name in small letters with its number. Welsh names stand with their mutations too: after "i" and "o",
March is "Fawrth"."""

WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|dydd [a-z]{3,7}"
"""A pattern for the name of a day; it says nothing that the date does not say, and is not checked against it."""
