"""Why a column is taken to hold identifiers, in a sentence for people. No value of the column stands in it."""

from __future__ import annotations

from catalogue.identifiers.kinds import Kind
from catalogue.identifiers.lists import list_name
from catalogue.identifiers.looking import Look


def by_name(called: str, *, whole: bool, beside: str = "") -> str:
    """The name alone tells it."""
    told = (
        f"The column is called {called}" if whole else f"The name of the column, {called}, ends in one for it"
    )
    return f"{told}{_beside(beside)}; no values were looked at."


def by_both(called: str, kind: Kind, look: Look, *, beside: str = "") -> str:
    """The name tells it, and the values look like it."""
    if look.rounded and look.rounded == look.seen:
        return f"The column is called {called}, but a spreadsheet has rounded all of its {look.seen} values."
    whole = look.seen - look.rounded
    start = f"The column is called {called}{_beside(beside)} and {_share(look.fit, whole)} like one"
    return start + _on_list(kind, look) + _rounded(look) + "."


def by_values(called: str, kind: Kind, look: Look, *, beside: str = "") -> str:
    """The values alone tell it, whatever the column is called."""
    start = f"{_share(look.alone, look.seen)} like one ({kind.label})"
    named = f", though the column is called {called}" if called else ", though the column has no name"
    return start[:1].upper() + start[1:] + named + _beside(beside) + _on_list(kind, look) + "."


def _share(fit: int, of: int) -> str:
    if fit == of:
        return "its only value looks" if of == 1 else f"all of its {of} values look"
    return f"{fit} of {of} values look"


def _on_list(kind: Kind, look: Look) -> str:
    if look.listed is None:
        return ""
    count = "each" if look.listed == look.fit else f"{look.listed}"
    return (
        f"; {count} of them fits {list_name(kind)}"
        if count == "each"
        else f"; {count} of them fit {list_name(kind)}"
    )


def _rounded(look: Look) -> str:
    return f"; a spreadsheet has rounded {look.rounded} more" if look.rounded else ""


def _beside(column: str) -> str:
    return f", beside {column}," if column else ""
