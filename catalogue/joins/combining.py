"""Whether data under two licences may be combined, in plain words."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vocab import Vocabulary

ASKS_FILE = Path(__file__).with_name("asks.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a licence asks: its code and name, "" where none that we know is stated. `stated` says that one is stated,
    known or not; `credit` that the source is to be named, `same` that what is made of the data keeps the licence."""

    code: str = ""
    name: str = ""
    stated: bool = False
    open: bool = False
    credit: bool = False
    same: bool = False


def terms_of(code: str, openness: str, vocabulary: Vocabulary) -> Terms:
    """The terms of a licence of the vocabulary; of one that is not known only whether it is stated."""
    concept = vocabulary.find("licence", code) if code else None
    if concept is None:
        return Terms(stated=openness != "not-stated")
    return Terms(
        code=concept.code,
        name=concept.label(),
        stated=True,
        open=concept.facts.get("open") == "true",
        credit=code in _asks()["credit"],
        same=code in _asks()["same"],
    )


def may_combine(ours: Terms, theirs: Terms) -> str:
    """One or two sentences for whoever asks; `ours` are the terms of the dataset that is looked at."""
    if not ours.stated and not theirs.stated:
        return "Neither states a licence: ask both publishers before you combine them."
    if not ours.stated or not theirs.stated:
        which = "This one" if not ours.stated else "The other"
        return f"{which} states no licence: ask its publisher before you combine them."
    shut = [name for name, terms in (("this one", ours), ("the other", theirs)) if not terms.open]
    if shut:
        return f"Read the terms of {' and of '.join(shut)} first: not everything is allowed."
    return " ".join(_open(ours, theirs))


def _open(ours: Terms, theirs: Terms) -> Iterator[str]:
    alike = {terms.code: terms.name for terms in (ours, theirs) if terms.same}
    if len(alike) > 1:
        yield (
            "Both may be used, but each asks that what you make keeps its own licence: "
            "keep what you make to yourself, or ask."
        )
        return
    naming = ours.credit and theirs.credit
    yield "You may combine them, and must name both sources." if naming else "You may combine them."
    if not naming and (ours.credit or theirs.credit):
        yield f"Name {'this one' if ours.credit else 'the other'} as a source."
    yield from (f"Share what you make under the same terms: {name}." for name in alike.values())


@cache
def _asks() -> Mapping[str, frozenset[str]]:
    with ASKS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {name: frozenset(row["licence"] for row in rows if row[name]) for name in ("credit", "same")}
