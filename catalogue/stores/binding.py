"""Gives a query's variables their values as SPARQL itself says it, for servers that know no other way."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.stores.pattern import find_pattern
from catalogue.stores.tokens import Kind, tokens


def based(text: str, base: str) -> str:
    """The same query with the base that it is read against; BASE may stand first (SPARQL 1.1 Query, 4.1.1), and one of
    its own overrides it. Its lines stay where they are."""
    return f"BASE <{base}> {text}" if base else text


def bind(text: str, bindings: Mapping[str, str]) -> str:
    """A SELECT with a VALUES at the head of its outermost group; the terms must have been read as terms before.

    There a filter of that group sees them, as it does not see the VALUES that may end a query. The text keeps its
    lines, so that a place named in an error stays right but for columns behind the first brace.
    """
    if not bindings:
        return text
    names, terms = " ".join(f"?{name}" for name in bindings), " ".join(bindings.values())
    values = f" VALUES ({names}) {{ ({terms}) }} "
    begin, end = find_pattern(text)
    first = next(tokens(text[begin:]))
    if first.kind is Kind.WORD and first.text.upper().startswith("SELECT"):
        # A group that is a SELECT itself can hold nothing beside it.
        return f"{text[:begin]}{values}{{{text[begin:end]}}}{text[end:]}"
    return f"{text[:begin]}{values}{text[begin:]}"
