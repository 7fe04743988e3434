"""The LGA's inventory of a council's datasets, one XML document (http://schemas.opendata.esd.org.uk/Inventory).

| asked | record | key |
|---|---|---|
| the address if its path ends in `.xml`, else `/inventory.xml` | a `Dataset` | its `Identifier` |

A record is an inventory with one dataset, since publisher and coverage stand at its head and hold for all; its fields
stand in `drafting/inventory_dataset.py`. A dataset that is not active stays on the list, and its draft says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from harvester.drafting.inventory_dataset import draft_dataset, page_of
from harvester.formats.elements import each, every, name_of, one, word_of
from harvester.formats.xml import Element, canonical, read_xml
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import PortalSpider

_EXPECTED = "an inventory of the LGA's schema"


class LgaInventorySpider(PortalSpider):
    """Councils that publish an inventory of their datasets."""

    kind: ClassVar[str] = "lga_inventory"
    title: ClassVar[str] = "LGA inventory"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The one document."""
        whole = urlsplit(self.portal.address).path.lower().endswith(".xml")
        return (self.ask(self.portal.address if whole else self.address("/inventory.xml"), self.inventory),)

    def inventory(self, response: Response) -> Page:
        """The document's datasets, one by one."""
        root = read_xml(response.body, expected=_EXPECTED)
        inventory = root if name_of(root) == "Inventory" else next(every(root, "Inventory"), None)
        if inventory is None:
            raise PageUnreadable(f"expected {_EXPECTED}, got XML that begins with <{name_of(root)}>")
        return Page(records=self._datasets(inventory))

    def draft(self, record: Record) -> Draft:
        """A dataset of the inventory."""
        return draft_dataset(record)

    def _datasets(self, inventory: Element) -> Iterator[Record]:
        about = one(inventory, "Metadata")
        for dataset in each(inventory, "Datasets/Dataset"):
            key, page = word_of(dataset, "Identifier"), page_of(dataset)
            yield Record(
                key=key or weak_key(word_of(dataset, "Title"), page),
                body=_alone(dataset, about),
                media_type="application/xml",
                source=page or self.portal.address,
                weak=not key,
            )


def _alone(dataset: Element, about: Element | None) -> bytes:
    """An inventory of one dataset. What changes with every export, such as the day it was made, is left out."""
    inventory = etree.Element("Inventory")
    for part in (about, dataset):
        if part is not None:
            inventory.append(etree.fromstring(canonical(part)))
    return canonical(inventory)
