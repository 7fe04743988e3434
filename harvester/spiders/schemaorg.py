"""schema.org on a site's pages, found by its sitemaps: a Dataset a record (https://schema.org/Dataset, https://www.sitemaps.org/protocol.html).

| asked | what is read |
|---|---|
| `/robots.txt`, of the site or the host | `Sitemap:` lines (RFC 9309); a host that only they name is asked for sitemaps |
| the sitemaps, else `/sitemap.xml`, `/sitemap_index.xml` | pages of this site; further sitemaps |
| each page | datasets in JSON-LD, else microdata, else RDFa (`formats/schema_org.py`) |

An address that names a sitemap is asked as it stands. A record is the thing (JSON, bare names), drafted by `drafting/schema_org_dataset.py`;
its key the thing's IRI, else its identifier or `url`, else the page where it is alone there. A dataset that a catalogue's page only names, with
an address on this site, is read from its own page. Settings: `pages` (only addresses that hold this text), `lastmod=trusted` (runs of
changes ask only for pages that the sitemap says have changed).
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address
from harvester.drafting.schema_org_dataset import draft_thing, label_of
from harvester.formats import native
from harvester.formats.items import rejected, sort_out
from harvester.formats.native import first, listed, text
from harvester.formats.schema_org import Said, absolute, read_page
from harvester.formats.sitemap import Place, read_sitemap, sitemaps_of
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import PortalSpider

_USUAL = ("/sitemap.xml", "/sitemap_index.xml")
_SITEMAP = re.compile(r"sitemap|\.xml(\.gz)?$|\.txt$", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(pdf|csv|tsv|json|geojson|xml|zip|gz|kml|kmz|xlsx?|ods|docx?|odt|pptx?|jpe?g|png|gif|svg|webp|mp4|ics)$",
    re.IGNORECASE,
)
_GONE = (404, 410)
_INDEXES = 3  # levels of sitemaps that name sitemaps
_DAY = 10  # signs of a date
_TELLS = frozenset(("name", "description", "distribution", "headline"))


class SchemaorgSpider(PortalSpider):
    """Sites whose pages describe datasets in schema.org's words. Settings `pages` and `lastmod`."""

    kind: ClassVar[str] = "schemaorg"
    title: ClassVar[str] = "schema.org by sitemap"
    handle_httpstatus_list = _GONE  # Scrapy's own name for the statuses that a reader is given as well

    def begin(self) -> tuple[Request, ...]:
        """The sitemap that the address names, else the robots.txt of the site, of its host, and the usual places."""
        return self._opening("")

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The same, for pages that the sitemap says have changed since; only where the portal's setting trusts it."""
        return self._opening(since) if self.portal.setting("lastmod") == "trusted" else ()

    def robots(self, response: Response, *, since: str) -> Page:
        """The sitemaps that a robots.txt names; on whichever host, since the site itself names them."""
        found = sitemaps_of(response.body)
        if not found:
            raise PageUnreadable("expected a robots.txt that names a sitemap, got one that names none")
        hosts = sorted({_host(address) for address in found})
        return Page(follow=tuple(self._map(address, since, hosts=hosts) for address in found))

    def sitemap(self, response: Response, *, since: str, hosts: list[str], level: int = 0) -> Page:
        """One sitemap: its pages, and the sitemaps that it names on this site or on the hosts of the robots.txt."""
        listed_there = read_sitemap(response.body)
        further = [one.address for one in listed_there.sitemaps if self._is_here(one.address, hosts)]
        pages, elsewhere = self._chosen(listed_there.pages, since)
        deeper = further if level < _INDEXES else []
        return Page(
            follow=(
                *(self._map(address, since, hosts=hosts, level=level + 1) for address in deeper),
                *(self.ask(address, self.page) for address in pages),
            ),
            findings=tuple(_elsewhere(elsewhere + len(listed_there.sitemaps) - len(deeper))),
        )

    def page(self, response: Response) -> Page:
        """The datasets of one page. One without any is no fault, since a site has others, nor is one that is gone: that
        is the site's own word for it. One that cannot be read is."""
        if response.status in _GONE:
            return Page(findings=(_gone(response),))
        said = read_page(response.body, response.url)
        alone = len(said.datasets) == 1
        links: list[str] = []
        whole: list[Mapping[str, Any]] = []
        for thing in said.datasets:
            leads = [link for link in _addresses(thing, response.url) if self._is_here(link, [])]
            if leads and not alone and _TELLS.intersection(thing) == {"name"}:
                links.extend(leads)
            else:
                whole.append(thing)
        records, findings = sort_out(_read(thing, response.url, alone=alone) for thing in whole)
        return Page(
            records=records,
            findings=(*findings, *_remarks(said, response.url)),
            follow=tuple(self.ask(link, self.page) for link in dict.fromkeys(links)),
            anew=True,  # a page of a catalogue tells of datasets that have pages of their own
        )

    def draft(self, record: Record) -> Draft:
        """A thing as a dataset."""
        return draft_thing(record)

    def _opening(self, since: str) -> tuple[Request, ...]:
        parts = urlsplit(self.portal.address)
        if _SITEMAP.search(parts.path):
            return (self._map(self.portal.address, since),)
        otherwise: tuple[Request, ...] = ()
        for path in reversed(_USUAL):
            otherwise = (self._map(self.address(path), since, otherwise=otherwise),)
        places = (self.address("/robots.txt"), f"{parts.scheme}://{parts.netloc}/robots.txt")
        for place in reversed(tuple(dict.fromkeys(places))):
            otherwise = (self.ask(place, self.robots, otherwise=otherwise, since=since),)
        return otherwise

    def _map(
        self,
        address: str,
        since: str,
        *,
        hosts: Iterable[str] = (),
        level: int = 0,
        otherwise: tuple[Request, ...] = (),
    ) -> Request:
        values: dict[str, Any] = {"since": since, "hosts": list(hosts), "level": level}
        return self.ask(address, self.sitemap, otherwise=otherwise, **values)

    def _chosen(self, places: Iterable[Place], since: str) -> tuple[list[str], int]:
        """The pages that are asked for, each once, and how many addresses are on other hosts."""
        wanted, elsewhere = self.portal.setting("pages"), 0
        found: list[str] = []
        for place in places:
            if not self._is_here(place.address, []):
                elsewhere += 1
            elif wanted in place.address and _is_page(place.address) and _has_changed(place, since):
                found.append(place.address)
        return list(dict.fromkeys(found)), elsewhere

    def _is_here(self, address: str, others: Iterable[str]) -> bool:
        homes = {_host(home) for home in (self.portal.address, self.portal.origin) if home}
        return _host(address) in {*homes, *others}


def _is_page(address: str) -> bool:
    return not _NO_PAGE.search(urlsplit(address).path)


def _has_changed(place: Place, since: str) -> bool:
    """Whether a page may have changed since an instant; one without a date may."""
    return not since or not place.changed or place.changed[:_DAY] >= since[:_DAY]


def _host(address: str) -> str:
    """An address's host; with and without www a site is the same."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _read(thing: Mapping[str, Any], page: str, *, alone: bool) -> Record | Finding:
    """A thing as a record."""
    key = _key(thing, page, alone=alone)
    try:
        body = native.pack(thing)
    except RecordError as error:
        return rejected("unreadable-item", str(error), page)
    weak = weak_key(*map(label_of, listed(thing.get("name"))), page)
    return Record(key=key or weak, body=body, media_type="application/ld+json", source=page, weak=not key)


def _key(thing: Mapping[str, Any], page: str, *, alone: bool) -> str:
    """What a thing is known by; its page only where no other is there."""
    name = text(thing.get("@id"))
    if is_web_address(name) or name.startswith("urn:"):
        return name
    stated = (label_of(one) for one in listed(thing.get("identifier")))
    return first(*stated, *_addresses(thing, page)[:1], page if alone else "")


def _addresses(thing: Mapping[str, Any], page: str) -> list[str]:
    """Where a thing says that it is."""
    said = (label_of(one) for one in (*listed(thing.get("url")), thing.get("@id")))
    return [found for one in said if one and is_web_address(found := absolute(one, page))]


def _remarks(said: Said, page: str) -> Iterator[Finding]:
    for reason in said.unread:
        of_dataset = "of a dataset" in reason
        yield Finding(
            code="schemaorg-script-unreadable",
            severity=Severity.WARNING if of_dataset else Severity.INFO,
            message=f"On {page} {reason}.",
            place=page,
            fix="Check the page with a validator of structured data.",
            rejected=of_dataset and not said.datasets,
        )
    if said.scripted:
        yield Finding(
            code="schemaorg-drawn-by-script",
            severity=Severity.WARNING,
            message=f"{page} is drawn by scripts; what they would show is not read.",
            place=page,
            fix="Put the description of the dataset into the page as the server sends it.",
        )


def _gone(response: Response) -> Finding:
    return Finding(
        code="schemaorg-page-gone",
        severity=Severity.INFO,
        message=f"The sitemap names {response.url}, which the site says is gone ({response.status}).",
        place=response.url,
        fix="Take the address out of the sitemap.",
    )


def _elsewhere(count: int) -> Iterator[Finding]:
    if count > 0:
        yield Finding(
            code="schemaorg-elsewhere",
            severity=Severity.INFO,
            message=f"{count} addresses of the sitemap are on other hosts, or too deep; they are not asked for",
        )
