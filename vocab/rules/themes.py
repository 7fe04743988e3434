"""How portals write themes, and council services."""

from __future__ import annotations

import re
from typing import Final

from vocab.rules.rewriting import Habit, rewriting

_END, _UP, _TOP = (
    "the end of a path of categories",
    "a path of categories, a step above its end",
    "the top of a path of categories",
)
_LISTED = "a number of the Local Government Services List"

HABITS: Final[tuple[Habit, ...]] = (
    # "Society > Health", "/Categories/Transport/Bus stops": ArcGIS, GeoNode, schemas of CKAN.
    rewriting(_END, "theme", r".*[>»→]([^>»→]+)"),
    rewriting(_END, "theme", r"/(?:.*/)?([^/]+)/?"),
    rewriting(_UP, "theme", r"(?:.*[>»→])?([^>»→]+)[>»→][^>»→]+"),
    rewriting(_UP, "theme", r"/(?:.*/)?([^/]+)/[^/]+/?"),
    rewriting(_TOP, "theme", r"([^>»→]+)[>»→].*"),
    rewriting(_TOP, "theme", r"/(?:categories/)?([^/]+)/.*"),
    rewriting("a theme with its article", "theme", r"(?:the|yr?) (.+)"),
    rewriting("a theme that says it is one", "theme", r"(?:theme|category|topic|group|subject) *: *(.+)"),
    # Anything before "data-theme/": the table has been copied to other hosts.
    rewriting("an address of the EU data themes", "theme", r"https?://\S*/data-themes?[/#:](\w+)"),
    # inspire.ec.europa.eu, and the older def.isotc211.org and code list catalogues with `#`.
    rewriting("an address of an ISO topic", "theme", r"https?://\S*TopicCategory(?:Code)?[/#_]+(\w+)"),
    rewriting(
        "an INSPIRE theme in a further register",
        "theme",
        r"https?://(?:www\.)?(?:eionet\.europa\.eu/gemet/(?:\w\w/)?inspire-themes?|inspire\.ec\.europa\.eu/theme)"
        r"[/:](\w\w)(?:[:/].*)?",
        r"http://inspire.ec.europa.eu/theme/\1",
    ),
    rewriting(
        "a theme's data",
        "theme",
        r"(?!administrative|geo|local)(.+) (?:data|datasets|information|statistics)",
        sure=False,
    ),
    rewriting(_LISTED, "service", r"(?:lgsl|esd|service)[ :#._-]*(?:id|no|number|code)?[ :#._-]*(\d{1,4})"),
    rewriting(_LISTED, "service", r"0+(\d{1,4})"),
    rewriting("a number before its name", "service", r"(\d{1,4}) *[:–-] *\D.*", sure=False),
    rewriting(
        "an address of the standards' site",
        "service function",
        r"https?://(?:\w+\.)?esd\.org\.uk/\S*?(service|function)(?:/|%2f)(\d{1,4})/?",
        r"http://id.esd.org.uk/\1/\2",
    ),
)

_JOINT = re.compile(r" *[,;|/+&] *| (?:and|und|y|e|et|en|a|ac) ", re.IGNORECASE)


def joined_words(word: str) -> tuple[str, ...]:
    """The words that a category joins, as "Roads, Parking & Travel" does three; () where there is only one.

    Joined words mean a theme where each of them does, as long as it is the same.
    """
    parts = tuple(part for part in _JOINT.split(word) if part.strip())
    return parts if len(parts) > 1 and "://" not in word else ()
