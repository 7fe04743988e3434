"""CKAN's package_search beside our own search as JSON, over HTTP, by turns: twenty datasets with five facets."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from bench_home import Home
from bench_line import Line, Size, percentile, spread
from bench_pages import Server, serving
from sqlalchemy import insert

from catalogue.entry import Entry
from catalogue.indexes.protocol import Document
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.schema import changes, entries, portals
from catalogue.model import Agent, Dataset, Distribution
from catalogue.snapshot import pack_entry, squeeze
from catalogue.values import Term, Text, Typed
from vocab.namespaces import XSD

_TIMES = 20
_FACETS = '["organization", "groups", "res_format", "license_id", "openness"]'
_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to both; `more` is what CKAN is told beside the words, `aim` milliseconds at p95."""

    name: str
    words: str
    more: tuple[tuple[str, str], ...] = ()
    aim: float = 100

    def ours(self) -> str:
        """As our own search is asked."""
        return f"/search.json?{urlencode({'q': self.words, 'copies': 'apart'})}"

    def ckan(self) -> str:
        """As a client of CKAN asks."""
        told = {"q": self.words or "*:*", "rows": "20", "facet.field": _FACETS, **dict(self.more)}
        return f"/api/3/action/package_search?{urlencode(told)}"


def ckan_lines(home: Home, size: Size, *, word: str = "extract", of: str = "") -> list[Line]:
    """A line for each sort of question."""
    asked = (
        Asked(name="common word", words=word),
        Asked(name="no words", words=""),
        Asked(
            name="a filter with OR, NOT and a range of dates",
            words=word,
            more=(("fq", f"(res_format:CSV OR groups:tran) -title:{word} metadata_modified:[* TO NOW]"),),
        ),
        Asked(name="a thousand rows by id", words="", more=(("rows", "1000"), ("sort", "id asc")), aim=1_000),
    )
    with serving(home) as server:
        return [_compared(one, server, size, of) for one in asked]


def _compared(asked: Asked, server: Server, size: Size, of: str) -> Line:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        _timed(client, asked.ckan()), _timed(client, asked.ours())
        theirs, mine = list[float](), list[float]()
        for _ in range(size.rounds * _TIMES):
            theirs.append(_timed(client, asked.ckan()))
            mine.append(_timed(client, asked.ours()))
    ratio = percentile(theirs, 0.95) / percentile(mine, 0.95)
    return Line(
        name=f"CKAN package_search{of}: {asked.name}",
        measured=spread(theirs),
        against=f"/search.json of the words, {spread(mine)}",
        ratio=f"p95 {ratio:.1f} ×",
        aim=f"p95 ≤ {asked.aim:g} ms",
        rounds=size.rounds,
        met=percentile(theirs, 0.95) * 1000 <= asked.aim,
    )


def _timed(client: http.client.HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {answer.reason}, 200 was expected")
    return time.perf_counter() - began


def fill_ledger(home: Home, documents: Iterable[Document]) -> None:
    """Puts a dataset into the ledger of `home` for each document that its index has."""
    waiting = iter(documents)
    with (
        closing(open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")) as ledger,
        ledger.writing() as connection,
    ):
        (portal,) = connection.execute(insert(portals).values(**_PORTAL)).inserted_primary_key or (0,)
        number = 0
        while chunk := list(islice(waiting, _ROWS)):
            rows = [_rows(document, portal, number + place) for place, document in enumerate(chunk, 1)]
            connection.execute(insert(changes), [change for change, _ in rows])
            connection.execute(insert(entries), [entry for _, entry in rows])
            number += len(rows)


def _rows(document: Document, portal: int, number: int) -> tuple[dict[str, object], dict[str, object]]:
    """The change that brought a dataset, and its entry."""
    entry = Entry(
        id=document.id,
        portal=document.portal,
        key=document.id,
        source="https://a.example/",
        dataset=_dataset(document),
    )
    change = {
        "n": number,
        "entry_id": document.id,
        "kind": "added",
        "at": document.changed,
        "run": 1,
        "mapper": "m1",
        "first_seen": document.added,
        "snapshot": squeeze(pack_entry(entry)),
    }
    return change, {
        "id": document.id,
        "portal_id": portal,
        "key": document.id,
        "state": "live",
        "title": document.title,
        "publisher": document.publisher,
        "publisher_name": document.publisher_label,
        "digest": "d",
        "change": number,
        "first_seen": document.added,
        "last_changed": document.changed,
        "last_run": 1,
    }


def _dataset(document: Document) -> Dataset:
    return Dataset(
        title=(Text(document.title, "en"),),
        description=(Text(document.description, "en"),),
        keyword=tuple(Text(word) for word in document.keywords),
        publisher=Agent(slug=document.publisher, name=(Text(document.publisher_label),)),
        modified=Typed(document.modified, XSD.date),
        theme=tuple(Term(code, f"{_AUTHORITY}/data-theme/{code}") for code in document.themes),
        landing_page=("https://a.example/",),
        distribution=tuple(
            Distribution(
                key=code,
                title=(Text(document.distributions),),
                format=Term(code, f"{_AUTHORITY}/file-type/{code}"),
                download_url=(f"https://a.example/{document.id}.{code}",),
            )
            for code in document.formats
        ),
    )


_AUTHORITY = "http://publications.europa.eu/resource/authority"
_PORTAL = {
    "slug": "made-up",
    "title": "Made up",
    "kind": "ckan",
    "address": "https://a.example",
    "added": "2026-01-01T00:00:00Z",
    "settings": {},
}
