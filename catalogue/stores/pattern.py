"""Where the pattern of a query stands in its text; only for queries that the engine has read."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.stores.tokens import Kind, Token, tokens


def find_pattern(text: str) -> tuple[int, int]:
    """The offsets behind the brace that opens the outermost group, and of the one that closes it.

    It is the first group that is in no bracket, behind a CONSTRUCT's template; a VALUES at the end comes later.
    """
    found = tuple(tokens(text))
    groups = [n for n, token in enumerate(found) if _is(token, "{") and not token.inside]
    before = found[groups[0] - 1]
    has_template = before.kind is Kind.WORD and before.text.upper().endswith("CONSTRUCT")
    opening = groups[1] if has_template else groups[0]
    return found[opening].start + 1, found[_closing(found, opening)].start


def _closing(found: Sequence[Token], opening: int) -> int:
    depth = 0
    for number in range(opening, len(found)):
        depth += _is(found[number], "{") - _is(found[number], "}")
        if not depth:
            return number
    return len(found) - 1


def _is(token: Token, sign: str) -> bool:
    return token.kind is Kind.SIGN and token.text == sign
