"""A record that is hostile in every field that the model has harms no page, no list and no reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html
from made_up_catalogue import BASE
from starlette.applications import Starlette

from catalogue.columns.comparing import compare_columns
from catalogue.columns.said import names_of
from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.entry import Entry, Mapping
from catalogue.finding import Finding, Severity
from catalogue.ledger.held import Event, Held
from catalogue.model import Dataset, DatasetSeries, Thing
from catalogue.portal import Portal
from catalogue.property import Form, Line, lines
from catalogue.snapshot import Snapshot
from catalogue.values import Term, Text, Typed
from web.answers import to_json
from web.comparing.side import Side, compare
from web.documents import dataset_json
from web.joining.rows import JoinsPart
from web.linking import Linked
from web.pages.compare import ComparedDatasetsPage, make_chosen, say_alike
from web.pages.dataset import Beside, DatasetReading, make_dataset_page
from web.pages.facts import FactReader
from web.pages.reuse import StoriesPart
from web.related import Relatives
from web.rendering import render
from web.site import Site
from web.trust.fact import Grounds

WILD = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>'",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(3)",
    "=HYPERLINK(\"http://evil.example\")",
    "\u202e\u0000\ufffe\x1b[31m",
    "9" * 400,
    "2026-13-45T99:99:99Z",
    "",
)  # fmt: skip
DEEP = 3
NO_STORIES = StoriesPart(cards=(), count=0, all="/reuses", feed="/reuses.atom", tell="/reuses")


def filled(kind: type[Thing], wild: str, depth: int = 0) -> Thing:
    """A thing of which every field says the same."""
    values: dict[str, Any] = {
        line.name: (value,) if line.many else value
        for line in lines(kind)
        for value in _value(line, wild, depth)
    }
    return kind(
        key=wild, extra=(("", "<urn:x:personalData>", f'"{wild}"'), ("", f"<{wild}>", wild)), **values
    )


def _value(line: Line, wild: str, depth: int) -> Iterator[object]:
    match line.property.form:
        case Form.TEXT:
            yield Text(wild, wild)
        case Form.TERM:
            yield Term(wild, "", wild)
        case Form.TYPED:
            yield Typed(wild, f"http://www.w3.org/2001/XMLSchema#{'date' if depth % 2 else 'dateTime'}")
        case Form.LINK:
            yield wild
        case _ if line.node is not None and depth < DEEP:
            yield filled(line.node, wild, depth + 1)


def reading_of(site: Site, wild: str) -> DatasetReading:
    """All that the ledger could say of such a record."""
    dataset = filled(DatasetSeries, wild)
    assert isinstance(dataset, Dataset)
    column = ("", "<urn:stook:ns#columnName>", json.dumps(wild))
    dataset = replace(dataset, title=(Text(wild or "x"),), extra=(*dataset.extra, column))
    words = tuple(
        Mapping(property=name, word=wild, iri=iri, how=wild)
        for name in ("publisher", "creator", "license", "modified", "spatial", "distribution.format")
        for iri in ("", wild)
    )
    entry = Entry(id="wild", portal="leeds", key=wild, source=wild, dataset=dataset, mappings=words)
    snapshot = Snapshot(entry=entry, first_seen=wild, last_changed=wild, run=1, mapper="m")
    grounds = Grounds(
        snapshot=snapshot,
        state="live",
        portal_title=wild,
        vocabulary=site.vocabulary,
        links=site.links,
        today=date(2026, 11, 28),
        portal=Portal(slug="leeds", title=wild, kind=wild, address=f"http://{wild}", body=wild),
        vouched=wild,
        fetched=wild,
        checked=wild,
        tables=(
            wild_table(wild),
            replace(wild_table(wild), source=Source.SAMPLE, file=wild, url=wild, rows=3),
        ),
    )
    finding = Finding(code="x", severity=Severity.INFO, message=wild, place=wild, published=wild, fix=wild)
    return DatasetReading(
        held=Held(snapshot=snapshot, state="live", change=1, missing_since=""),
        portal_title=wild,
        changes=(Event(kind="added", at=wild, run=1),),
        findings=(finding,),
        grounds=grounds,
    )


def wild_table(wild: str) -> Table:
    """A table of which everything that can be text is hostile."""
    found = Detection(kind=wild, confidence=0.5, rule=Rule.NAME, reason=wild)
    column = Column(
        name=wild,
        title=f"{wild}!",
        datatype=wild,
        description=wild,
        missing=0.5,
        examples=(wild,),
        detections=(found,),
    )
    columns = (column, Column(name="UPRN"))
    return Table(source=Source.METADATA, columns=columns, at=wild, encoding=wild, separator=wild, header=1)


@pytest.fixture(params=WILD, ids=range(len(WILD)))
def wild(request: pytest.FixtureRequest) -> str:
    """What every field says."""
    return str(request.param)


@pytest.fixture
def site(app: Starlette) -> Site:
    """The site of these tests."""
    found: Site = app.state.site
    return found


def harmless(body: bytes) -> html.HtmlElement:
    """A page in which nothing runs, loads or leads to a script."""
    page = html.fromstring(body.decode())
    assert {one.get("type") for one in page.iter("script")} <= {"application/ld+json"}
    assert not list(page.iter("img", "iframe", "object", "style", "base"))
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    addresses = [each.strip().lower() for each in page.xpath("//@href | //@src | //@action")]
    assert not [each for each in addresses if each.startswith(("javascript:", "data:", "vbscript:"))]
    assert len(page.xpath("//h1")) == 1
    return page


def test_the_page_of_a_dataset_stays_what_it_is(site: Site, wild: str) -> None:
    beside = Beside(
        relatives=Relatives(), linked=Linked(), joins=JoinsPart(), caution=None, stories=NO_STORIES
    )
    page = harmless(render(make_dataset_page(reading_of(site, wild), site, (), beside), site.templates))
    assert page.xpath("//*[@id='trust']")


def test_its_json_says_what_was_published(site: Site, wild: str) -> None:
    beside = Beside(
        relatives=Relatives(), linked=Linked(), joins=JoinsPart(), caution=None, stories=NO_STORIES
    )
    said = json.loads(to_json(dataset_json(reading_of(site, wild), site, beside)))
    assert said["iri"] == f"{BASE}/dataset/wild"
    assert len(said["trust"]) > 10


def test_the_comparison_stays_what_it_is(site: Site, wild: str) -> None:
    grounds = reading_of(site, wild).grounds
    sides = [Side(grounds=grounds, title=wild, lang=wild, scores=None)] * 2
    columns = compare_columns([names_of(side.grounds.tables) for side in sides])
    page = ComparedDatasetsPage(
        title="Datasets side by side",
        chosen=make_chosen(sides, site, wild),
        lines=compare(sides, FactReader(links=site.links, vocabulary=site.vocabulary)),
        columns=columns,
        alike=say_alike(columns),
        unknown=(wild,),
        dropped=True,
        text=wild,
        sought=None,
    )
    assert len(harmless(render(page, site.templates)).xpath("//thead//th")) == 3
