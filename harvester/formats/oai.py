"""Answers of OAI-PMH 2.0, read apart (https://www.openarchives.org/OAI/openarchivesprotocol.html)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harvester.formats.elements import attribute, each, name_of, one, text_of, texts_of, word_of
from harvester.formats.xml import Element, read_xml
from harvester.record import PageUnreadable

_EXPECTED = "an answer of OAI-PMH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Where a list goes on (3.5): `value` is "" at its end; `size` and `cursor` are None where the server is silent."""

    value: str = ""
    size: int | None = None
    cursor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands around one record (2.5): its identifier, whether it was deleted, and the record itself."""

    identifier: str
    deleted: bool
    metadata: Element | None


class Refused(PageUnreadable):
    """The server answers that it cannot (3.6), which it does in a 200; `code` is the protocol's word for why."""

    def __init__(self, code: str, told: str) -> None:
        self.code = code
        super().__init__(f"the server answers {code}: {told[:300] or 'no reason given'}")


def read_answer(body: bytes, verb: str) -> Element:
    """The part of an answer that its verb asked for. Raises Refused, or PageUnreadable for what is no such answer."""
    root = read_xml(body, expected=_EXPECTED)
    if name_of(root) != "OAI-PMH":
        raise PageUnreadable(f"expected {_EXPECTED}, got XML whose root is <{name_of(root)}>")
    found = one(root, verb)
    if found is not None:
        return found
    for error in each(root, "error"):
        raise Refused(attribute(error, "code") or "an error without a code", text_of(error))
    raise PageUnreadable(f"expected {_EXPECTED} to {verb}, got one without <{verb}>")


def read_formats(listed: Element) -> Iterator[tuple[str, str]]:
    """Each format's prefix and namespace (4.4)."""
    for said in each(listed, "metadataFormat"):
        if prefix := word_of(said, "metadataPrefix"):
            yield prefix, word_of(said, "metadataNamespace")


def read_records(listed: Element) -> Iterator[Header]:
    """The records of a list (4.5), deleted ones among them."""
    for said in each(listed, "record"):
        yield _header(one(said, "header"), one(said, "metadata/*"))


def read_headers(listed: Element) -> Iterator[Header]:
    """The headers of a list of identifiers (4.3); pycsw puts each into a record."""
    yield from (_header(header, None) for header in (*each(listed, "header"), *each(listed, "record/header")))


def read_token(listed: Element) -> Token:
    """The token that ends a list's part; without one the list is whole."""
    said = one(listed, "resumptionToken")
    size, cursor = attribute(said, "completeListSize"), attribute(said, "cursor")
    return Token(value=text_of(said), size=_number(size), cursor=_number(cursor))


def granularity_of(identified: Element) -> str:
    """How exact the server's dates are (2.7.1); days where it does not say."""
    return next(iter(texts_of(identified, "granularity")), "YYYY-MM-DD")


def _header(header: Element | None, metadata: Element | None) -> Header:
    return Header(
        identifier=word_of(header, "identifier"),
        deleted=attribute(header, "status") == "deleted",
        metadata=metadata,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
