"""The list of known portals (`portals.csv`), and finding one of them by a name that somebody writes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from catalogue.errors import PortalError

STATUSES = ("active", "unsure", "dead")
_FILE = Path(__file__).with_name("portals.csv")
_ALIKE = 0.6  # of names, from which on one may be meant
_SUGGESTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A portal as the list has it. `kind` is "" where the software is not known; `body` is the code of a council
    (GSS) or of another public body, or ""; the file's head says what each `status` means."""

    slug: str
    name: str
    address: str
    kind: str
    body: str
    nation: str
    status: str
    note: str


@cache
def known_portals() -> tuple[Known, ...]:
    """Every known portal, by slug in the alphabet's order."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return tuple(Known(**row) for row in rows)


def matching(text: str, kind: str = "") -> list[Known]:
    """The known portals of a kind ("" for any) in whose facts every word of a text stands."""
    wanted = text.casefold().split()
    return [
        one
        for one in known_portals()
        if (not kind or one.kind == kind) and all(word in _said(one) for word in wanted)
    ]


def named(name: str) -> Known:
    """The known portal that a name means: its slug, its name, or the one portal in whose facts all words stand.

    PortalError where none or several are meant; it names those that are likeliest.
    """
    wanted = " ".join(name.casefold().split())
    exact = [
        one for one in known_portals() if wanted in (one.slug, one.name.casefold(), one.address.casefold())
    ]
    found = exact or [one for one in matching(name) if one.status != "dead"]
    if len(found) == 1:
        return found[0]
    raise PortalError(_which(name, found or _alike(wanted)))


def _which(name: str, likely: Iterable[Known]) -> str:
    shown = [f"{one.slug} ({one.name})" for one in likely]
    if not shown:
        return f"no known portal is named {name!r}; `stook portal known` lists them"
    more = f", and {len(shown) - _SUGGESTED:,} more" if len(shown) > _SUGGESTED else ""
    return f"{name!r} does not name one known portal; did you mean {', '.join(shown[:_SUGGESTED])}{more}?"


def _alike(wanted: str) -> list[Known]:
    """The portals whose slug or name is written most like it, the likest first."""
    scored = [(_likeness(wanted, one), one) for one in known_portals()]
    likest = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return [one for _, one in likest[:_SUGGESTED]]


def _likeness(wanted: str, one: Known) -> float:
    names = (one.slug, one.name.casefold(), one.name.casefold().partition(" council")[0])
    return max(SequenceMatcher(None, wanted, name, autojunk=False).ratio() for name in names)


def _said(one: Known) -> str:
    return " ".join((one.slug, one.name, one.address, one.body, one.nation)).casefold()
