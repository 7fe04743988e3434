"""A portal's own JSON: the document opened, and its values read however they were typed."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson

from catalogue.errors import RecordError
from catalogue.iri import is_web_address, read_iri
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable
from vocab.namespaces import GEO, XSD

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FOUR_NUMBERS = re.compile(r"[-+\d.eE]{1,40}(?:\s{0,3}[,;]\s{0,3}[-+\d.eE]{1,40}){3}", re.ASCII)
_PAGE_TITLE = re.compile(rb"<title[^>]*>(.{0,400}?)</title", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(rb"\s*<(!doctype html|html|head|body|!--)", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_document(body: bytes, *, expected: str = "JSON") -> Any:
    """A whole JSON document: UTF-8 with or without a mark, UTF-16, Windows-1252; NaN is read as null.

    Raises PageUnreadable in words that say what came instead of `expected`.
    """
    refuse_web_page(body, expected=expected)
    if not body.strip():
        raise PageUnreadable(f"expected {expected}, got an empty answer")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_lenient(as_utf8(body), expected)


def refuse_web_page(body: bytes, *, expected: str) -> None:
    """Raises PageUnreadable where an answer is a page for people, with the title that it shows."""
    if not _MARKUP.match(body.removeprefix(b"\xef\xbb\xbf")):
        return
    title = _PAGE_TITLE.search(body[:20_000])
    shown = " ".join(html.unescape(title.group(1).decode("utf-8", "replace")).split()) if title else "none"
    raise PageUnreadable(f"expected {expected}, got a web page (title: {shown})")


def as_utf8(body: bytes) -> bytes:
    """The same text in UTF-8 without a byte order mark. What is neither UTF-8 nor UTF-16 is Windows-1252."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").encode()
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace").encode()
    return body


def pack(record: object) -> bytes:
    """A record as compact JSON with sorted keys, so that the order of its keys does not change its digest.

    Raises RecordError where it cannot be kept (nested too deeply).
    """
    try:
        return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number beyond 64 bits, a lone surrogate, or nesting beyond 254
        return _pack_lenient(record)


def unpack(body: bytes) -> dict[str, Any]:
    """A record that `pack` wrote; raises RecordError where it is no object."""
    try:
        record = json.loads(body) if b"\\ud" in body else orjson.loads(body)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"the record is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise RecordError(f"the record is {name_of(record)}, not an object")
    return record


def name_of(value: object) -> str:
    """What a JSON value is, in words."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def text(value: object) -> str:
    """A value as one text, trimmed; "" for null, lists, objects and what is not a finite number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip() if value.isascii() else _SURROGATE.sub("�", value).strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    return ""


def listed(value: object) -> list[Any]:
    """A value as a list: one thing is a list of one, null and "" of none."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list; one object counts as a list of one."""
    return [item for item in listed(value) if isinstance(item, dict)]


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def words(value: object) -> tuple[str, ...]:
    """Every text in a value: one text, a list, or a list written as JSON in a text. Each stands once."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        if value[0] != "[":
            return (found,) if (found := text(value)) else ()
        value = inner_json(value)
    return tuple(dict.fromkeys(found for item in listed(value) if (found := text(item))))


def inner_json(value: object) -> object:
    """What a text that is JSON says; any other value as it is."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def texts(value: object, lang: str = "") -> tuple[Text, ...]:
    """Words for people: plain, in a list, or by language (`{"en": …, "cy": …}`)."""
    if value is None or value == "":
        return ()
    if isinstance(value, dict):
        return tuple(
            Text(word, tag if tag.isalpha() or "-" in tag else "")
            for tag, inner in value.items()
            for word in words(inner)
        )
    return tuple(Text(word, lang) for word in words(value))


def first(*values: object) -> str:
    """The first of several values that has a text."""
    for value in values:
        if value is not None and (found := text(value)):
            return found
    return ""


def terms(value: object) -> tuple[Term, ...]:
    """Words from a vocabulary."""
    return tuple(Term(word) for word in words(value)) if value else ()


def term(*values: object) -> Term | None:
    """The first word from a vocabulary."""
    for value in values:
        if value and (word := text(value)):
            return Term(word)
    return None


def links(value: object) -> tuple[str, ...]:
    """The web addresses among a value's texts."""
    return tuple(word for word in words(value) if is_web_address(word)) if value else ()


def mailbox(value: object) -> str | None:
    """An e-mail address as a `mailto:` link; None where the value holds none."""
    address = text(value).removeprefix("mailto:").strip()
    if is_web_address(address):
        return address
    return f"mailto:{address}" if "@" in address else None


def typed(value: object, datatype: str = "") -> Typed | None:
    """A text with a datatype; None where there is no text."""
    found = text(value)
    return Typed(found, datatype) if found else None


def date(value: object, *, naive: str = "") -> Typed | None:
    """A date as published. A whole date-time without a zone gets `naive` ("Z" where the portal means UTC)."""
    return _date(value.strip() if isinstance(value, str) else text(value), naive) if value else None


def epoch_date(value: object) -> Typed | None:
    """Milliseconds since 1970 as a date-time in UTC; anything else as `date` reads it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**53:
        return date(value)
    try:
        moment = _EPOCH + timedelta(milliseconds=int(value))
    except OverflowError:
        return typed(value)
    return Typed(moment.isoformat(timespec="seconds").replace("+00:00", "Z"), XSD.dateTime)


def byte_size(value: object) -> Typed | None:
    """A size in bytes; one that is no whole number stays text."""
    if value is None or value == "":
        return None
    found = text(value).removesuffix(".0")
    return typed(found, XSD.nonNegativeInteger if found.isascii() and found.isdigit() else "")


def iri(value: object) -> str:
    """An absolute web IRI, or ""."""
    found = text(value)
    return (read_iri(found) or "") if is_web_address(found) else ""


def box(west: object, south: object, east: object, north: object) -> Typed | None:
    """Four named edges as WKT; None where one is no number. Edges that are no degrees, or cross the 180th meridian,
    stand as an envelope with its numbers as they are: what they mean is settled later."""
    try:
        w, s, e, n = (float(text(edge)) for edge in (west, south, east, north))
    except ValueError:
        return None
    if not all(map(math.isfinite, (w, s, e, n))):
        return None
    if w > e or not (abs(w) <= 180 and abs(e) <= 180 and abs(s) <= 90 and abs(n) <= 90):
        return Typed(f"ENVELOPE({w!r},{e!r},{n!r},{s!r})")
    corners = ((w, s), (e, s), (e, n), (w, n), (w, s))
    return Typed(f"POLYGON(({','.join(f'{x:.10g} {y:.10g}' for x, y in corners)}))", GEO.wktLiteral)


def bounds(value: object) -> Typed | None:
    """A box written as a text or a list of four numbers, as it was written: their order is settled later."""
    said = ",".join(map(text, value)) if isinstance(value, list) and len(value) == 4 else text(value)
    return Typed(said) if _FOUR_NUMBERS.fullmatch(said) else None


@lru_cache(maxsize=4096)
def _date(found: str, naive: str) -> Typed | None:
    if naive and _NAIVE.fullmatch(found):
        return Typed((found if found.count(":") == 2 else found + ":00") + naive, XSD.dateTime)
    if _ZONED.fullmatch(found):
        return Typed(found, XSD.dateTime)
    if _DATE.fullmatch(found):
        return Typed(found, XSD.date)
    return Typed(text(found)) if found else None


def _read_lenient(body: bytes, expected: str) -> Any:
    try:
        return json.loads(body.decode(), parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        start = body[:40].decode("utf-8", "replace").strip()
        raise PageUnreadable(
            f"expected {expected}, got text that is not JSON (line {error.lineno}: {error.msg}); it begins {start!r}"
        ) from error
    except (RecursionError, ValueError) as error:  # the latter: a number of more than 4,300 digits
        raise PageUnreadable(f"expected {expected}, got JSON that cannot be read: {error}") from error


def _pack_lenient(record: object) -> bytes:
    try:
        return json.dumps(record, sort_keys=True, separators=(",", ":"), default=str).encode()
    except (RecursionError, ValueError) as error:
        raise RecordError("the record is nested too deeply to read") from error
