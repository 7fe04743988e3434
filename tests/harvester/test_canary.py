"""When a run is left because nothing of a portal can be read, and when it goes on."""

from __future__ import annotations

import pytest

from harvester.canary import is_dead, none_read


@pytest.mark.parametrize(
    ("unreadable", "last", "ends"),
    [
        (0, True, False),
        (1, True, False),
        (2, True, True),
        (2, False, False),
        (9, False, False),
        (10, False, True),
    ],
)
def test_a_few_broken_records_end_a_run_only_where_there_are_no_others(
    unreadable: int, last: bool, ends: bool
) -> None:
    """In a folder of files each record is a page: the first two broken ones must not cost the rest."""
    assert is_dead(none_read(["It has no title."] * unreadable, last=last)) is ends
