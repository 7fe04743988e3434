"""data.json: one document for a whole portal, as Project Open Data began it and DCAT-US carries it on.

| asked | record | key | fields |
|---|---|---|---|
| the address if it ends in `.json`, else `/data.json` | an object | `identifier` | `drafting/pod_dataset.py` |

1.0 is a bare list, 1.1 an object with `dataset`, 3.0 adds language maps and objects as identifiers
(https://resources.data.gov/resources/dcat-us/).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from harvester.drafting.pod_dataset import draft_dataset, identifier_of
from harvester.formats import native
from harvester.formats.listing import read_items
from harvester.formats.native import links, mapping, text, words
from harvester.record import Draft, Page, Record, weak_key
from harvester.spider import PortalSpider

_EXPECTED = "the JSON of data.json"


class PodSpider(PortalSpider):
    """Portals that publish data.json."""

    kind: ClassVar[str] = "pod"
    title: ClassVar[str] = "data.json (DCAT-US)"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The one document."""
        whole = urlsplit(self.portal.address).path.endswith(".json")
        return (self.ask(self.portal.address if whole else self.address("/data.json"), self.document),)

    def document(self, response: Response) -> Page:
        """The document's records, read one by one as they are taken: a document that ends early raises
        PageUnreadable from the iteration, after the last whole record."""
        return Page(records=read_records(response.body, source=self.portal.address))

    def draft(self, record: Record) -> Draft:
        """A dataset of data.json."""
        return draft_dataset(record)


def read_records(body: bytes, *, source: str) -> Iterator[Record]:
    """The datasets of a data.json. The first is read at once, so that what is no data.json raises here.

    Something on the list that is no dataset is a record as well, and its draft says what it is.
    """
    found = (
        _record(item, f"{source}#/dataset/{n}")
        for n, item in enumerate(read_items(body, name="dataset", expected=_EXPECTED))
    )
    head = next(found, None)
    return iter(()) if head is None else chain((head,), found)


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
