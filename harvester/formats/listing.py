"""A long JSON list read item by item, so that memory stays flat however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import ijson

from harvester.formats.depth import refuse_deep
from harvester.formats.native import as_utf8, read_document, refuse_web_page
from harvester.record import PageUnreadable


def read_items(body: bytes, *, name: str, expected: str, beside: Sequence[str] = ()) -> Iterator[Any]:
    """The items of the list `name` of an object, or of a bare list, one after the other; none where the object has
    one of the lists `beside` in its place.

    Raises PageUnreadable at once for what is no such document, and at its place for one that ends early: what
    came before has been given by then.
    """
    refuse_web_page(body, expected=expected)
    text = as_utf8(body)
    start = text.lstrip()[:1]
    if start not in (b"{", b"["):
        raise PageUnreadable(
            f"expected {expected}, got text that begins {text[:40].decode('utf-8', 'replace')!r}"
        )
    refuse_deep(text, expected=expected)
    path = "item" if start == b"[" else _path(text, name)
    if path:
        return _items(text, path, name)
    if any(_may_have(text, other) for other in beside):
        return iter(())
    raise PageUnreadable(f"expected {expected}, got JSON without a list `{name}`")


def read_further(body: bytes, *, name: str) -> Iterator[Any]:
    """The items of a further list of an object that `read_items` took; none where it has no such list."""
    text = as_utf8(body)
    if text.lstrip()[:1] == b"{" and _may_have(text, name):
        yield from _items(text, f"{name}.item", name)


def names_in(body: bytes, names: Sequence[str]) -> list[str]:
    """Those of several names that a document uses for a list or an object, wherever it does."""
    text = as_utf8(body)
    return [name for name in names if _may_have(text, name)]


def _may_have(text: bytes, name: str) -> bool:
    """Whether a key of that name with a list or an object stands somewhere, told without parsing."""
    return re.search(rb'"' + re.escape(name.encode()) + rb'"\s*:\s*[\[{]', text) is not None


def _items(text: bytes, path: str, name: str) -> Iterator[Any]:
    count = 0
    try:
        for item in ijson.items(BytesIO(text), path, use_float=True):
            yield item
            count += 1
    except ijson.IncompleteJSONError as error:
        if not _ends_early(error):
            yield from _read_whole(text, count, name)
            return
        raise PageUnreadable(f"the document ends early, after {count} datasets") from error
    except (ijson.JSONError, ValueError):  # the latter: half a surrogate pair, or a number of 4,300 digits
        yield from _read_whole(text, count, name)


def _ends_early(error: ijson.IncompleteJSONError) -> bool:
    """Whether the text stopped; the parser gives the same error for a token that it does not know."""
    return str(error).startswith("parse error: premature EOF") or "ncomplete" in str(error)[:40]


def _read_whole(text: bytes, done: int, name: str) -> Iterator[Any]:
    """The items after `done`, by a parser that knows NaN and the like, with the whole document in memory."""
    try:
        document = read_document(text)
    except PageUnreadable as error:
        raise PageUnreadable(f"the document cannot be read after {done} datasets: {error}") from error
    found = document if isinstance(document, list) else document.get(name)
    yield from (found if isinstance(found, list) else [found])[done:]


def _path(text: bytes, name: str) -> str:
    """Where an object has its items: in the list of that name, or in one object in the list's place.

    "" where it has none; a document that breaks off or cannot be parsed before it is taken at its word.
    """
    paths = {"start_array": f"{name}.item", "start_map": name}
    try:
        for prefix, event, _ in ijson.parse(BytesIO(text), use_float=True):
            if prefix == name:
                return paths.get(event, "")
    except (ijson.JSONError, ValueError):
        return f"{name}.item" if f'"{name}"'.encode() in text else ""
    return ""
