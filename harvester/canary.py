"""The first page tells of the others: where none of its records can be read, nothing else is asked."""

from __future__ import annotations

from collections.abc import Sequence

_BEGINS = "none of the first "
_FEWEST = (
    10  # where each record has a page of its own, two broken ones at the start tell nothing of the others
)


def none_read(reasons: Sequence[str], *, last: bool) -> str:
    """Why a run ends early, by what is wrong with each record so far; "" where it goes on. `last` says that no
    page is left to ask for.

    A single record that stands alone proves nothing of its portal.
    """
    if len(reasons) < (2 if last else _FEWEST):
        return ""
    return f"{_BEGINS}{len(reasons):,} records could be read: {reasons[0].rstrip('.')}"


def is_dead(reason: str) -> bool:
    """Whether a run was ended for this reason because none of its first records could be read."""
    return reason.startswith(_BEGINS)
