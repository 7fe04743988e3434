"""What a web page says in schema.org's words, however it is written: JSON-LD, microdata or RDFa (https://schema.org/docs/gs.html).

A thing becomes an object whose keys are schema.org's bare names (`name`), or those of other vocabularies with their usual prefix
(`dct:accrualPeriodicity`), with its types in the list `@type`. No context is fetched: prefixes and aliases are read from the page itself,
and what has neither is schema.org's.
"""  # noqa: E501

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml import html as web

from harvester.formats.native import as_utf8, listed, mapping, objects, read_document, text
from vocab.namespaces import DCAT, DCT, FOAF

Thing = dict[str, Any]

_DATASETS = frozenset(("Dataset", "DataFeed"))
_HOLDERS = (
    "dataset",
    "mainEntity",
    "itemListElement",
    "item",
)  # where a page's own datasets stand in other things
_SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/?#?")
_PREFIXES = {"schema": "https://schema.org/", "sdo": "https://schema.org/", "s": "https://schema.org/"}
_PREFIXES |= {"dct": DCT.IRI, "dcterms": DCT.IRI, "dcat": DCAT.IRI, "foaf": FOAF.IRI}
_USUAL = {DCT.IRI: "dct:", DCAT.IRI: "dcat:", FOAF.IRI: "foaf:"}
_COMMENT = re.compile(
    r'("(?:[^"\\]|\\(?:.|\Z))*+(?:"|\Z))|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)', re.DOTALL
)
_COMMA = re.compile(r'("(?:[^"\\]|\\(?:.|\Z))*+(?:"|\Z))|,(?=\s*[}\]])', re.DOTALL)
_WRAPPED = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*;?\s*$")
_DEPTH = 40
_EMBEDDED = 4  # levels to which a thing that is referred to is put in its place
_SCRIPT = 4_000_000  # signs
_FEW_WORDS = 30  # a page of fewer, with scripts, is drawn by them


@dataclass(slots=True, kw_only=True)
class Said:
    """What a page says: its `datasets`; what could not be read, in words, where it seems to speak of a dataset or
    not; and whether the page has next to no text of its own, so that scripts draw it."""

    datasets: list[Thing] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    scripted: bool = False


def read_page(body: bytes, url: str) -> Said:
    """The datasets that a page tells of; JSON-LD goes before microdata, and that before RDFa, where it has several."""
    said = Said()
    if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):  # JSON-LD that stands alone
        said.datasets = datasets_of(list(_things(read_document(body, expected="JSON-LD"))))
        return said
    root = _parsed(body)
    if root is None:
        return said
    documents = list(_documents(root, said))
    for way in (lambda: documents, lambda: _microdata(root, url), lambda: _rdfa(root, url)):
        things = [thing for document in way() for thing in _things(document)]
        if found := datasets_of(things):
            said.datasets = found
            return said
    said.scripted = not documents and _is_drawn(root)
    return said


def datasets_of(things: list[Thing]) -> list[Thing]:
    """The datasets among a page's things, each once, with what they refer to on the page in its place."""
    named = {text(thing.get("@id")): thing for thing in _everything(things) if not _is_reference(thing)}
    own = (thing for thing in _own(things, named, 0) if _DATASETS.intersection(thing["@type"]))
    found = [_embedded(thing, named, 0) for thing in own]
    return list({json.dumps(thing, sort_keys=True): thing for thing in found}.values())


def read_script(text: str) -> Any:
    """JSON as it stands in pages: escaped for HTML, inside of comments, with commas too many. Raises ValueError."""
    text = _WRAPPED.sub("", text[:_SCRIPT]).strip().rstrip(";")
    for form in (text, _COMMA.sub(r"\1", _COMMENT.sub(r"\1", text)), html.unescape(text)):
        try:
            return json.loads(form, strict=False, parse_constant=lambda _: None)
        except (ValueError, RecursionError) as error:
            failed = error
    raise ValueError(str(failed)[:200])


def _parsed(body: bytes) -> Any:
    text = as_utf8(body).decode().replace("\0", "")
    try:
        return web.document_fromstring(
            text.encode(), parser=web.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _documents(root: Any, said: Said) -> Iterator[Any]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        text = "".join(script.itertext())
        try:
            if text.strip():
                yield read_script(text)
        except ValueError as error:
            told = " of a dataset" if re.search(r"[\"'/:;]Dataset\b", text) else ""
            said.unread.append(f"a script{told} is not JSON: {error}")


def _microdata(root: Any, url: str) -> Iterator[Any]:
    if next(root.iterfind(".//*[@itemscope]"), None) is not None:
        # only now: half a second, which pages with JSON-LD need not pay
        from extruct.w3cmicrodata import MicrodataExtractor

        yield [_of_item(item, 0) for item in objects(MicrodataExtractor().extract_items(root, base_url=url))]


def _of_item(item: Any, depth: int) -> Any:
    """An item of microdata in the form of JSON-LD."""
    if not isinstance(item, dict) or depth > _DEPTH:
        return item if not isinstance(item, list) else [_of_item(one, depth + 1) for one in item]
    said = {name: _of_item(value, depth + 1) for name, value in mapping(item.get("properties")).items()}
    return {"@type": listed(item.get("type")), **({"@id": item["id"]} if item.get("id") else {}), **said}


def _rdfa(root: Any, url: str) -> Iterator[Any]:
    if next(root.iterfind(".//*[@typeof]"), None) is not None:
        from extruct.rdfa import RDFaExtractor

        yield RDFaExtractor().extract(web.tostring(root, encoding="unicode"), base_url=url)


def _things(document: Any) -> Iterator[Thing]:
    """The things at the top of a document: it itself, its list, or its graph."""
    for item in objects(document):
        context = _context(item.get("@context"))
        thing = _plain(item, context, 0)
        if isinstance(thing, dict):
            graph = thing.pop("@graph", None)
            yield from (one for one in objects(graph))
            if len(thing) > 1 or not graph:
                yield thing


def _context(said: Any) -> dict[str, str]:
    """What a document's own context says of its names: prefixes, and aliases of single names."""
    return {
        name: meant
        for part in listed(said)
        for name, value in mapping(part).items()
        if (meant := value if isinstance(value, str) else mapping(value).get("@id"))
        and isinstance(meant, str)
    }


def _plain(value: Any, context: Mapping[str, str], depth: int) -> Any:
    """A value with bare names throughout; what is nested deeper than 40 is left out."""
    if depth > _DEPTH:
        return None
    if isinstance(value, list):
        return [_plain(one, context, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    for holder in ("@list", "@set"):
        if holder in value:
            return _plain(value[holder], context, depth + 1)
    own = {**context, **_context(value.get("@context"))}
    thing = {
        _name(name, own): _plain(inner, own, depth + 1) for name, inner in value.items() if name != "@context"
    }
    if "@type" in thing or "@value" not in thing:
        thing["@type"] = [_name(one, own) for one in listed(thing.get("@type")) if isinstance(one, str)]
    return thing


def _name(name: str, context: Mapping[str, str]) -> str:
    """A name without the namespace of schema.org, or with the usual prefix of another."""
    if name.startswith("@"):
        return name
    name = {"id": "@id", "type": "@type"}.get(name, name) if context.get(name) in ("@id", "@type") else name
    meant = context.get(name, name)
    prefix, colon, rest = meant.partition(":")
    if colon and not rest.startswith("//"):
        meant = context.get(prefix, _PREFIXES.get(prefix, f"{prefix}:")) + rest
    if found := _SCHEMA.match(meant):
        return meant[found.end() :] or name
    space = next((space for space in _USUAL if meant.startswith(space)), "")
    return _USUAL[space] + meant[len(space) :] if space else meant


def _everything(things: list[Thing]) -> Iterator[Thing]:
    pending: list[Any] = list(things)
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _own(things: list[Thing], named: Mapping[str, Thing], depth: int) -> Iterator[Thing]:
    """The things themselves, and those that a catalogue, a list or a page holds; a reference is what it names."""
    for thing in things:
        meant = named.get(text(thing.get("@id")), thing) if _is_reference(thing) else thing
        if not isinstance(meant.get("@type"), list):
            continue
        yield meant
        if depth < _EMBEDDED and not _DATASETS.intersection(meant["@type"]):
            held = [inner for name in _HOLDERS for inner in objects(meant.get(name))]
            yield from _own(held, named, depth + 1)


def _embedded(thing: Any, named: Mapping[str, Thing], depth: int) -> Any:
    """A thing with its references replaced by what they name, a few levels deep."""
    if isinstance(thing, list):
        return [_embedded(one, named, depth) for one in thing]
    if not isinstance(thing, dict):
        return thing
    if depth > _DEPTH:
        return None
    refers = _is_reference(thing) and depth < _EMBEDDED
    meant = named.get(text(thing.get("@id")), thing) if refers else thing
    return {name: _embedded(value, named, depth + 1) for name, value in meant.items() if _tells(name, value)}


def _is_reference(thing: Thing) -> bool:
    """Whether a thing only names another, which is told of elsewhere on the page."""
    return set(thing) <= {"@id", "@type"}


def _tells(name: str, value: Any) -> bool:
    """Whether a pair says something; names of the page's own, which change with each reading, do not."""
    return not (name == "@id" and text(value).startswith("_:")) and not (name == "@type" and not value)


def _is_drawn(root: Any) -> bool:
    """Whether a page is drawn by scripts: it has them, and next to no words."""
    if next(root.iter("script"), None) is None:
        return False
    body = root.find("body")
    texts = (
        []
        if body is None
        else body.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    )
    return len(" ".join(texts).split()) < _FEW_WORDS


def absolute(address: str, page: str) -> str:
    """An address as the page means it."""
    return urljoin(page, address.strip())
