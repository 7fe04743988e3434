"""DataPress: its export, the whole catalogue in one document (https://datapress.com/docs).

| asked, each where the one before it fails | record | key |
|---|---|---|
| `/api/datasets/export.json` | a dataset; its resources are a list | `id` |
| `/api/v2/datasets/export.json` | the same; its resources are an object by id | `id` |
| `/api/action/current_package_list_with_resources` | a package, as CKAN would have it | `id` |

The fields stand in `drafting/datapress_dataset.py`. Archived, private and deleted datasets are left out, each with a
finding. The pages for people are never asked: whoever reads those by program is shut out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.ckan_package import draft_package
from harvester.drafting.datapress_dataset import draft_dataset
from harvester.formats import native
from harvester.formats.items import Named, Sifted, read_item
from harvester.formats.listing import names_in, read_items
from harvester.formats.native import first, text
from harvester.record import Draft, Page, Record
from harvester.spider import PortalSpider

_EXPORTS = ("/api/datasets/export.json", "/api/v2/datasets/export.json")
_SHIM = "/api/action/current_package_list_with_resources"
_LISTS = ("datasets", "result", "data")
_EXPECTED = "the JSON of DataPress's export"


class DatapressSpider(PortalSpider):
    """Portals that run DataPress."""

    kind: ClassVar[str] = "datapress"
    title: ClassVar[str] = "DataPress"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The export, else its second version, else what the portal says to harvesters of CKAN."""
        otherwise: tuple[Request, ...] = ()
        for path in (_SHIM, *reversed(_EXPORTS)):
            otherwise = (self.ask(self.address(path), self.export, otherwise=otherwise),)
        return otherwise

    def export(self, response: Response) -> Page:
        """The document's datasets, read one by one as they are taken; as a bare list, or as a list in an object."""
        name = next(iter(names_in(response.body, _LISTS)), _LISTS[0])
        items = read_items(response.body, name=name, expected=_EXPECTED)
        found = Sifted(read_item(item, f"[{n}]", self._name) for n, item in enumerate(items))
        return Page(records=found, findings=found.findings)

    def draft(self, record: Record) -> Draft:
        """A dataset of the export, or a package of CKAN's shape."""
        if _is_package(native.unpack(record.body)):
            return draft_package(record, site=self.address(""))
        return draft_dataset(record, site=self.address(""))

    def _name(self, dataset: Mapping[str, Any]) -> Named:
        key, name = (
            text(dataset.get("id")),
            first(dataset.get("slug"), dataset.get("name"), dataset.get("id")),
        )
        page = native.iri(dataset.get("webpage")) or (self.address(f"/dataset/{name}") if name else "")
        return Named(
            key=key,
            source=page or self.portal.address,
            told=(first(dataset.get("title")), page),
            left_out=_left_out(dataset),
        )


def _is_package(said: Mapping[str, Any]) -> bool:
    """Whether a record has CKAN's shape."""
    return "metadata_created" in said or "metadata_modified" in said or "notes" in said


def _left_out(dataset: Mapping[str, Any]) -> str:
    """Why a dataset is not published; "" for one that is."""
    sharing, state = text(dataset.get("sharing")).lower(), text(dataset.get("state")).lower()
    if archived := text(dataset.get("archivedAt")):
        return f"was archived on {archived[:10]}"
    if sharing not in ("", "public") or text(dataset.get("private")).lower() == "true":
        return f"is shared as {sharing or 'private'!r}, not with the public"
    return f"has the state {state!r}, not 'active'" if state not in ("", "active") else ""
