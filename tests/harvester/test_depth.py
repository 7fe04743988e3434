"""How deep JSON is nested."""

from __future__ import annotations

import pytest

from harvester.formats.depth import depth_of, refuse_deep
from harvester.record import PageUnreadable


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        (b"", 0),
        (b"1", 0),
        (b"{}", 1),
        (b'{"a":[{"b":1},{"c":[2]}]}', 4),
        (b'"[[[["', 0),
        (b'{"a":"]]]]","b":[1]}', 2),
        (rb'{"a":"\"[[[\\","b":[1]}', 2),
        (rb'["\n", "[[", [1]]', 2),
        (b"[" * 5_000, 5_000),
    ],
)
def test_brackets_within_strings_do_not_count(text: bytes, depth: int) -> None:
    """Escaped quotes end no string, and an escaped backslash escapes nothing."""
    assert depth_of(text) == depth


def test_a_document_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(PageUnreadable, match="got JSON nested 2,501 levels deep"):
        refuse_deep(b"[" * 2_501, expected="a list")
    refuse_deep(b"[" * 2_500, expected="a list")
