"""The item that a record of an ArcGIS Hub's feed is about: its key, whichever feed it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from catalogue.reading import Triples
from harvester.drafting.arcgis_item import item_key
from harvester.formats import native
from harvester.formats.native import objects, text, words
from harvester.record import Record
from vocab.namespaces import DCT


def by_item(record: Record) -> Record:
    """A record of an RDF feed under its item: the identifier names it, the address does not."""
    quads = Triples(parse(record.body, format=RdfFormat.N_TRIPLES))
    said = quads.about(NamedNode(record.key)) if native.iri(record.key) == record.key else {}
    identifiers = [value.value for value in said.get(DCT.identifier, ())]
    key = item_key(*identifiers, record.key) or native.first(*identifiers)
    return replace(record, key=key, weak=False) if key else record


def by_download(record: Record) -> Record:
    """A record of data.json under its item, where the identifier, the page or a download names one."""
    said = native.unpack(record.body) if record.body[:1] == b"{" else {}
    key = item_key(*_addresses(said))
    return replace(record, key=key, weak=False) if key else record


def _addresses(said: dict[str, Any]) -> Iterator[str]:
    yield text(said.get("identifier"))
    yield from words(said.get("landingPage"))
    for distribution in objects(said.get("distribution")):
        yield from words(distribution.get("downloadURL"))
        yield from words(distribution.get("accessURL"))
