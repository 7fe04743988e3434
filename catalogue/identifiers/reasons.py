"""Why a column is taken to hold identifiers, in a sentence for people. No value of the column stands in it."""

from __future__ import annotations

from catalogue.identifiers.kinds import Kind
from catalogue.identifiers.lists import list_name
from catalogue.identifiers.looking import Look
from catalogue.identifiers.names import Hint, Source, Told


def by_name(called: str, hint: Hint, kind: Kind, *, beside: str = "") -> str:
    """The name alone tells it; `beside` is the other half of a point."""
    company = ", among others that speak of the same" if hint.told is Told.CONTEXT else ""
    return f"{_start(called, hint)}{company}{_beside(beside).rstrip(',')}{_of(hint, kind)}; no values were looked at."


def by_both(called: str, hint: Hint, kind: Kind, look: Look, *, beside: str = "") -> str:
    """The name tells it, and the values look like it."""
    start = f"{_start(called, hint)}{_beside(beside)}"
    if look.rounded and look.rounded == look.seen:
        return f"{start}, but a spreadsheet has rounded all of its values ({look.seen})."
    share = _share(look.fit, look.seen - look.rounded)
    return f"{start} and {share} like one{_of(hint, kind)}{_on_list(kind, look)}{_rounded(look)}."


def by_values(called: str, kind: Kind, look: Look) -> str:
    """The values alone tell it, whatever the column is called."""
    start = f"{_share(look.fit, look.seen)} like one: {kind.label}"
    named = f", though the column is called {called}" if called else "; the column has no name"
    return f"{start[:1].upper()}{start[1:]}{named}{_on_list(kind, look)}."


def _start(called: str, hint: Hint) -> str:
    if hint.source is Source.DESCRIPTION:
        return f"The column {called} is described as one" if called else "The column is described as one"
    return f"The column is {'entitled' if hint.source is Source.TITLE else 'called'} {called}"


def _of(hint: Hint, kind: Kind) -> str:
    """What kind it is, where the name does not say it by itself."""
    plain = hint.told is Told.ALONE and hint.whole and hint.kind == kind.code
    return "" if plain else f": {kind.label}"


def _share(fit: int, of: int) -> str:
    if fit == of:
        return "its only value looks" if of == 1 else f"all of its {of} values look"
    return f"{fit} of {of} values look"


def _on_list(kind: Kind, look: Look) -> str:
    if look.listed is None:
        return ""
    found = "each fits" if look.listed == look.fit else f"{look.listed} of them fit"
    return f"; {found} {list_name(kind)}"


def _rounded(look: Look) -> str:
    return f"; a spreadsheet has rounded {look.rounded} more" if look.rounded else ""


def _beside(column: str) -> str:
    return f", beside {column}," if column else ""
