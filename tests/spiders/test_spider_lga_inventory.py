"""The LGA's inventory: its document, however prefixed, and each field of a dataset. All inventories are made up."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import Agent, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable
from harvester.replay.recording import bundled_recordings
from vocab.namespaces import XSD

SPACE = "http://schemas.esd.org.uk/inventory"
RENDITION = "<Identifier>https://f.example/b.csv</Identifier><MimeType>text/csv</MimeType>"


def made_up_inventory(*datasets: str, about: str = "", root: str = "Inventory") -> bytes:
    inner = f"<Metadata>{about}</Metadata><Datasets>{''.join(datasets)}</Datasets>"
    return f'<{root} xmlns="{SPACE}" Modified="2018-05-22">{inner}</{root}>'.encode()


def made_up_dataset(inner: str = "", attributes: str = "") -> str:
    return f"<Dataset {attributes}><Identifier>bins</Identifier><Title>Bins</Title>{inner}</Dataset>"


def made_up_resource(renditions: str, attributes: str = 'Type="Data"') -> str:
    resource = f"<Identifier>r</Identifier><Title>R</Title><Renditions>{renditions}</Renditions>"
    return f"<Resources><Resource {attributes}>{resource}</Resource></Resources>"


@pytest.fixture
def spider(spider_of):
    return spider_of("lga_inventory")


def drafted(spider: Any, answer: Any, inner: str, *, attributes: str = "", about: str = "") -> Dataset:
    body = made_up_inventory(made_up_dataset(inner, attributes), about=about)
    (record,) = spider.inventory(answer(body)).records
    return spider.draft(record).dataset


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://madeup.example/", "https://madeup.example/inventory.xml"),
        ("https://madeup.example/open/Inventory.XML?x=1", "https://madeup.example/open/Inventory.XML?x=1"),
    ],
)
def test_the_document_is_asked_where_it_is(spider_of, address: str, asked: str) -> None:
    (request,) = spider_of("lga_inventory", address).begin()
    assert request.url == asked


def test_the_bundled_council_is_read_whole(walk) -> None:
    (thistlewick,) = (one for one in bundled_recordings() if one.slug == "thistlewick")
    walked = walk(thistlewick)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused)) == (thistlewick.expected, 1)


@pytest.mark.parametrize("prefix", ["inv", "x"])
def test_prefixes_do_not_matter(spider, answer, prefix: str) -> None:
    body = made_up_inventory(made_up_dataset()).decode()
    body = (
        body.replace("</", f"</{prefix}:")
        .replace("<", f"<{prefix}:")
        .replace(f"<{prefix}:/{prefix}", f"</{prefix}")
    )
    body = body.replace("xmlns=", f"xmlns:{prefix}=")
    (record,) = spider.inventory(answer(body.encode())).records
    assert (record.key, record.weak) == ("bins", False)


def test_the_day_an_inventory_was_made_changes_no_record(spider, answer) -> None:
    body = made_up_inventory(made_up_dataset())
    other = body.replace(b"2018-05-22", b"2018-05-23")
    assert (
        len({record.digest for sent in (body, other) for record in spider.inventory(answer(sent)).records})
        == 1
    )


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!DOCTYPE html><html><title>Oops</title></html>", r"got a web page \(title: Oops\)"),
        (b"", "got an empty answer"),
        (b"<rss/>", "got XML that begins with <rss>"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Inventory>&a;</Inventory>', "expected an inventory"),
    ],
)
def test_what_is_no_inventory_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.inventory(answer(made_up))


@pytest.mark.parametrize("active", ["No", "False", "false", "0"])
def test_a_dataset_that_is_not_active_says_so(spider, answer, active: str) -> None:
    assert drafted(spider, answer, "", attributes=f'Active="{active}"').status == Term("inactive")


def test_a_dataset_without_a_title_says_so(spider, answer) -> None:
    (record,) = spider.inventory(
        answer(made_up_inventory("<Dataset><Identifier>x</Identifier></Dataset>"))
    ).records
    with pytest.raises(RecordError, match="dataset x has no title"):
        spider.draft(record)


def test_a_dataset_without_an_identifier_has_a_weak_key(spider, answer) -> None:
    (record,) = spider.inventory(answer(made_up_inventory("<Dataset><Title>x</Title></Dataset>"))).records
    assert record.weak


@pytest.mark.parametrize(
    ("inner", "name", "expected"),
    [
        ("<Description>&lt;p&gt;Where&lt;/p&gt;</Description>", "description", (Text("<p>Where</p>"),)),
        ("<Rights>http://ogl/</Rights>", "license", Term("http://ogl/")),
        ("<RightsHolder>A Council</RightsHolder>", "publisher", Agent(name=(Text("A Council"),))),
        ("<Subjects><Subject><Service>524</Service></Subject></Subjects>", "council_service", (Term("524"),)),
        (
            "<Subjects><Subject><Function>18</Function></Subject></Subjects>",
            "theme",
            (Term("http://id.esd.org.uk/function/18"),),
        ),
        (
            "<Coverage><Spatial>http://s/?URI=http://s/id/E07000071</Spatial></Coverage>",
            "spatial",
            (Location(label=(Text("E07000071"),)),),
        ),
        (
            "<Coverage><Temporal>2018</Temporal></Coverage>",
            "temporal",
            (PeriodOfTime(label=(Text("2018"),)),),
        ),
        (
            "<Coverage><Temporal><Start>2018-01-01</Start></Temporal></Coverage>",
            "temporal",
            (PeriodOfTime(start_date=Typed("2018-01-01", XSD.date)),),
        ),
        (made_up_resource("", 'Language="cy"'), "language", (Term("cy"),)),
    ],
)
def test_each_field_has_its_place(spider, answer, inner: str, name: str, expected: Any) -> None:
    assert getattr(drafted(spider, answer, inner), name) == expected


def test_the_head_of_the_inventory_holds_for_each_dataset(spider, answer) -> None:
    about = "<Publisher>http://p/council</Publisher><Coverage><Spatial>Leeds</Spatial></Coverage>"
    found = drafted(spider, answer, "<RightsHolder>A</RightsHolder>", about=about)
    assert found.publisher == Agent(iri="http://p/council", name=(Text("A"),))
    assert found.spatial == (Location(label=(Text("Leeds"),)),)


def test_a_dataset_changed_when_it_says(spider, answer) -> None:
    assert drafted(spider, answer, "", attributes='Modified="2017-08-22"').modified == Typed(
        "2017-08-22", XSD.date
    )


def test_a_document_is_a_page_and_data_a_distribution(spider, answer) -> None:
    page = drafted(spider, answer, made_up_resource(f"<Rendition>{RENDITION}</Rendition>", 'Type="Document"'))
    assert (page.landing_page, page.distribution) == (("https://f.example/b.csv",), ())
    download = f"<Rendition>{RENDITION}<Availability>Download</Availability></Rendition>"
    (found,) = drafted(spider, answer, made_up_resource(download)).distribution
    assert (found.key, found.title, found.media_type) == ("r", (Text("R"),), Term("text/csv"))
    assert found.access_url == found.download_url == ("https://f.example/b.csv",)


def test_several_renditions_are_told_apart_by_their_media_types(spider, answer) -> None:
    other = "<Identifier>https://f.example/b.json</Identifier><MimeType>application/json</MimeType>"
    idle = f'<Rendition Active="No">{RENDITION}</Rendition>'
    renditions = f"<Rendition>{RENDITION}</Rendition><Rendition>{other}</Rendition>{idle}"
    found = drafted(spider, answer, made_up_resource(renditions)).distribution
    assert [one.key for one in found] == ["r/text/csv", "r/application/json"]
