"""The first page tells of the others: where none of its records can be read, nothing else is asked."""

from __future__ import annotations

from collections.abc import Sequence

_BEGINS = "none of the first "


def none_read(reasons: Sequence[str], *, leads_on: bool) -> str:
    """Why a run ends at its first page, by what is wrong with each of its records; "" where it goes on.

    A single record that stands alone proves nothing of its portal.
    """
    if not reasons or (len(reasons) == 1 and not leads_on):
        return ""
    return f"{_BEGINS}{len(reasons):,} records could be read: {reasons[0].rstrip('.')}"


def is_dead(reason: str) -> bool:
    """Whether a run was ended for this reason because none of its first records could be read."""
    return reason.startswith(_BEGINS)
