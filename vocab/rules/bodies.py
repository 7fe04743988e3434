"""How portals write the names of councils and other public bodies."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

_STYLE = "(?:london |royal |metropolitan |county )?(?:borough|city|county|district)"

HABITS: Final[tuple[Habit, ...]] = (
    rewriting("a council with its article", "council", r"the (.+)"),
    rewriting("a council's portal", "council", r"(.+) open data(?: portal| hub)?"),
    rewriting(
        "a council in another style", "council", rf"(?:the )?{_STYLE} of (.+?)(?: council)?", sure=False
    ),
    rewriting("a council in another style", "council", rf"(.+?) {_STYLE} council", sure=False),
    rewriting("a council in initials", "council", r"(.+) (?:[blmc]?bc|mdc|cc|dc)", sure=False),
)
