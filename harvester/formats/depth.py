"""How deep a JSON document is nested, told from its bytes before anything is built.

Readers that stream keep the path of where they are; a path of a hundred thousand steps takes them hours.
"""

from __future__ import annotations

import re

import numpy as np

from harvester.record import PageUnreadable

DEEPEST = 2_500
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"?')
_TELLING = b'"[]{}'
_OTHERS = bytes(byte for byte in range(256) if byte not in _TELLING)


def depth_of(text: bytes) -> int:
    """The deepest nesting of lists and objects; brackets within strings do not count. 20 MB take a second."""
    plain = _STRING.sub(b"", _ESCAPED.sub(b"", text).translate(None, _OTHERS))
    letters = np.frombuffer(plain, dtype=np.uint8)
    steps = np.where((letters == ord("[")) | (letters == ord("{")), 1, -1)
    return int(np.cumsum(steps).max(initial=0))


def refuse_deep(text: bytes, *, expected: str) -> None:
    """Raises PageUnreadable for a document that is nested deeper than any that describes data."""
    depth = depth_of(text)
    if depth > DEEPEST:
        raise PageUnreadable(f"expected {expected}, got JSON nested {depth:,} levels deep")
