"""Whether an answer bears a sign: it must parse, and hold the keys named. Anything else is no evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from pyoxigraph import parse

from harvester.detecting.answer import (
    ABSENT,
    Answer,
    is_of,
    json_values,
    local_name,
    namespace,
    read_json,
    read_xml,
    shown,
    xml_values,
)
from harvester.detecting.table import Sign
from harvester.drafting.list_columns import read_columns
from harvester.formats.feed import read_feed, syntaxes
from harvester.formats.native import as_utf8, listed, mapping, words
from harvester.formats.table import read_sheets
from harvester.record import PageUnreadable
from vocab.namespaces import DCAT

_DATASET = re.compile(r"^(https?://schema\.org/|schema:)?(Dataset|DataCatalog|DataFeed)$")
_LD_JSON = re.compile(
    rb"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.{0,500000}?)</script", re.I | re.S
)
_PARENT = re.compile(r"parent directory|index of|<pre>|directory listing", re.IGNORECASE)
_MARKUP = re.compile(
    rb"\s*<(!doctype html|(html|head|body|meta|link|title|script|div|p|a)[\s>])", re.IGNORECASE
)
_LEADS = 5
_HEAD_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an answer shows of a sign. `leads` are pages to look at before it proves anything."""

    says: str = ""
    title: str = ""
    version: str = ""
    leads: tuple[str, ...] = ()


def read_evidence(sign: Sign, answer: Answer) -> Evidence | None:
    """The evidence that an answer bears for a sign; None where it does not parse or lacks a key."""
    if answer.failure or not 200 <= answer.status < 300 or not answer.body.strip():
        return None
    with suppress(PageUnreadable, etree.LxmlError, RecursionError):
        return _READERS[sign.form](sign, answer)
    return None


def _json(sign: Sign, answer: Answer) -> Evidence | None:
    document = read_json(answer)
    for way, expected in sign.holds:
        found = any(is_of(value, expected) for value in json_values(document, way))
        if found is (expected == ABSENT):
            return None
    key = next((way for way, expected in sign.holds if expected in ("text", "number")), sign.holds[0][0])
    return Evidence(
        says=_quoted(key, next(json_values(document, key), None)),
        title=_told(json_values(document, sign.title)) if sign.title else "",
        version=_told(json_values(document, sign.version)) if sign.version else "",
    )


def _xml(sign: Sign, answer: Answer) -> Evidence | None:
    root = read_xml(answer)
    if local_name(root) not in sign.root or not namespace(root).startswith(sign.namespace):
        return None
    if not all(any(True for _ in xml_values(root, way)) for way, _ in sign.holds):
        return None
    return Evidence(
        says=f"`{local_name(root)}` with `{sign.holds[-1][0].split('|')[0]}`",
        title=_told(xml_values(root, sign.title)) if sign.title else "",
        version=_told(xml_values(root, sign.version)) if sign.version else "",
    )


def _rdf(sign: Sign, answer: Answer) -> Evidence | None:
    """A catalogue or datasets. One dataset alone may be a page's other form: it counts at a catalogue's place."""
    if _MARKUP.match(answer.body):
        return None
    if answer.cut:
        return Evidence(says="`dcat:Dataset`") if DCAT.Dataset in _head(answer) else None
    triples = read_feed(answer.body, content_type=answer.content_type, url=answer.url)
    datasets = sum(1 for _ in triples.subjects(DCAT.Dataset))
    is_catalogue = next(triples.subjects(DCAT.Catalog), None) is not None
    if not is_catalogue and datasets < (1 if sign.path else 2):
        return None
    return Evidence(says=f"{datasets:,} of `dcat:Dataset`" if datasets else "`dcat:Catalog`")


def _head(answer: Answer) -> set[str]:
    """The classes and other nodes that the head of a long document names, up to where it was cut."""
    found: set[str] = set()
    body = as_utf8(answer.body)
    for syntax in syntaxes(body, content_type=answer.content_type, url=answer.url):
        with suppress(SyntaxError, ValueError):
            for quad in parse(body, format=syntax, base_iri=answer.url, lenient=True):
                found.add(str(getattr(quad.object, "value", "")))
        if found:
            return found
    return found


def _ask(_: Sign, answer: Answer) -> Evidence | None:
    if answer.body.lstrip().startswith(b"<"):
        root = read_xml(answer)
        yes = local_name(root) == "sparql" and "true" in xml_values(root, "boolean")
    else:
        document = read_json(answer)
        yes = mapping(document).get("boolean") is True and "head" in mapping(document)
    return Evidence(says="yes to whether it holds a `dcat:Dataset`") if yes else None


def _listing(_: Sign, answer: Answer) -> Evidence | None:
    """Links to XML files of the page's own folder; one that has folders alone leads to the first of them."""
    page = html.fromstring(answer.body)
    here = urlsplit(answer.url)
    folder = here.path.rpartition("/")[0] + "/"
    links = [urlsplit(urljoin(answer.url, str(href))) for href in page.xpath("//a/@href")]
    inside = [
        link
        for link in links
        if link.netloc == here.netloc and link.path.startswith(folder) and not link.query
    ]
    records = [link for link in inside if link.path.lower().endswith(".xml")]
    if not _PARENT.search(answer.body[:5000].decode("utf-8", "replace")):
        return None
    if not records:
        below = [link.geturl() for link in inside if link.path.endswith("/") and link.path != folder]
        return Evidence(leads=tuple(below[:1])) if below else None
    return Evidence(says=f"a listing with {len(records):,} XML files")


def _page(_: Sign, answer: Answer) -> Evidence | None:
    for script in _LD_JSON.findall(answer.body):
        with suppress(ValueError):
            for thing in _things(json.loads(as_utf8(script))):
                if any(_DATASET.match(kind) for kind in words(thing.get("@type"))):
                    return Evidence(says="a `Dataset` of schema.org in its page")
    return None


def _things(document: object) -> list[Mapping[str, object]]:
    """The things of a JSON-LD script: one, a list, or those of its `@graph`."""
    found = [mapping(one) for one in listed(document)]
    return found + [mapping(inner) for one in found for inner in listed(one.get("@graph"))]


def _sitemap(_: Sign, answer: Answer) -> Evidence | None:
    root = read_xml(answer)
    if local_name(root) not in ("urlset", "sitemapindex"):
        return None
    places = [
        (place.text or "").strip()
        for entry in root
        for place in entry
        if local_name(place) == "loc" and place.text
    ]
    likely = sorted(places[:5000], key=lambda place: not re.search(r"data ?set|/data/|\.xml", place, re.I))
    return Evidence(leads=tuple(likely[:_LEADS])) if places else None


def _table(_: Sign, answer: Answer) -> Evidence | None:
    """A row of names, near its head, among which are a dataset's title and one thing more of it."""
    sheets = read_sheets(
        answer.body, known=lambda row: len(read_columns(row, {})), expected="a table of datasets"
    )
    for sheet in sheets:
        for _number, row in islice(sheet.rows, _HEAD_ROWS):
            roles = {column.role for column in read_columns(row, {}).values()}
            if "title" in roles and len(roles) > 2:
                return Evidence(says=f"the columns {shown(', '.join(row))}")
    return None


def _told(values: object) -> str:
    return shown(next(iter(values), None))  # type: ignore[call-overload]


def _quoted(key: str, value: object) -> str:
    name = key.split("|")[0].replace(".[]", "[]")
    return f"`{name}` is {shown(value)!r}" if isinstance(value, str | int | float) else f"`{name}`"


_READERS: Mapping[str, Callable[[Sign, Answer], Evidence | None]] = {
    "json": _json,
    "xml": _xml,
    "rdf": _rdf,
    "ask": _ask,
    "listing": _listing,
    "page": _page,
    "sitemap": _sitemap,
    "table": _table,
}
