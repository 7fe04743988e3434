"""Native records of ISO metadata, one a line as `{"id", "path", "modified", "xml"}`: what a CSW and a folder on the web
both serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from lxml import etree

from harvester.replay.recording import Recording

GMD, GCO = "{http://www.isotc211.org/2005/gmd}", "{http://www.isotc211.org/2005/gco}"
_STAMP = (f"{GMD}dateStamp/{GCO}Date", f"{GMD}dateStamp/{GCO}DateTime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is looked for in a record: its place among the lines, its identifier, and the day it was changed."""

    place: int
    identifier: str
    stamp: str


def rows_of(recording: Recording) -> Callable[[], Sequence[Row]]:
    """The rows of a recording that is well-formed XML, read when they are first asked for."""

    @cache
    def read() -> Sequence[Row]:
        found = (_row(line, place) for place, line in enumerate(recording.records))
        return tuple(row for row in found if row)

    return read


def xml_of(recording: Recording, place: int) -> bytes:
    """The XML of the record at a place, without a declaration."""
    return _bare(orjson.loads(recording.records[place]))


def root_of(xml: bytes) -> etree._Element:
    """The element of a record of ours; recorded ones come from a folder that was chosen by hand."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser=parser)


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
