"""DKAN: its data.json, else its metastore, else what version 1 said in CKAN's stead (https://dkan.readthedocs.io).

| asked, each where the one before it fails | record | fields |
|---|---|---|
| `/data.json` | an object | `drafting/pod_dataset.py` |
| `/api/1/metastore/schemas/dataset/items?show-reference-ids` | the same, its references resolved | the same |
| `/api/3/action/current_package_list_with_resources` | a package; the list is in a list | `drafting/dkan_package.py` |
| `/api/3/action/package_list`, then `package_show?id=` | a package, in a list of one | the same |

Each of them gives the dataset's UUID, which is its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from harvester.drafting.ckan_package import draft_package
from harvester.drafting.dkan_package import even_out, is_package, resolved
from harvester.drafting.pod_dataset import draft_dataset
from harvester.drafting.pod_values import identifier_of
from harvester.formats import native
from harvester.formats.items import Named, Sifted, read_item, sort_out
from harvester.formats.listing import read_items
from harvester.formats.native import first, mapping, text
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider
from harvester.spiders.pod import read_records

_METASTORE = "/api/1/metastore/schemas/dataset/items?show-reference-ids"
_ACTION = "/api/3/action"
_WINDOW = 100


class DkanSpider(PortalSpider):
    """Portals that run DKAN, version 1 or 2."""

    kind: ClassVar[str] = "dkan"
    title: ClassVar[str] = "DKAN"
    whole: ClassVar[bool] = True

    def begin(self) -> tuple[Request, ...]:
        """The one document, else the metastore, else version 1's packages together, else one by one."""
        names = self.ask(self.address(f"{_ACTION}/package_list"), self.names)
        packages = self._packages(otherwise=(names,))
        items = self.ask(self.address(_METASTORE), self.metastore, otherwise=(packages,))
        return (self.ask(self.address("/data.json"), self.document, otherwise=(items,)),)

    def document(self, response: Response) -> Page:
        """The whole data.json."""
        return Page(records=read_records(response.body, source=self.portal.address))

    def metastore(self, response: Response) -> Page:
        """All items of the metastore."""
        items = read_items(response.body, name="items", expected="the JSON of DKAN's metastore")
        found = Sifted(read_item(resolved(item), f"[{n}]", self._name) for n, item in enumerate(items))
        return Page(records=found, findings=found.findings)

    def packages(self, response: Response, *, offset: int = 0, before: str = "") -> Page:
        """A window of version 1's packages; an empty one is the end, and so is one that repeats the last."""
        found = [even_out(item) for item in _result(response.body)]
        begins = text(mapping(found[0]).get("id")) if found else ""
        if not found or (begins and begins == before):
            return Page()
        read = (read_item(item, f"result[{offset + n}]", self._name) for n, item in enumerate(found))
        records, findings = sort_out(read)
        follow = (self._packages(offset + len(found), before=begins),) if len(found) >= _WINDOW else ()
        return Page(records=records, findings=findings, follow=follow)

    def names(self, response: Response) -> Page:
        """The names of version 1's packages, each to be asked for."""
        names = [name for name in map(text, _result(response.body)) if name]
        url = self.address(f"{_ACTION}/package_show?id=")
        follow = tuple(self.ask(url + quote(name, safe=""), self.package) for name in names)
        return Page(follow=follow, declared=len(names))

    def package(self, response: Response) -> Page:
        """One package."""
        read = (read_item(even_out(item), "result", self._name) for item in _result(response.body))
        records, findings = sort_out(read)
        return Page(records=records, findings=findings)

    def draft(self, record: Record) -> Draft:
        """A dataset of data.json, or a package of version 1."""
        if is_package(native.unpack(record.body)):
            return draft_package(record, site=self.address(""))
        return draft_dataset(record)

    def _packages(self, offset: int = 0, *, before: str = "", otherwise: tuple[Request, ...] = ()) -> Request:
        url = f"{_ACTION}/current_package_list_with_resources?limit={_WINDOW}&offset={offset}"
        return self.ask(self.address(url), self.packages, otherwise=otherwise, offset=offset, before=before)

    def _name(self, dataset: Mapping[str, Any]) -> Named:
        key = first(identifier_of(dataset.get("identifier")), dataset.get("id"))
        pages = (native.iri(dataset.get("landingPage")), native.iri(dataset.get("url")))
        name = text(dataset.get("name"))
        page = first(*pages) or (self.address(f"/dataset/{name}") if name else "")
        return Named(key=key, source=page or self.portal.address, told=(first(dataset.get("title")), page))


def _result(body: bytes) -> list[Any]:
    """What version 1 answers, taken out of the list around it."""
    said = mapping(native.read_document(body, expected="the JSON of DKAN's packages"))
    result = said.get("result")
    if isinstance(result, list):
        return result[0] if len(result) == 1 and isinstance(result[0], list) else result
    problem = first(mapping(said.get("error")).get("message"), said.get("error"), said.get("help"))
    raise PageUnreadable(
        f"expected DKAN's packages, got JSON without a list `result` {problem[:200]}".strip()
    )
