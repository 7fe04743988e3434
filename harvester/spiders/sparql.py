"""A SPARQL endpoint that holds DCAT: datasets by their names, a few at a time (https://www.w3.org/TR/sparql11-protocol/).

| asked (`harvester/queries/`) | what is read |
|---|---|
| `count.rq`, at the address or one of the usual places | how many datasets there are, and whether some stand in named graphs only |
| `page.rq` or `page_of_graphs.rq` | names after the last one, in their order: what is added meanwhile moves no page |
| `describe.rq` or `describe_of_graphs.rq`, for 40 of them | what is said of them, two steps deep |

A record is a dataset's part of the answer, as in a feed, and drafted as there (`drafting/dcat_dataset.py`); its key is its IRI. Endpoints cut
long answers without a word or with a header: an answer of a suspiciously round number of statements, or one marked as partial, is
asked for again in quarters. Setting `graph`: the one graph that is asked (`default-graph-uri`).
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote_plus, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding, Severity
from catalogue.reading import Triples
from harvester.drafting.dcat_dataset import cut, draft_dataset
from harvester.formats.feed import read_feed
from harvester.formats.items import rejected
from harvester.formats.sparql import is_iri, query_of, read_rows
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider, Reader

_USUAL = ("/sparql", "/sparql/query", "/query", "")
_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.5"
_BATCH = 40  # datasets described at once
_FEWER = 10  # where so many cannot be
_LONG = 6_000  # signs of an address that any server takes
_QUERY = 2_500  # signs of it that are not names
_ROUND = frozenset((1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000))  # where endpoints cut
_PARTIAL = ("X-SPARQL-MaxRows", "X-SQL-MaxRows", "X-SQL-State", "X-Sparql-Partial")
_IRI = "uri"


class SparqlSpider(PortalSpider):
    """Endpoints that hold DCAT. Setting `graph`: the graph that is asked."""

    kind: ClassVar[str] = "sparql"
    title: ClassVar[str] = "SPARQL endpoint"

    def begin(self) -> tuple[Request, ...]:
        """The count, at the address, or at the usual places below a host; where none counts, the names without it."""
        address = self.portal.address.partition("?")[0]
        places = (address,) if urlsplit(address).path.strip("/") else tuple(map(self.address, _USUAL))
        otherwise = tuple(self._names(place, graphs=True) for place in places[:1])
        for place in reversed(places):
            url = self._url(place, query_of("count"))
            otherwise = (self._ask(url, self.count, _RESULTS, otherwise=otherwise, endpoint=place),)
        return otherwise

    def count(self, response: Response, *, endpoint: str) -> Page:
        """How many datasets there are, and where they stand."""
        row = next(iter(read_rows(response.body)), {})
        told = {name: int(value) for name, (_, value) in row.items() if value.isascii() and value.isdigit()}
        if "datasets" not in told:
            raise PageUnreadable("expected a count of datasets, got rows without one")
        graphs = told.get("plain", 0) < told["datasets"]
        nameless = told.get("nameless", 0)
        return Page(
            declared=told["datasets"] + nameless,
            follow=(self._names(endpoint, graphs=graphs, nameless=nameless),),
        )

    def names(self, response: Response, *, endpoint: str, graphs: bool, nameless: int, after: str) -> Page:
        """The next names: a request for each few of them, and one for the names after. None is the end, where the
        datasets without a name are told as well."""
        found = [row["dataset"] for row in read_rows(response.body) if "dataset" in row]
        names = [value for sort, value in found if sort == _IRI and value]
        if names and names[0] <= after and after in names:
            raise PageUnreadable(f"the page does not begin after <{after}>: the endpoint ignores the filter")
        good = list(dict.fromkeys(name for name in names if is_iri(name)))
        batches = _parts(good, _fitting(good))
        return Page(
            follow=(
                *(self._described(endpoint, batch, graphs=graphs) for batch in batches),
                *(
                    [self._names(endpoint, graphs=graphs, nameless=nameless, after=names[-1])]
                    if names
                    else []
                ),
            ),
            findings=(
                *(rejected("sparql-bad-iri", "is no IRI", name) for name in names if not is_iri(name)),
                *(() if names else _nameless(nameless)),
            ),
        )

    def described(self, response: Response, *, endpoint: str, graphs: bool, names: list[str]) -> Page:
        """What is said of some datasets. An answer that may have been cut is left, and fewer are asked for at once."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        triples = read_feed(response.body, content_type=content_type, url="")
        cut_off = _cut_off(response, triples)
        if cut_off and len(names) > 1:
            return Page(follow=self._fewer(endpoint, names, graphs=graphs))
        wanted = set(names)
        records = [record for record in cut(triples, self.portal.address)[0] if record.key in wanted]
        missing = wanted - {record.key for record in records}
        return Page(
            records=tuple(records),
            findings=(
                *(
                    rejected("sparql-not-described", "is named and not described", name)
                    for name in sorted(missing)
                ),
                *_perhaps(cut_off, names),
            ),
        )

    def draft(self, record: Record) -> Draft:
        """A dataset read out of its statements."""
        return draft_dataset(record)

    def _names(self, endpoint: str, *, graphs: bool, nameless: int = 0, after: str = "") -> Request:
        query = query_of("page_of_graphs" if graphs else "page", after=after)
        values: dict[str, Any] = {
            "endpoint": endpoint,
            "graphs": graphs,
            "nameless": nameless,
            "after": after,
        }
        return self._ask(self._url(endpoint, query), self.names, _RESULTS, **values)

    def _described(self, endpoint: str, names: list[str], *, graphs: bool) -> Request:
        """A request for what is said of some datasets; where it fails, for fewer at once, down to each alone."""
        url = self._url(endpoint, query_of("describe_of_graphs" if graphs else "describe", dataset=names))
        fewer = self._fewer(endpoint, names, graphs=graphs)
        values: dict[str, Any] = {"endpoint": endpoint, "graphs": graphs, "names": names}
        return self._ask(url, self.described, _GRAPHS, otherwise=fewer, **values)

    def _fewer(self, endpoint: str, names: list[str], *, graphs: bool) -> tuple[Request, ...]:
        if len(names) < 2:
            return ()
        parts = _parts(names, _FEWER if len(names) > _FEWER else 1)
        return tuple(self._described(endpoint, part, graphs=graphs) for part in parts)

    def _url(self, endpoint: str, query: str) -> str:
        plain = "\n".join(line for line in query.splitlines() if not line.startswith("#"))
        told = {"query": " ".join(plain.split())} | (
            {"default-graph-uri": graph} if (graph := self.portal.setting("graph")) else {}
        )
        return f"{endpoint}?{urlencode(told)}"

    def _ask(
        self, url: str, reader: Reader, accept: str, *, otherwise: tuple[Request, ...] = (), **values: Any
    ) -> Request:
        request = self.ask(url, reader, otherwise=otherwise, **values)
        request.headers["Accept"] = accept
        return request


def _parts(names: list[str], size: int) -> list[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


def _fitting(names: list[str]) -> int:
    """How many of these names an address can hold."""
    longest = max((len(quote_plus(f"<{name}>")) + 1 for name in names), default=1)
    return max(1, min(_BATCH, (_LONG - _QUERY) // longest))


def _cut_off(response: Response, triples: Triples) -> str:
    """Why an answer may not be whole; "" where nothing speaks for that."""
    for name in _PARTIAL:
        if (value := response.headers.get(name)) is not None:
            return f"the endpoint says that it cut its answer ({name}: {value.decode('latin-1')[:100]})"
    count = triples.size
    return f"the answer has just {count:,} statements, where endpoints cut" if count in _ROUND else ""


def _perhaps(cut_off: str, names: list[str]) -> Iterator[Finding]:
    if cut_off:
        yield Finding(
            code="sparql-perhaps-cut",
            severity=Severity.WARNING,
            message=f"What is said of <{names[0]}> may not be whole: {cut_off}.",
            place=names[0],
            fix="Let the endpoint answer with more rows.",
        )


def _nameless(count: int) -> Iterator[Finding]:
    """Datasets without an IRI, each counted as one that could not be read."""
    for number in range(1, min(count, 100) + 1):
        yield rejected(
            "sparql-nameless", "has no IRI, so it cannot be asked for", f"nameless dataset {number}"
        )
