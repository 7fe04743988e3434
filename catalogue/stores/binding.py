"""Gives a query's variables their values as SPARQL itself says it, for servers that know no other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.stores.tokens import Kind, Token, tokens


def bind(text: str, bindings: Mapping[str, str]) -> str:
    """A SELECT with a VALUES at the head of its outermost group; the terms must have been read as terms before.

    There a filter of that group sees them, as it does not see the VALUES that may end a query. The text keeps its
    lines, so that a place named in an error stays right but for columns behind the first brace.
    """
    if not bindings:
        return text
    found = tuple(tokens(text))
    opening = next(n for n, token in enumerate(found) if _is(token, "{") and not token.inside)
    names, terms = " ".join(f"?{name}" for name in bindings), " ".join(bindings.values())
    values = f" VALUES ({names}) {{ ({terms}) }} "
    begin = found[opening].start + 1
    if not _is_select(found[opening + 1]):
        return f"{text[:begin]}{values}{text[begin:]}"
    # A group that is a SELECT itself can hold nothing beside it.
    end = found[_closing(found, opening)].start
    return f"{text[:begin]}{values}{{{text[begin:end]}}}{text[end:]}"


def _closing(found: Sequence[Token], opening: int) -> int:
    depth = 0
    for number in range(opening, len(found)):
        depth += _is(found[number], "{") - _is(found[number], "}")
        if not depth:
            return number
    return len(found) - 1  # the query was read before, so its brackets are paired


def _is(token: Token, sign: str) -> bool:
    return token.kind is Kind.SIGN and token.text == sign


def _is_select(token: Token) -> bool:
    return token.kind is Kind.WORD and token.text.upper().startswith("SELECT")
