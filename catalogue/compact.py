"""Compact JSON, as the ledger keeps it: the same value always gives the same bytes."""

from __future__ import annotations

from typing import Any

import orjson


def compact_json(value: Any) -> bytes:
    """JSON of values from outside. Half a character, as a lone "\\ud83d" brings it and UTF-8 cannot say it, is replaced
    by the one that stands for what is lost."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_whole(value))


def _whole(value: Any) -> Any:
    """The same value with every lone surrogate replaced by the character that stands for what is lost."""
    match value:
        case str():
            return value.encode(errors="surrogatepass").decode(errors="replace")
        case dict():
            return {name: _whole(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_whole(inner) for inner in value]
        case _:
            return value
