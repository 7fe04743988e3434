"""What labels cannot serve: words that say nothing, and rewritings that are tried when no label fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
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

LINKED_SCHEMES: Final = frozenset({"licence"})
"""Schemes whose concepts live at web addresses: a page below such an address, or a text that links to exactly
one of them, means the concept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """One habit of portals: words of this pattern mean what they become (`\\1` is the first group)."""

    habit: str
    schemes: frozenset[str]
    pattern: re.Pattern[str]
    becomes: str = r"\1"
    sure: bool = True

    def apply(self, word: str) -> str | None:
        """The word rewritten, or None where the habit is another."""
        found = self.pattern.fullmatch(word.strip())
        return found.expand(self.becomes) if found else None


def _rewriting(habit: str, schemes: str, pattern: str, *, sure: bool = True) -> Rewriting:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Rewriting(habit=habit, schemes=frozenset(schemes.split()), pattern=compiled, sure=sure)


_STYLE = "(?:london |royal |metropolitan |county )?(?:borough|city|county|district)"

# In the order in which they are tried. No pattern repeats a group that may match in two ways, so each is
# linear.
REWRITINGS: Final = (
    _rewriting("a media type with parameters", "file-type media-type", r"([^;]+);.*"),
    _rewriting(
        "an IANA address", "file-type media-type", r"https?://www\.iana\.org/assignments/media-types/(.+)"
    ),
    _rewriting("the type name of an ArcGIS Hub facet", "file-type language", r"(?:ftype|lang):(.+)"),
    _rewriting("a file inside an archive", "file-type", r"(\S+) *\((?:zip|zipped|gz|gzip|compressed)\)"),
    _rewriting("a file inside an archive", "file-type", r"zipped (.+)"),
    _rewriting("a file inside an archive", "file-type", r"\.?(\w+)\.(?:zip|gz|7z)"),
    _rewriting("a name with its code in brackets", "file-type", r"[^()]+\((\w+)\)"),
    _rewriting("a code with a remark in brackets", "file-type", r"([^()]+)\([^()]+\)", sure=False),
    _rewriting("a file name", "file-type", r"[^\s/.]+\.(\w{2,7})", sure=False),
    _rewriting(
        "a language with its country", "language", r"([a-z]{2,3})[-_](?:[a-z]{4}[-_])?(?:[a-z]{2}|\d{3})"
    ),
    _rewriting("an address of ISO 639", "language", r"https?://id\.loc\.gov/vocabulary/iso639-\d/(\w+)"),
    _rewriting("an address of ISO 639", "language", r"https?://(?:www\.)?lexvo\.org/id/iso639-\d/(\w+)"),
    _rewriting("an export's name for free text", "licence", r"custom licence: *(.+)"),
    _rewriting("a council with its article", "council", r"the (.+)"),
    _rewriting("a council's portal", "council", r"(.+) open data(?: portal| hub)?"),
    _rewriting(
        "a council in another style", "council", rf"(?:the )?{_STYLE} of (.+?)(?: council)?", sure=False
    ),
    _rewriting("a council in another style", "council", rf"(.+?) {_STYLE} council", sure=False),
    _rewriting("a council in initials", "council", r"(.+) (?:[blmc]?bc|mdc|cc|dc)", sure=False),
)


def says_nothing(folded: str) -> bool:
    """Whether a folded word is one of those that stand in a field so that it is not empty."""
    return folded in SILENT


def rewritings_for(scheme: str) -> tuple[Rewriting, ...]:
    """The rewritings that serve a scheme, in the order in which they are tried."""
    return tuple(rewriting for rewriting in REWRITINGS if scheme in rewriting.schemes)
