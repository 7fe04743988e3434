"""data.json: one document for a whole portal, as Project Open Data began it and DCAT-US carries it on.

| asked | record | key | fields |
|---|---|---|---|
| the address if its path ends in `.json`, else `/data.json` | an object | `identifier` | `drafting/pod_dataset.py` |

1.0 is a bare list, 1.1 an object with `dataset`. 3.0 adds `service` and `datasetSeries`, whose datasets may stand in
them, and catalogues in `catalog` or `hasPart`; its `record` tells of records, not of data, and is passed over
(https://resources.data.gov/resources/dcat-us/). An address with `page=1` is one page of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from harvester.drafting.pod_dataset import class_of, draft_dataset
from harvester.drafting.pod_values import identifier_of
from harvester.formats import native
from harvester.formats.listing import read_further, read_items
from harvester.formats.native import links, mapping, objects, text, words
from harvester.record import Draft, Page, Record, weak_key
from harvester.spider import PortalSpider

_EXPECTED = "the JSON of data.json"
_CLASSES = {"service": "DataService", "datasetSeries": "DatasetSeries"}
_CATALOGUES = ("catalog", "hasPart")
_HELD = (
    "seriesMember",
    "servesDataset",
    "first",
    "last",
)  # where a series or service may hold whole datasets
_DEPTH = 20
_PAGE = re.compile(r"([?&]page=)(\d{1,6})(?=&|$)")


class PodSpider(PortalSpider):
    """Portals that publish data.json."""

    kind: ClassVar[str] = "pod"
    title: ClassVar[str] = "data.json (DCAT-US)"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The one document, or its first page."""
        whole = urlsplit(self.portal.address).path.endswith(".json")
        return (self.ask(self.portal.address if whole else self.address("/data.json"), self.document),)

    def document(self, response: Response) -> Page:
        """The document's records, read one by one as they are taken: a document that ends early raises
        PageUnreadable from the iteration, after the last whole record."""
        records = read_records(response.body, source=self.portal.address)
        head = next(records, None)
        if head is None:
            return Page()
        return Page(records=chain((head,), records), follow=self._next(response.request))

    def draft(self, record: Record) -> Draft:
        """A dataset of data.json."""
        return draft_dataset(record)

    def _next(self, asked: Request | None) -> tuple[Request, ...]:
        """The page after one that held datasets, where the address counts pages."""
        if asked is None or not (found := _PAGE.search(asked.url)):
            return ()
        url = _PAGE.sub(rf"\g<1>{int(found[2]) + 1}", asked.url)
        return (self.ask(url, self.document),)


def read_records(body: bytes, *, source: str) -> Iterator[Record]:
    """The datasets of a data.json. The first is read at once, so that what is no data.json raises here.

    Something on the list that is no dataset is a record as well, and its draft says what it is.
    """
    items = read_items(body, name="dataset", expected=_EXPECTED, beside=(*_CLASSES, *_CATALOGUES))
    reading = _Reading(source)
    found = chain(
        (reading.record(item, f"/dataset/{n}") for n, item in enumerate(items)),
        (record for name in _CLASSES for record in reading.others(read_further(body, name=name), name, "")),
        (
            record
            for name in _CATALOGUES
            for record in reading.catalogues(read_further(body, name=name), name)
        ),
    )
    head = next(found, None)
    return iter(()) if head is None else chain((head,), found)


@dataclass(slots=True)
class _Reading:
    """One document as it is read. It remembers the keys it met, since 3.0 may give a dataset on the list and once more
    inside of its series."""

    source: str
    _met: set[str] = field(default_factory=set)

    def record(self, item: object, place: str) -> Record:
        """One thing on a list."""
        record = _record(item, f"{self.source}#{place}")
        self._met.add(record.key)
        return record

    def others(self, items: Iterator[Any], name: str, above: str) -> Iterator[Record]:
        """Services or series, each with the datasets that it holds and no list has given."""
        for n, item in enumerate(items):
            place = f"{above}/{name}/{n}"
            said = (
                item
                if class_of(mapping(item)) or not isinstance(item, dict)
                else {"@type": _CLASSES[name]} | item
            )
            yield self.record(said, place)
            for part in _HELD:
                for m, held in enumerate(objects(mapping(item).get(part))):
                    yield from self._held(
                        held, mapping(item), f"{place}/{part}/{m}", in_series=name != "service"
                    )

    def _held(
        self, held: dict[str, Any], above: Mapping[str, Any], place: str, *, in_series: bool
    ) -> Iterator[Record]:
        """A dataset inside of a series or service, unless it is only named there or has been met."""
        if "title" not in held and "titleMap" not in held:
            return
        series = text(above.get("@id")) or identifier_of(above.get("identifier"))
        yield from self._unless_met({"inSeries": [series]} | held if in_series and series else held, place)

    def _unless_met(self, item: object, place: str) -> Iterator[Record]:
        """What stands inside of another thing, unless the document has given it already."""
        if _record(item, place).key not in self._met:
            yield self.record(item, place)

    def catalogues(
        self, items: Iterator[Any], name: str, above: str = "", depth: int = 0
    ) -> Iterator[Record]:
        """The datasets of catalogues inside of this one, and of those inside of them."""
        for n, item in enumerate(items):
            said, place = mapping(item), f"{above}/{name}/{n}"
            for m, dataset in enumerate(native.listed(said.get("dataset"))):
                yield from self._unless_met(dataset, f"{place}/dataset/{m}")
            for other in _CLASSES:
                yield from self.others(iter(native.listed(said.get(other))), other, place)
            for inner in _CATALOGUES if depth < _DEPTH else ():
                yield from self.catalogues(iter(native.listed(said.get(inner))), inner, place, depth + 1)


def _record(item: object, place: str) -> Record:
    said = mapping(item)
    key = identifier_of(said.get("identifier")) or text(said.get("@id"))
    landing = links(said.get("landingPage"))
    try:
        body = native.pack(item)
    except RecordError as error:
        body = native.pack(str(error))
    weak = weak_key(*words(said.get("title")), *landing) if said else weak_key(body.decode())
    return Record(
        key=key or weak,
        body=body,
        media_type="application/json",
        source=landing[0] if landing and said.get("title") else place,
        weak=not key,
    )
