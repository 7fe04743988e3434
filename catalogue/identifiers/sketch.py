"""Sketches: what two columns share, told by keyed digests of their values and never by the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from catalogue.identifiers.kinds import known_kinds
from catalogue.identifiers.plain_values import plain_value

MOST = 400
"""Digests of one sketch: the smallest, so that two sketches keep the same of what they share."""

_BYTES = 8
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many different values two sketches share, of how many of each that could be compared."""

    shared: int
    of_a: int
    of_b: int


def sketch(values: Iterable[str], kind: str, key: bytes) -> tuple[int, ...]:
    """Digests of the different values of a kind, ascending, at most 400. Values that are none of the kind are left out;
    of a kind that names one person none is made.

    The key keeps somebody with a copy of the ledger from trying all UPRNs until one fits. Kinds of one family, as the
    codes of wards and of councils are, give equal digests of equal values.
    """
    known = known_kinds().get(kind)
    if known is None or known.personal:
        return ()
    plains = {plain for value in values if (plain := plain_value(kind, value)) is not None}
    return tuple(sorted(_digest(known.family, plain, key) for plain in plains)[:MOST])


def overlap(a: Sequence[int], b: Sequence[int]) -> Overlap:
    """What two sketches made with the same key share. Of full ones only the part is compared of which both know all."""
    last = min((each[-1] for each in (a, b) if len(each) >= MOST), default=None)
    if last is not None:
        a, b = ([one for one in each if one <= last] for each in (a, b))
    ours, theirs = frozenset(a), frozenset(b)
    return Overlap(shared=len(ours & theirs), of_a=len(ours), of_b=len(theirs))


def _digest(family: str, plain: str, key: bytes) -> int:
    digest = blake2b(f"{family}\n{plain}".encode(), digest_size=_BYTES, key=key[:_LONGEST_KEY])
    return int.from_bytes(digest.digest(), "big")
