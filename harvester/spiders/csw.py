"""CSW: the Catalogue Service for the Web of GeoNetwork, GeoServer, pycsw and deegree (OGC 07-006r1; OGC 12-176r7).

| asked | record | key | fields |
|---|---|---|---|
| `GetCapabilities` at the address, else where these servers usually have it | – | – | – |
| `GetRecords` by POST, else by GET | an element | its identifier | `drafting/metadata_document.py` |

Records are asked for as ISO 19139, else as ISO 19115-3, DCAT or `csw:Record`, whichever is offered and works.

One record tells in which way this server lets itself be asked; then it is asked for a hundred at a time, sorted by
identifier where it can. Series and services are records as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address
from harvester.drafting.iso_distributions import bare_address
from harvester.drafting.metadata_document import draft_document, records_in
from harvester.formats.get_records import (
    CORE_TYPE,
    CSW,
    GMD,
    ISO_TYPE,
    MDB,
    Query,
    Results,
    query_of,
    read_results,
)
from harvester.formats.ows import Operation, operations, read_answer, with_question
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import LONG_AGO, TO_COME, Counted, PortalSpider

_USUAL = ("/csw", "/srv/eng/csw", "/geonetwork/srv/eng/csw", "/geoserver/csw")
_CAPABILITIES = "service=CSW&version=2.0.2&request=GetCapabilities"
_OLDER_ISO = "http://standards.iso.org/iso/19115/-3/mdb/1.0"
_DCAT = ("http://www.w3.org/ns/dcat#", "http://data.europa.eu/930/", "http://data.europa.eu/930/#")
_SIZES = (100, 25, 5, 1)
_PROBE = 1


class CswSpider(PortalSpider):
    """Catalogues that speak CSW. Setting `schema`: the output schema to ask for first."""

    kind: ClassVar[str] = "csw"
    title: ClassVar[str] = "CSW (GeoNetwork, GeoServer, pycsw)"

    def begin(self) -> tuple[Request, ...]:
        """What the service says of itself."""
        otherwise: tuple[Request, ...] = ()
        for endpoint in reversed(self._endpoints()):
            url = with_question(endpoint, _CAPABILITIES)
            otherwise = (self.ask(url, self.capabilities, otherwise=otherwise, endpoint=endpoint),)
        return otherwise

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The records of ISO whose own date is no earlier, where the address is that of a service."""
        if not self._is_service():
            return ()
        return (self._page(self._endpoint(), "POST", Query(since=since)),)

    def controls(self) -> tuple[Request, ...]:
        """How many records of ISO there are, and with the filter by their date."""
        if not self._is_service():
            return ()
        return (
            self._control(Counted.ALL, ""),
            self._control(Counted.SINCE_LONG_AGO, LONG_AGO),
            self._control(Counted.SINCE_TO_COME, TO_COME),
        )

    def capabilities(self, response: Response, *, endpoint: str) -> Page:
        """Where and in which ways the service can be asked for records; the first that works is taken."""
        root = read_answer(
            response.body, expected="the capabilities of a CSW", roots=frozenset(("Capabilities",))
        )
        operation = operations(root).get("GetRecords")
        if operation is None:
            raise PageUnreadable("expected the capabilities of a CSW, got some without GetRecords")
        otherwise: tuple[Request, ...] = ()
        for url, method, query in reversed([*self._ways(operation, endpoint)]):
            otherwise = (self._asked(url, method, query, self.probe, otherwise=otherwise),)
        return Page(follow=otherwise)

    def probe(self, response: Response, *, at: str, method: str, query: Mapping[str, Any]) -> Page:
        """One record, which shows that this way works; all are then asked for in it, from the first.

        A catalogue without a record is believed only where it was asked for the form that all must know: one of
        Dublin Core alone has none of ISO.
        """
        results, asked = read_results(response.body), query_of(query)
        if not results.records and (results.matched or asked.schema != CSW):
            raise PageUnreadable(f"none of {results.matched or 0} records came as {asked.schema}")
        if not results.records:
            return Page(declared=0)
        first = replace(asked, start=1, size=_SIZES[0])
        return Page(declared=results.matched, follow=self._pages(at, method, first, results))

    def results(
        self,
        response: Response,
        *,
        at: str,
        method: str,
        query: Mapping[str, Any],
        before: str = "",
        matched: int = 0,
    ) -> Page:
        """One page of records, had `at` an address, and the request for those after it.

        `before` stands for the page that led here, `matched` for the number of records that it told.
        """
        results, asked = read_results(response.body), query_of(query)
        if not results.records and asked.start <= (results.matched or 0):
            raise PageUnreadable(f"an empty page at {asked.start} of {results.matched} records")
        records, findings = self._read(results, at)
        mark = _mark(records)
        if before and mark == before:
            raise PageUnreadable(
                f"the page at {asked.start} repeats the one before it: the service ignores `startPosition`"
            )
        if matched and results.matched not in (matched, None):
            findings = (*findings, _changed(matched, results.matched or 0))
        place = results.after(asked)
        following = replace(asked, start=place, size=_size(asked, place))
        pages = self._pages(at, method, following, results, before=mark) if following.start else ()
        return Page(records=records, findings=findings, follow=pages, declared=results.matched)

    def count(self, response: Response) -> Page:
        """How many records a query finds."""
        matched = read_results(response.body).matched
        if matched is None:
            raise PageUnreadable("expected a number of records, got an answer without one")
        return Page(declared=matched)

    def draft(self, record: Record) -> Draft:
        """A record by the standard that it is written in."""
        return draft_document(record)

    def _ways(self, operation: Operation, endpoint: str) -> Iterator[tuple[str, str, Query]]:
        """Every way in which the service may let itself be asked, the best first."""
        posts, gets = (self._places(found, endpoint) for found in (operation.posts, operation.gets))
        for schema in self._schemas(operation.parameters.get("outputschema", ())):
            own = CORE_TYPE if schema == CSW else ISO_TYPE
            kinds = tuple(dict.fromkeys((own, CORE_TYPE)))
            for is_sorted in (True, False):
                for types in kinds:
                    yield (
                        posts[0],
                        "POST",
                        Query(types=types, schema=schema, is_sorted=is_sorted, size=_PROBE),
                    )
            plain = Query(types=own, schema=schema, is_sorted=False, size=_PROBE)
            yield gets[0], "GET", plain
            yield from ((url, "POST", plain) for url in posts[1:])
            yield (
                posts[0],
                "POST",
                replace(plain, start=2),
            )  # the first record may be the one that cannot be given

    def _schemas(self, offered: tuple[str, ...]) -> Iterable[str]:
        """The forms to ask for, the richest first; what is offered counts where the service says so."""
        wanted = [schema for schema in (GMD, MDB, _OLDER_ISO, *_DCAT) if schema in offered]
        if not any("iso" in schema for schema in offered) and not wanted:
            wanted = [GMD]  # some forget to say
        chosen = self.portal.setting("schema")
        return dict.fromkeys([*([chosen] if chosen else []), *wanted, CSW])

    def _places(self, advertised: tuple[str, ...], endpoint: str) -> tuple[str, ...]:
        """Where to ask: as advertised on the same host, else first where the capabilities were had, since other
        hosts often are internal names."""
        found = [url for url in advertised if is_web_address(url)][:1]
        here = [url for url in found if urlsplit(self.at_portal(url)).netloc == urlsplit(endpoint).netloc]
        return tuple(dict.fromkeys(bare_address(url) for url in (*here, endpoint, *found)))

    def _pages(
        self, url: str, method: str, query: Query, results: Results, *, before: str = ""
    ) -> tuple[Request, ...]:
        """The page at a position. Where it fails it is asked in ever smaller pieces, down to the one bad record,
        which is stepped over: the number that the service declared tells that it is missing."""
        matched = results.matched or 0
        told: dict[str, Any] = {"before": before, "matched": matched}
        otherwise: tuple[Request, ...] = ()
        if query.start < matched:
            place = query.start + 1
            over = replace(query, start=place, size=_aligned(place))
            otherwise = (self._page(url, method, over, **told),)
        for smaller in reversed([one for one in _SIZES if one <= query.size]):
            asked = replace(query, size=smaller)
            otherwise = (self._page(url, method, asked, otherwise=otherwise, **told),)
        return otherwise

    def _page(
        self, url: str, method: str, query: Query, *, otherwise: tuple[Request, ...] = (), **told: Any
    ) -> Request:
        return self._asked(url, method, query, self.results, otherwise=otherwise, **told)

    def _asked(
        self,
        url: str,
        method: str,
        query: Query,
        reader: Any,
        *,
        otherwise: tuple[Request, ...] = (),
        **told: Any,
    ) -> Request:
        values = {"at": url, "method": method, "query": query.as_values()} | told
        if method == "GET":
            return self.ask(with_question(url, query.to_parameters()), reader, otherwise=otherwise, **values)
        return _posted(self.ask(url, reader, otherwise=otherwise, **values), query)

    def _control(self, counted: Counted, since: str) -> Request:
        query = Query(since=since, hits=True, is_sorted=False)
        return _posted(self.control(counted, self._endpoint(), self.count), query)

    def _read(self, results: Results, url: str) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
        records: list[Record] = []
        findings: list[Finding] = []
        for element in results.records:
            read, odd = records_in(element, source=self.portal.address)
            records += [replace(one, source=_shown(url, one)) for one in read]
            findings += odd
        return tuple(records), tuple(findings)

    def _endpoints(self) -> tuple[str, ...]:
        """The address itself, then where the usual servers have their CSW."""
        if self._is_service():
            return (self._endpoint(),)
        root, found, _ = self._endpoint().partition("/srv/")
        if found:  # a page of GeoNetwork
            return (f"{root}/srv/eng/csw", f"{root}/srv/csw")
        return (self._endpoint(), *(self.address(path) for path in _USUAL))

    def _endpoint(self) -> str:
        return bare_address(self.portal.address).rstrip("/")

    def _is_service(self) -> bool:
        parts = urlsplit(self._endpoint())
        return bool(parts.query) or "csw" in parts.path.lower().rpartition("/")[2]


def _size(asked: Query, place: int) -> int:
    """How much to ask for next: all that may be, unless this page was a piece of one that failed."""
    return _SIZES[0] if asked.size == _SIZES[0] or not place else _aligned(place)


def _aligned(place: int) -> int:
    """The largest piece that begins at a position: pieces lie in each other, and grow again past the bad record."""
    return next(size for size in _SIZES if (place - 1) % size == 0)


def _posted(request: Request, query: Query) -> Request:
    return request.replace(method="POST", body=query.to_xml(), headers={"Content-Type": "application/xml"})


def _shown(url: str, record: Record) -> str:
    """Where a person can see a record: GeoNetwork's page of it, else the answer of GetRecordById."""
    if is_web_address(record.key):
        return record.key
    name = quote(record.key, safe="")
    root, geonetwork, _ = url.partition("/srv/")
    if geonetwork:
        return f"{root}/srv/api/records/{name}"
    asked = f"service=CSW&version=2.0.2&request=GetRecordById&elementSetName=full&id={name}"
    return url if record.weak else with_question(url, asked)


def _mark(records: tuple[Record, ...]) -> str:
    keys = "\n".join(sorted(record.key for record in records))
    return hashlib.sha256(keys.encode()).hexdigest()[:16] if records else ""


def _changed(before: int, now: int) -> Finding:
    return Finding(
        code="csw-count-changed",
        severity=Severity.INFO,
        message=f"The service told of {before} records, and a page later of {now}.",
        place="numberOfRecordsMatched",
        published=str(now),
    )
