"""The words of recorded portals whose kind has no spider yet: drafts of the few properties that a mapping reads.

No reader of a portal: addresses, contacts and all that needs no mapping are left out, and nothing is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from catalogue.model import Agent, Dataset, Distribution, Location
from catalogue.values import Term, Text
from harvester.formats.native import date, objects, term, terms, text, texts, words

Reader = Callable[[Any], Iterator[Dataset]]
Xml = Any

_LIST_ITEM = re.compile(r"- (?:(format): )?(.*)")
_PAIR = re.compile(r"(\w+): ?(.*)")
_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]*?) \|$", re.MULTILINE)
_PUBLISHED_BY = re.compile(r"Published by ([^.]+)\.")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def drafted(
    *,
    title: object = "untitled",
    publisher: object = "",
    licences: object = (),
    formats: Iterable[object] = (),
    frequency: object = "",
    themes: object = (),
    languages: object = (),
    issued: object = "",
    modified: object = "",
    places: Iterable[object] = (),
) -> Dataset:
    """A dataset with the words that a record gives. Of several licences the first is the dataset's."""
    stated = terms(licences)
    return Dataset(
        title=(Text(text(title) or "untitled"),),
        publisher=Agent(name=texts(publisher)) if texts(publisher) else None,
        license=stated[0] if stated else None,
        distribution=tuple(
            Distribution(format=term(one), license=other)
            for one, other in _beside(list(formats), stated[1:])
            if term(one) or other
        ),
        accrual_periodicity=term(frequency),
        theme=terms(themes),
        language=terms(languages),
        issued=date(issued),
        modified=date(modified),
        spatial=tuple(Location(label=(Text(word),)) for one in places if (word := text(one))),
    )


def _beside(formats: list[object], licences: tuple[Term, ...]) -> Iterator[tuple[object, Term | None]]:
    for place in range(max(len(formats), len(licences))):
        yield (
            formats[place] if place < len(formats) else "",
            licences[place] if place < len(licences) else None,
        )


def _flattened(record: Mapping[str, Any]) -> Iterator[Dataset]:
    """Rows of a spreadsheet, one a file; a record of another interface; one text for all."""
    if "embedding_text" in record:
        found = _PUBLISHED_BY.search(record["embedding_text"])
        yield drafted(publisher=found.group(1) if found else "")
    elif "host" in record:
        yield _of_page(dict(_ROW.findall(record["text"])))
    elif "record" in record:
        yield _of_object(record["record"])
    else:
        rows = record.get("rows") or [record]
        yield _of_rows(rows)


def _of_rows(rows: list[dict[str, Any]]) -> Dataset:
    """Rows under the names that one export or another gives to its columns."""

    def told(row: Mapping[str, Any], *names: str) -> object:
        return next((row[name] for name in names if row.get(name)), "")

    first = rows[0]
    return drafted(
        title=told(first, "Title", "title"),
        publisher=told(first, "Owner", "organization"),
        licences=[told(row, "License", "licence") for row in rows],
        formats=[told(row, "FileType") for row in rows],
        issued=told(first, "DateCreated", "date_created"),
        modified=told(first, "DateUpdated", "date_updated"),
        themes=text(told(first, "ODSCategories", "category")).split(";"),
    )


def _of_object(said: Mapping[str, Any]) -> Dataset:
    return drafted(
        title=said.get("title"),
        publisher=said.get("owner"),
        licences=said.get("licence"),
        formats=[one.get("fileType") for one in objects(said.get("resources"))],
        issued=said.get("dateCreated"),
        modified=said.get("dateUpdated"),
    )


def _of_page(said: Mapping[str, str]) -> Dataset:
    return drafted(
        publisher=said.get("Attribution", ""),
        themes=said.get("Category", ""),
        licences=said.get("License", ""),
        issued=said.get("Publication Date", ""),
    )


def _jkan(record: Mapping[str, Any]) -> Iterator[Dataset]:
    """YAML before Markdown, of the plain sort that JKAN writes: pairs, and lists of words or of files."""
    said: dict[str, list[str]] = {}
    name = ""
    for line in record["text"].splitlines()[1:]:
        if line == "---":
            break
        item, pair = _LIST_ITEM.fullmatch(line), _PAIR.fullmatch(line)
        if item:
            said.setdefault("format" if item.group(1) else name, []).append(item.group(2).strip("'"))
        elif pair:
            name = pair.group(1)
            said[name] = [pair.group(2).strip("'")] if pair.group(2) not in ("", "null") else []
    yield drafted(
        title=said.get("title", [""])[0],
        publisher=said.get("organization"),
        licences=said.get("license"),
        formats=said.get("format", ()),
        themes=said.get("category"),
        issued=said.get("date_created", [""])[0],
        modified=said.get("date_updated", [""])[0],
    )


def _udata(record: Mapping[str, Any]) -> Iterator[Dataset]:
    organisation = record.get("organization") or {}
    yield drafted(
        title=record.get("title"),
        publisher=organisation.get("name"),
        licences=record.get("license"),
        formats=[one.get("format") for one in objects(record.get("resources"))],
        frequency=record.get("frequency"),
        issued=record.get("created_at"),
        modified=record.get("last_update"),
    )


def _aardvark(record: Mapping[str, Any]) -> Iterator[Dataset]:
    yield drafted(
        title=record.get("dct_title_s"),
        publisher=words(record.get("dct_publisher_sm"))[:1],
        licences=[*words(record.get("dct_license_sm")), *words(record.get("dct_rights_sm"))][:1],
        formats=[record.get("dct_format_s")],
        themes=record.get("dcat_theme_sm"),
        languages=record.get("dct_language_sm"),
        issued=record.get("dct_issued_s"),
        modified=record.get("gbl_mdModified_dt"),
        places=record.get("dct_spatial_sm") or (),
    )


def _native_json(record: Mapping[str, Any]) -> Iterator[Dataset]:
    """The records of an environmental data centre: JSON in JSON."""
    said = json.loads(record["raw"]) if isinstance(record.get("raw"), str) else record
    dates = said.get("referenceDate") or {}
    yield drafted(
        title=said.get("title"),
        licences=[one.get("uri") or one.get("value") for one in objects(said.get("useConstraints"))][:1],
        formats=[one.get("type") or one.get("name") for one in objects(said.get("distributionFormats"))],
        themes=[one.get("value") for one in objects(said.get("topicCategories"))],
        issued=dates.get("publicationDate"),
        modified=said.get("metadataDate"),
    )


def _iso19139(record: Mapping[str, Any]) -> Iterator[Dataset]:
    tree = etree.fromstring(record["xml"].encode(), _PARSER)
    yield drafted(
        title=_first(tree, "citation//*[local-name()='title']"),
        publisher=_first(tree, "pointOfContact//*[local-name()='organisationName']"),
        licences=_all(tree, "useLimitation")[:1],
        formats=_all(tree, "distributionFormat//*[local-name()='name']"),
        frequency=_code(tree, "MD_MaintenanceFrequencyCode"),
        themes=_all(tree, "MD_TopicCategoryCode"),
        languages=_code(tree, "LanguageCode"),
        issued=_first(tree, "citation//*[local-name()='Date' or local-name()='DateTime']"),
        modified=_first(tree, "dateStamp"),
    )


def _lga_inventory(tree: Xml) -> Iterator[Dataset]:
    for one in tree.iterfind("{*}Datasets/{*}Dataset"):
        yield drafted(
            title=one.findtext("{*}Title"),
            publisher=one.findtext("{*}RightsHolder"),
            licences=one.findtext("{*}Rights"),
            formats=[found.text for found in one.iterfind(".//{*}MimeType")],
            modified=one.get("Modified"),
            themes=[found.text or "" for found in one.iterfind("{*}Subjects/{*}Subject")],
        )


def _all(tree: Xml, path: str) -> list[str]:
    """The texts below every element of that local name."""
    name, _, rest = path.partition("//")
    found = tree.xpath(f".//*[local-name()='{name}']" + (f"//{rest}" if rest else ""))
    return [" ".join("".join(one.itertext()).split()) for one in found]


def _first(tree: Xml, path: str) -> str:
    return next(iter(_all(tree, path)), "")


def _code(tree: Xml, name: str) -> str:
    return next(iter(tree.xpath(f".//*[local-name()='{name}']/@codeListValue")), "")


READERS: Mapping[str, Reader] = {
    "aardvark": _aardvark,
    "flattened": _flattened,
    "iso19139": _iso19139,
    "jkan": _jkan,
    "native_json": _native_json,
    "udata": _udata,
}
"""By kind, what reads one line of `records.jsonl`."""


def read_inventory(body: bytes) -> Iterator[Dataset]:
    """The datasets of an inventory as councils published them in XML (http://schemas.esd.org.uk/inventory)."""
    yield from _lga_inventory(etree.fromstring(body, _PARSER))
