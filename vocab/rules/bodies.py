"""How portals write the names of councils and other public bodies."""

from __future__ import annotations

from typing import Final

from vocab.folding import fold
from vocab.rules.rewriting import Habit, rewriting
from vocab.rules.units import ACCOUNTS, UNITS, WHOLE

ANOTHER_STYLE: Final = "a council in another style"
"""The habit whose reading must still fit the council's tier: no district council is a county's."""

_BOTH = "council body"
_STYLE = "(?:london |royal |metropolitan |county )?(?:borough|city|county|district)"


def _before(word: str, tail: frozenset[str]) -> str | None:
    """The name in front of the last words, where those are of a kind."""
    words = fold(word).split()
    kept = len(words)
    while kept and words[kept - 1] in tail and words[kept - 1] not in WHOLE:
        kept -= 1
    return " ".join(words[:kept]) if 0 < kept < len(words) else None


def _account_of(word: str) -> str | None:
    """The name in front of words of an account: "Leeds City Council ArcGIS Online"."""
    return _before(word, ACCOUNTS)


def _unit_of(word: str) -> str | None:
    """The name in front of words of a unit: "TfL Finance"."""
    return _before(word, UNITS)


def _account_of_whole(word: str) -> str | None:
    name = _account_of(word)
    return name if name and not WHOLE.isdisjoint(name.split()) else None


HABITS: Final[tuple[Habit, ...]] = (
    rewriting("a body with its article", _BOTH, r"the (.+)"),
    rewriting(
        "a council, misspelt",
        "council",
        r"(.*)\b(?:coucil|counil|councl|counci|concil|councill|counsil|coucnil)",
        r"\1council",
    ),
    rewriting("a body without its article", "body", r"(.+)", r"the \1"),
    rewriting("a company's form", "body", r"(.+?),? (?:ltd|limited|plc|llp|cic)\.?"),
    rewriting("a department, shortened", "body", r"dept\.? (for|of) (.+)", r"department \1 \2"),
    rewriting("a trust in initials", "body", r"(.+) pct", r"\1 primary care trust"),
    rewriting("a council's portal", "council", r"(.+) open data(?: portal| hub)?"),
    Habit(name="a body's account", schemes=frozenset(_BOTH.split()), read=_account_of_whole),
    Habit(name="a body's account", schemes=frozenset(_BOTH.split()), read=_account_of, sure=False),
    Habit(name="a body's unit", schemes=frozenset({"body"}), read=_unit_of, sure=False),
    rewriting(ANOTHER_STYLE, "council", rf"(?:the )?{_STYLE} (?:council )?of (.+?)(?: council)?", sure=False),
    rewriting(ANOTHER_STYLE, "council", r"(.+?) (?:borough|district)", sure=False),
    rewriting(ANOTHER_STYLE, "council", r"council of (?:the )?(.+)", sure=False),
    rewriting(ANOTHER_STYLE, "council", rf"(.+?) {_STYLE} council", sure=False),
    rewriting("a council in initials", "council", r"(.+) (?:[blmc]?bc|mdc|cc|dc|ua)", sure=False),
    rewriting("a London borough in initials", "council", r"lb (?:of )?(.+)", sure=False),
    rewriting(
        "a Welsh council's name", "council",
        r"cyngor (?:sir |dinas |dinas a sir |bwrdeistref sirol |bwrdeistref )?(.+)", sure=False,
    ),
)  # fmt: skip
