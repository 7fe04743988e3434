"""What a scheme may know of texts: a sentence, a page of terms, an address that no label bears."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """How whole texts of one scheme are read. Every `str` that is asked about is folded, but for `parts`.

    `parts` takes a word out of what wraps it (a list, JSON) and gives the words inside, () where nothing wraps it.
    `named` gives labels that a text names, `limits` says whether it narrows what an open licence allows, `states`
    gives the label for what a text says that names nothing, "" where it says nothing of this kind.
    `own` is the notation for terms of a publisher's own; `refused` are addresses that do not lead to such terms.
    `link` is the address of the terms among the addresses of a text, as it was written.
    """

    own: str
    parts: Callable[[str], tuple[str, ...]]
    named: Callable[[str], Iterable[str]]
    limits: Callable[[str], bool]
    states: Callable[[str], str]
    refused: Callable[[str], bool]
    link: Callable[[str], str]
