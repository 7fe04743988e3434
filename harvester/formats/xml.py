"""XML from outside: opened without a DTD, entities or the network, whatever its encoding says, and kept as it means.

What is bounded: 8 million tags (told by their brackets, before anything is built), 256 levels and 10 MB a text
(libxml2's own limits, which stay on). The size of an answer is the engine's.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from html.entities import html5
from typing import Any, Final, TypeAlias
from xml.parsers import expat

from lxml import etree

from catalogue.errors import RecordError
from harvester.formats.native import as_utf8, refuse_web_page
from harvester.record import PageUnreadable

Element: TypeAlias = etree._Element

_TAGS: Final = 8_000_000
_DEPTH = 100
_MARKS = (  # UTF-32 first, since its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]{0,300}?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_PROLOG = re.compile(  # atomic, or a thousand comments would be tried in every grouping
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL | re.IGNORECASE
)
_UNALLOWED = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8]|[bcef]|1[\da-f]));",
    re.IGNORECASE,
)
_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_OWN = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_GML_ID = re.compile(r"\{http://www\.opengis\.net/gml(?:/3\.2)?\}id")
_HREF = "{http://www.w3.org/1999/xlink}href"


def read_xml(body: bytes, *, expected: str = "XML") -> Element:
    """The root of a document, without comments, instructions and white space between elements.

    Raises PageUnreadable in words that say what came instead of `expected`: nothing, a web page, a document that
    declares entities or is too large, or where it stops being XML.
    """
    if not body.strip():
        raise PageUnreadable(f"expected {expected}, got an empty answer")
    text = to_utf8(body)
    refuse_unsafe(text, expected=expected)
    try:
        root = _parse(text)
    except etree.XMLSyntaxError as error:
        refuse_web_page(text, expected=expected)
        root = _parse_mended(text, error, expected)
    if not isinstance(root.tag, str) or etree.QName(root).localname.lower() == "html":
        raise PageUnreadable(f"expected {expected}, got a web page (title: {_page_title(root)})")
    return root


def read_record(body: bytes) -> Element:
    """A record's own element, as `canonical` kept it; raises RecordError where it is none."""
    try:
        return read_xml(body, expected="a record in XML")
    except PageUnreadable as unreadable:
        raise RecordError(str(unreadable)) from unreadable


def canonical(element: Element) -> bytes:
    """An element as exclusive canonical XML (https://www.w3.org/TR/xml-exc-c14n/): the same content has the same
    bytes, wherever in which document it stood.

    `gml:id`s that nothing refers to are left out, since servers make new ones for each answer.
    """
    _drop_idle_ids(element)
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def to_utf8(body: bytes) -> bytes:
    """A document in UTF-8 without its mark and declaration.

    A mark decides, then what is sound UTF-8 is UTF-8 whatever the declaration says (few texts are both), then the
    declaration, then Windows-1252.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _undeclared(body.decode(name, "replace").encode())
    if body[:2] in (b"<\x00", b"\x00<"):
        name = "utf-16-le" if body[0] else "utf-16-be"
        return _undeclared(body.decode(name, "replace").encode())
    return _undeclared(as_utf8(_as_declared(body.removeprefix(codecs.BOM_UTF8))))


def refuse_unsafe(body: bytes, *, expected: str) -> None:
    """Raises PageUnreadable for XML (in UTF-8) that declares entities or has more tags than a page may have."""
    if _PROLOG.match(body) and b"<!ENTITY" in body:
        raise PageUnreadable(f"expected {expected}, got XML that declares entities; such XML is not read")
    if body.count(b"<") > _TAGS:
        raise PageUnreadable(f"expected {expected}, got XML of more than {_TAGS:,} tags")


def refuse_deep(body: bytes, *, expected: str) -> None:
    """Raises PageUnreadable for XML that nests deeper than 100 elements, for parsers that set no bound themselves.

    XML that is not well-formed passes: the parser that follows says so better.
    """
    depth = 0

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise PageUnreadable(f"expected {expected}, got XML nested deeper than {_DEPTH} elements")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    with suppress(expat.ExpatError):
        parser.Parse(body, True)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        strip_cdata=True,
    )


def _parse(text: bytes) -> Element:
    return etree.fromstring(text, parser=_parser())


def _parse_mended(text: bytes, error: etree.XMLSyntaxError, expected: str) -> Element:
    """Once more, with what portals often write and XML does not allow: control characters, entities of HTML, bare
    ampersands."""
    mended = _AMPERSAND.sub(_as_character, _UNALLOWED.sub(b" ", text))
    if mended != text:
        with suppress(etree.XMLSyntaxError):
            return _parse(mended)
    begins = text[:40].decode("utf-8", "replace").strip()
    raise PageUnreadable(
        f"expected {expected}, got text that is not XML ({str(error)[:200]}); it begins {begins!r}"
    ) from error


def _as_character(found: re.Match[bytes]) -> bytes:
    name = found.group(1)
    if name in _OWN:
        return found.group()
    character = html5.get(f"{name.decode()};") if name else None
    if character is None:
        return b"&amp;" + found.group()[1:]
    return "".join(f"&#{ord(one)};" for one in character).encode()


def _undeclared(body: bytes) -> bytes:
    """A document without its declaration, which speaks of another encoding; a feed's first line may be empty."""
    found = _DECLARATION.match(body)
    return body[found.end() :].lstrip() if found else body.lstrip()


def _as_declared(body: bytes) -> bytes:
    """A document as its declaration reads it, where it is no UTF-8."""
    try:
        body.decode()
    except UnicodeDecodeError:
        declared = _DECLARATION.match(body)
        named = _ENCODING.search(declared.group()) if declared else None
        with suppress(LookupError, UnicodeDecodeError):
            return body.decode(named.group(1).decode()).encode() if named else body
    return body


def _drop_idle_ids(element: Element) -> None:
    named = [(one, name) for one in element.iter() for name in one.attrib if _GML_ID.fullmatch(str(name))]
    if not named:
        return
    meant = {str(one.get(_HREF)).removeprefix("#") for one in element.iter() if one.get(_HREF)}
    for one, name in named:
        if one.attrib[name] not in meant:
            del one.attrib[name]


def _page_title(root: Any) -> str:
    titles = (
        one for one in root.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == "title"
    )
    return " ".join("".join(next(titles, root).itertext()).split())[:200] or "none"
