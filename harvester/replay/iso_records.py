"""Native records of ISO metadata, one a line as `{"id", "path", "modified", "xml"}`: what a CSW and a folder on the web
both serve."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from lxml import etree

from harvester.replay.lines import Lines, as_lines
from harvester.replay.recording import Page, Recording

GMD, GCO = "{http://www.isotc211.org/2005/gmd}", "{http://www.isotc211.org/2005/gco}"
_STAMP = (f"{GMD}dateStamp/{GCO}Date", f"{GMD}dateStamp/{GCO}DateTime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is looked for in a record: its place among the lines, its identifier, and the day it was changed."""

    place: int
    identifier: str
    stamp: str


def rows_of(lines: Callable[[], Lines]) -> Callable[[], Sequence[Row]]:
    """The rows of records that are well-formed XML, read when they are first asked for."""

    @cache
    def read() -> Sequence[Row]:
        found = (_row(line, place) for place, line in enumerate(lines()))
        return tuple(row for row in found if row)

    return read


def lines_of(recording: Recording) -> Callable[[], Lines]:
    """A recording's native records; of recorded answers the records that stand in them, each identifier once."""

    @cache
    def read() -> Lines:
        if not recording.pages:
            return recording.records
        found = {record["id"]: record for page in recording.pages for record in _records_in(page)}
        return as_lines(map(orjson.dumps, found.values()))

    return read


def xml_of(line: bytes) -> bytes:
    """The XML of a record, without a declaration."""
    return _bare(orjson.loads(line))


def root_of(xml: bytes) -> etree._Element:
    """The element of a record of ours; recorded ones come from a folder that was chosen by hand."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser=parser)


def _records_in(page: Page) -> Iterator[dict[str, str]]:
    """The records of an answer of a CSW, whatever they are written in."""
    try:
        root = root_of(page.body())
    except etree.XMLSyntaxError:  # a broken answer is served at its own path only
        return
    for results in root.iter("{*}SearchResults", "{*}GetRecordByIdResponse"):
        for element in results.iterchildren("*"):
            xml = etree.tostring(element, encoding="unicode", with_tail=False)
            named = element.findtext("{*}fileIdentifier/{*}CharacterString") or element.findtext(
                "{*}identifier"
            )
            yield {"id": (named or hashlib.sha256(xml.encode()).hexdigest()[:16]).strip(), "xml": xml}


def _row(line: bytes, place: int) -> Row | None:
    record = orjson.loads(line)
    try:
        root = root_of(_bare(record))
    except etree.XMLSyntaxError:
        return None
    stamps = (root.findtext(path) for path in _STAMP)
    identifier = root.findtext(f"{GMD}fileIdentifier/{GCO}CharacterString") or str(record.get("id", ""))
    return Row(
        place=place, identifier=identifier.strip(), stamp=next((stamp for stamp in stamps if stamp), "")[:10]
    )


def _bare(record: dict[str, Any]) -> bytes:
    xml = str(record["xml"]).strip()
    return (xml.partition("?>")[2] if xml.startswith("<?xml") else xml).strip().encode()
