"""What every OGC web service answers in: its capabilities, and exceptions, even with a 200 (OGC 06-121r9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harvester.formats.elements import attribute, each, every, name_of, one, text_of, texts_of
from harvester.formats.xml import Element, read_xml
from harvester.record import PageUnreadable

_EXCEPTIONS = frozenset(("ExceptionReport", "ServiceExceptionReport"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a service: where it is asked by GET and by POST, and the values its parameters may have."""

    gets: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_answer(body: bytes, *, expected: str, roots: frozenset[str]) -> Element:
    """The root of an answer, one of `roots`; raises PageUnreadable with the reason that an exception gives."""
    root = read_xml(body, expected=expected)
    if name_of(root) in _EXCEPTIONS:
        raise PageUnreadable(f"the service refuses: {_reason(root)}")
    if name_of(root) not in roots:
        raise PageUnreadable(f"expected {expected}, got XML that begins with <{name_of(root)}>")
    return root


def operations(root: Element) -> dict[str, Operation]:
    """The operations that a capabilities document lists, by name."""
    return {
        attribute(said, "name"): Operation(
            gets=_addresses(said, "Get"),
            posts=_addresses(said, "Post"),
            parameters={
                attribute(one, "name").lower(): texts_of(one, "Value") + texts_of(one, "AllowedValues/Value")
                for one in each(said, "Parameter|Constraint")
            },
        )
        for said in each(root, "OperationsMetadata/Operation")
    }


def with_question(url: str, parameters: str) -> str:
    """An address with parameters added to those that it may have."""
    if "?" not in url:
        return f"{url}?{parameters}"
    return f"{url}{parameters}" if url.endswith(("?", "&")) else f"{url}&{parameters}"


def _addresses(said: Element, method: str) -> tuple[str, ...]:
    """The addresses of one method; one that takes nothing but SOAP is none."""
    found = [way for way in each(said, f"DCP/HTTP/{method}") if not _soap_alone(way)]
    return tuple(dict.fromkeys(href for way in found if (href := attribute(way, "href"))))


def _soap_alone(way: Element) -> bool:
    encodings = [text_of(value).upper() for value in every(way, "Value")]
    return bool(encodings) and all("SOAP" in encoding for encoding in encodings)


def _reason(root: Element) -> str:
    """An exception in one line: its code, its place, its words."""
    found = next(iter(each(root, "Exception|ServiceException")), None)
    code, place = attribute(found, "exceptionCode") or attribute(found, "code"), attribute(found, "locator")
    words = text_of(one(found, "ExceptionText")) or text_of(found)
    head = " ".join(part for part in (code, f"({place})" if place else "") if part)
    return ": ".join(part for part in (head, " ".join(words.split())[:400]) if part) or "no reason given"
