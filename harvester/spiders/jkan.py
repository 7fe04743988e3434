"""JKAN: a catalogue without a server, its datasets in one data.json (https://jkan.io).

| asked | record | key | fields |
|---|---|---|---|
| `/data.json` | an object | of title, publisher and first file | `drafting/pod_dataset.py` |

JKAN writes no identifiers, so every key is weak: it is made of what seldom changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from scrapy.http import Response

from catalogue.errors import RecordError
from harvester.drafting.pod_values import agent, references
from harvester.formats import native
from harvester.formats.native import first, objects, words
from harvester.record import Page, Record, weak_key
from harvester.spiders.pod import PodSpider


class JkanSpider(PodSpider):
    """Portals that run JKAN."""

    kind: ClassVar[str] = "jkan"
    title: ClassVar[str] = "JKAN"

    def document(self, response: Response) -> Page:
        """The document's datasets, told apart by more than their titles."""
        page = super().document(response)
        return replace(page, records=map(_told_apart, page.records))


def _told_apart(record: Record) -> Record:
    """A record without an identifier by its title, publisher and first file: several councils have "Car parks"."""
    if not record.weak:
        return record
    try:
        said = native.unpack(record.body)
    except RecordError:
        return record
    publisher = agent(said.get("publisher"))
    name = publisher.name[0].value if publisher else ""
    return replace(record, key=weak_key(first(*words(said.get("title"))), name, first(*_files(said))))


def _files(said: dict[str, object]) -> Iterator[str]:
    for one in objects(said.get("distribution")):
        yield from references(one)
