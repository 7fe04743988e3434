"""schema.org by sitemap: sitemaps and pages however they are written, and each field. All sites are made up."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from catalogue.columns.table import Column, Source, Table
from catalogue.errors import RecordError
from catalogue.model import Agent, Checksum, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.formats.schema_org import read_page, read_script
from harvester.formats.sitemap import Place, read_sitemap, sitemaps_of
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import GEO, XSD

CORPUS = os.environ.get("STOOK_CORPUS")
URL = "https://madeup.example/d/bins"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
VALUES: dict[str, Any] = {"since": "", "hosts": []}


@pytest.fixture
def spider(spider_of):
    return spider_of("schemaorg", "https://madeup.example")


@pytest.fixture
def hollinbeck() -> Recording:
    (found,) = (one for one in bundled_recordings() if one.slug == "hollinbeck")
    return found


def scripts(*documents: Any) -> bytes:
    inner = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in documents)
    return f"<!doctype html><html><head>{inner}</head><body><p>{'word ' * 40}</p></body></html>".encode()


def dataset(**said: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Bins",
        "description": "All bins",
    } | said


def names(body: bytes) -> list[Any]:
    return [thing.get("name") for thing in read_page(body, URL).datasets]


def drafted(spider, **said: Any) -> Dataset:
    page = spider.page(TextResponse(URL, body=scripts(dataset(**said))))
    (record,) = page.records
    return spider.draft(record).dataset


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://a.example/maps/sitemap-data.xml.gz", ["/maps/sitemap-data.xml.gz"]),
        ("https://a.example", ["/robots.txt", "/sitemap.xml", "/sitemap_index.xml"]),
        ("https://a.example/x", ["/x/robots.txt", "/robots.txt", "/x/sitemap.xml", "/x/sitemap_index.xml"]),
    ],
)
def test_sitemaps_are_looked_for_in_their_places(spider_of, address: str, asked: list[str]) -> None:
    (request,) = spider_of("schemaorg", address).begin()
    found = []
    while request:
        found.append(request.url.removeprefix("https://a.example"))
        request = next(iter(request.meta["otherwise"]), None)
    assert found == asked


def test_a_site_is_read_whole(walk, hollinbeck: Recording) -> None:
    walked = walk(hollinbeck)
    drafted, refused = walked.drafts()
    assert (len(drafted), refused, walked.failed) == (hollinbeck.expected, [], [])
    assert sum(finding.rejected for finding in walked.findings) == hollinbeck.unreadable
    assert (
        len(walked.asked) == len(hollinbeck.records) - 1 + 4
    )  # but for the file; robots.txt and three sitemaps
    assert "schemaorg-drawn-by-script" in {finding.code for finding in walked.findings}


def test_only_chosen_pages_are_asked_for(walk, hollinbeck: Recording) -> None:
    assert len(walk(hollinbeck, pages="/open-data/grit").records) == 1


def test_changes_are_asked_for_only_where_the_dates_are_trusted(spider_of, answer) -> None:
    assert spider_of("schemaorg").begin_since("2026-01-01T00:00:00Z") == ()
    spider = spider_of("schemaorg", lastmod="trusted")
    assert spider.begin_since("2026-01-01T00:00:00Z")
    places = "".join(
        f"<url><loc>https://madeup.example/{n}</loc><lastmod>{day}</lastmod></url>"
        for n, day in enumerate(("2025-12-31", "2026-01-01T00:00:00+01:00", "", "soon"))
    )
    page = spider.sitemap(answer(SITEMAP.format(places).encode()), since="2026-01-01T00:00:00Z", hosts=[])
    assert [request.url[-1] for request in page.follow] == ["1", "2", "3"]


def test_the_lines_of_a_robots_txt_name_sitemaps() -> None:
    robots = b"User-agent: *\r\nSITEMAP:https://a.example/1.xml\r\n sitemap : https://s3.example/2 #\nSitemap: /3\n"
    assert sitemaps_of(robots) == ("https://a.example/1.xml", "https://s3.example/2")


def test_another_host_is_asked_for_sitemaps_only_where_the_robots_txt_names_it(spider, answer) -> None:
    (request,) = spider.robots(answer(b"Sitemap: https://s3.example/a.xml"), since="").follow
    maps = "".join(
        f"<sitemap><loc>https://{host}/x.xml</loc></sitemap>" for host in ("s3.example", "evil.example")
    )
    page = spider.sitemap(answer(f"<sitemapindex>{maps}</sitemapindex>".encode()), **request.cb_kwargs)
    assert [one.url for one in page.follow] == ["https://s3.example/x.xml"]
    pages = "".join(
        f"<url><loc>https://{host}/p</loc></url>" for host in ("s3.example", "www.madeup.example")
    )
    page = spider.sitemap(answer(SITEMAP.format(pages).encode()), **request.cb_kwargs)
    assert [one.url for one in page.follow] == ["https://www.madeup.example/p"]
    assert [finding.code for finding in page.findings] == ["schemaorg-elsewhere"]


def test_a_robots_txt_without_sitemaps_leads_on(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="names none"):
        spider.robots(answer(b"User-agent: *\nDisallow:"), since="")


def test_sitemaps_that_name_each_other_end(spider, answer) -> None:
    index = b"<sitemapindex><sitemap><loc>https://madeup.example/i.xml</loc></sitemap></sitemapindex>"
    assert spider.sitemap(answer(index), **VALUES, level=2).follow
    assert not spider.sitemap(answer(index), **VALUES, level=3).follow


@pytest.mark.parametrize(
    "made_up",
    [
        SITEMAP.format("<url><loc> https://a.example/1 </loc></url>").encode(),
        gzip.compress(b"<urlset><url><loc>https://a.example/1</loc></url></urlset>"),
        b"\xef\xbb\xbfhttps://a.example/1\r\nnonsense\r\n",
    ],
    ids=["xml", "packed, no namespace", "lines"],
)
def test_a_sitemap_is_read_however_it_is_written(made_up: bytes) -> None:
    assert read_sitemap(made_up).pages == (Place("https://a.example/1", ""),)


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<rss/>", "root is <rss>"),
        (b"\x1f\x8b broken", "cannot be unpacked"),
        (gzip.compress(b"0" * (51 << 20)), "larger than 50 MB"),
        (b"<!doctype html><title>404</title>", "web page"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><urlset>&b;</urlset>', "declares entities"),
    ],
)
def test_what_is_no_sitemap_is_refused_in_words(made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        read_sitemap(made_up)


INLINE = dataset(name="A")
PUBLISHER = {"@type": "Organization", "@id": "#c", "name": "Council"}


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([INLINE], ["A"]),
        ([[INLINE, dataset(name="B")]], ["A", "B"]),
        ([{"@context": "http://schema.org/", "@graph": [{"@type": "WebPage"}, INLINE]}], ["A"]),
        ([{"@type": "DataCatalog", "dataset": [INLINE, dataset(name="B")]}], ["A", "B"]),
        ([{"@graph": [{"@type": "DataCatalog", "dataset": {"@id": "#a"}}, {**INLINE, "@id": "#a"}]}], ["A"]),
        ([{"@type": "WebPage", "mainEntity": INLINE}], ["A"]),
        ([{"@type": ["Thing", "http://schema.org/Dataset"], "http://schema.org/name": "A"}], ["A"]),
        ([{"@context": {"x": "https://schema.org/"}, "@type": "x:Dataset", "x:name": "A"}], ["A"]),
        ([{"@context": {"called": {"@id": "schema:name"}}, "@type": "schema:Dataset", "called": "A"}], ["A"]),
        ([{"@type": "DataFeed", "name": "A"}], ["A"]),
        ([{"@type": "Event", "name": "A"}, INLINE], ["A"]),
        ([INLINE, INLINE], ["A"]),
        (["text", 1, None, []], []),
    ],
)
def test_datasets_are_found_wherever_they_stand(documents: list[Any], expected: list[str]) -> None:
    assert names(scripts(*documents)) == expected


def test_what_a_thing_refers_to_stands_in_its_place() -> None:
    body = scripts({"@graph": [dataset(publisher={"@id": "#c"}), PUBLISHER]})
    assert read_page(body, URL).datasets[0]["publisher"]["name"] == "Council"


def test_things_that_refer_to_each_other_end() -> None:
    around = [
        dataset(**{"@id": "#a", "isPartOf": {"@id": "#b"}}),
        {"@id": "#b", "@type": "Dataset", "hasPart": {"@id": "#a"}},
    ]
    assert len(read_page(scripts({"@graph": around}), URL).datasets) == 2


@pytest.mark.parametrize(
    "made_up",
    [
        '{"@type": "Dataset", "name": "A"}',
        '<!-- {"@type": "Dataset", "name": "A"} -->',
        '//<![CDATA[\n{"@type": "Dataset", "name": "A"}\n//]]>',
        '{"@type": "Dataset", /* the name */ "name": "A", // it\n}',
        '{"@type": "Dataset", "x": ["//a", "b,]",], "name": "A",};',
        "{&quot;@type&quot;: &quot;Dataset&quot;, &quot;name&quot;: &quot;A&quot;}",
        '{"@type": "Dataset", "name": "A", "x": "two\nlines", "y": NaN}',
    ],
)
def test_a_script_is_read_however_it_is_wrapped(made_up: str) -> None:
    assert read_script(made_up)["name"] == "A"


@pytest.mark.parametrize(
    "made_up", ['"', "/*" * 100_000, '"\\' * 100_000, "[" * 100_000, '{"a": ' + ",]" * 50_000]
)
def test_a_hostile_script_is_refused_in_a_moment(made_up: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_script(made_up)


def test_a_script_that_cannot_be_read_costs_its_page_alone(spider) -> None:
    body = scripts(INLINE).replace(
        b"</head>", b'<script type="application/ld+json">{"@type": "Dataset", </script></head>'
    )
    page = spider.page(TextResponse(URL, body=body))
    assert len(page.records) == 1
    (finding,) = page.findings
    assert (finding.code, finding.rejected) == ("schemaorg-script-unreadable", False)
    alone = spider.page(TextResponse(URL, body=body.replace(json.dumps(INLINE).encode(), b"")))
    assert [one.rejected for one in alone.findings] == [True]


MICRODATA = b"""<div itemscope itemtype="http://schema.org/Dataset"><meta itemprop="name" content="A">
<div itemprop="publisher" itemscope itemtype="http://schema.org/Organization"><b itemprop="name">P</b></div></div>"""
RDFA = b"""<div prefix="s: http://schema.org/" typeof="s:Dataset"><b property="s:name">A</b>
<div property="s:publisher" typeof="s:Organization"><b property="s:name">P</b></div></div>"""


@pytest.mark.parametrize("made_up", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_microdata_and_rdfa_say_the_same(spider, made_up: bytes) -> None:
    one, other = (spider.page(TextResponse(URL, body=made_up)).records[0] for _ in range(2))
    assert one.digest == other.digest
    found = spider.draft(one).dataset
    assert (found.title, found.publisher.name) == ((Text("A"),), (Text("P"),))


def test_json_ld_goes_before_microdata(spider) -> None:
    body = scripts(dataset(name="From a script")).replace(b"<p>", MICRODATA + b"<p>")
    assert names(body) == ["From a script"]


def test_a_page_that_scripts_draw_is_told(spider) -> None:
    drawn = TextResponse(URL, body=b'<body><div id="app"></div><script src="/a.js"></script></body>')
    plain = TextResponse(URL, body=b"<body><p>" + b"word " * 50 + b"</p><script></script></body>")
    assert [finding.code for finding in spider.page(drawn).findings] == ["schemaorg-drawn-by-script"]
    assert spider.page(plain).findings == ()


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"\x00\xff", b"<html></html>"])
def test_what_is_no_page_has_no_datasets(spider, body: bytes) -> None:
    assert spider.page(TextResponse(URL, body=body)).records == ()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"@id": "https://a.example/1"}, "https://a.example/1"),
        ({"@id": "#x", "identifier": "BIN-1"}, "BIN-1"),
        ({"identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1/2"}}, "10.1/2"),
        ({"url": "/d/1"}, "https://madeup.example/d/1"),
        ({}, URL),
    ],
)
def test_a_dataset_is_known_by_its_name_its_identifier_or_its_page(
    spider, said: dict[str, Any], key: str
) -> None:
    (record,) = spider.page(TextResponse(URL, body=scripts(dataset(**said)))).records
    assert (record.key, record.weak) == (key, False)


def test_two_datasets_without_names_on_one_page_have_weak_keys(spider) -> None:
    page = spider.page(TextResponse(URL, body=scripts([dataset(name="A"), dataset(name="B")])))
    assert [record.weak for record in page.records] == [True, True]


def test_a_dataset_that_a_catalogue_only_names_is_read_from_its_page(spider) -> None:
    held = [{"@type": "Dataset", "name": n, "url": f"https://{n}.example/d"} for n in ("madeup", "other")]
    page = spider.page(TextResponse(URL, body=scripts({"@type": "DataCatalog", "dataset": held})))
    assert [request.url for request in page.follow] == ["https://madeup.example/d"]
    assert [record.key for record in page.records] == ["https://other.example/d"]


BOX = {"@type": "GeoShape", "box": "53.7 -1.9 53.8 -1.8"}


@pytest.mark.parametrize(
    ("said", "field", "expected"),
    [
        ({"name": [{"@value": "A", "@language": "en"}, {"@value": "B", "@language": "cy"}]}, "title",
         (Text("A", "en"), Text("B", "cy"))),
        ({"alternateName": "C"}, "alternative", (Text("C"),)),
        ({"keywords": "a, b;c"}, "keyword", (Text("a"), Text("b"), Text("c"))),
        ({"keywords": ["a", {"@type": "DefinedTerm", "name": "b"}]}, "keyword", (Text("a"), Text("b"))),
        ({"publisher": "A"}, "publisher", Agent(name=(Text("A"),))),
        ({"publisher": None, "provider": {"name": "P", "url": "http://p.example"}}, "publisher",
         Agent(name=(Text("P"),), homepage="http://p.example")),
        ({"creator": [{"name": "A"}, {"name": "B"}]}, "creator", (Agent(name=(Text("A"),)), Agent(name=(Text("B"),)))),
        ({"contactPoint": {"contactType": "Clerk", "email": "c@a.example"}}, "contact_point",
         (Contact(fn=(Text("Clerk"),), has_email="mailto:c@a.example"),)),
        ({"license": "http://ogl"}, "license", Term("http://ogl")),
        ({"license": {"name": "OGL", "url": "http://ogl"}}, "license", Term("OGL", link="http://ogl")),
        ({"license": "Some(http://ogl)"}, "license", Term("http://ogl")),
        ({"datePublished": None, "dateCreated": "2020-01-02"}, "issued", Typed("2020-01-02", XSD.date)),
        ({"inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"}}, "language", (Term("en"),)),
        ({"isAccessibleForFree": True}, "extra", (("", "<http://schema.org/isAccessibleForFree>", '"true"'),)),
        ({"variableMeasured": ["a", {"name": "b", "value": 2, "unitText": "hour"}]}, "table",
         Table(source=Source.METADATA, columns=(Column(name="a"), Column(name="b", description="hour")))),
        ({"temporalCoverage": "2019-04-01/.."}, "temporal", (PeriodOfTime(start_date=Typed("2019-04-01", XSD.date)),)),
        ({"temporalCoverage": "Tudor"}, "temporal", (PeriodOfTime(label=(Text("Tudor"),)),)),
        ({"spatialCoverage": "Leeds"}, "spatial", (Location(label=(Text("Leeds"),)),)),
        ({"spatialCoverage": {"name": "L", "geo": BOX}}, "spatial",
         (Location(label=(Text("L"),), bbox=Typed(
             "POLYGON((-1.9 53.7,-1.8 53.7,-1.8 53.8,-1.9 53.8,-1.9 53.7))", GEO.wktLiteral)),)),
        ({"spatialCoverage": {"geo": {"polygon": "53,-1 54,-1 54,-2"}}}, "spatial",
         (Location(geometry=(Typed("POLYGON((-1 53,-1 54,-2 54,-1 53))", GEO.wktLiteral),)),)),
        ({"includedInDataCatalog": {"name": "C", "url": "http://c.example"}}, "is_part_of", ("http://c.example",)),
        ({"sameAs": ["http://s.example"]}, "relation", ("http://s.example",)),
        ({"dct:accrualPeriodicity": {"@id": "http://f/DAILY"}}, "accrual_periodicity", Term("http://f/DAILY")),
        ({}, "landing_page", (URL,)),
        ({"distribution": "http://f.example/a.csv"}, "distribution",
         (Distribution(access_url=("http://f.example/a.csv",), download_url=("http://f.example/a.csv",)),)),
        ({"distribution": [{"contentUrl": "http://f/a", "encodingFormat": "text/csv", "contentSize": "2509 B",
                            "sha256": "ab", "name": "N"}]}, "distribution",
         (Distribution(title=(Text("N"),), access_url=("http://f/a",), download_url=("http://f/a",),
                       format=Term("text/csv"), media_type=Term("text/csv"),
                       byte_size=Typed("2509", XSD.nonNegativeInteger),
                       checksum=Checksum(algorithm=Term("SHA256"), checksum_value=Typed("ab"))),)),
    ],
)  # fmt: skip
def test_a_field_of_a_dataset_is_read(spider, said: dict[str, Any], field: str, expected: Any) -> None:
    assert getattr(drafted(spider, **said), field) == expected


def test_a_dataset_without_a_name_is_refused(spider) -> None:
    record = Record(key="k", body=b'{"@type": ["Dataset"]}', media_type="", source=URL)
    with pytest.raises(RecordError, match=f"the dataset on {URL} has no name"):
        spider.draft(record)


FIXTURES = Path(CORPUS or "/") / "fixtures/schemaorg"
KEPT = FIXTURES / "nde-dataset-register/packages/core/test/datasets"


@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals")
@pytest.mark.parametrize(
    ("path", "count"),
    [
        (FIXTURES / "nerc-ceh-elter/sites-dataset.html", 1),
        (FIXTURES / "nerc-ceh-elter/sites-digitaldocument.html", 0),
        (KEPT / "dataset-schema-org-valid-jsonld.html", 1),
        (KEPT / "dataset-schema-org-valid-microdata.html", 1),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_recorded_pages_are_read(spider, path: Path, count: int) -> None:
    page = spider.page(TextResponse(URL, body=path.read_bytes()))
    assert len(page.records) == count
    assert all(spider.draft(record).dataset.title for record in page.records)


RECORDED = sorted(KEPT.glob("*schema*.jsonld")) if CORPUS else []


@pytest.mark.corpus
@pytest.mark.parametrize("path", RECORDED, ids=[path.stem for path in RECORDED])
def test_recorded_documents_have_as_many_datasets_as_they_name(spider, path: Path) -> None:
    document = path.read_bytes()
    named = document.count(b'"Dataset"') + document.count(b'"schema:Dataset"')
    page = spider.page(
        TextResponse(URL, body=b'<script type="application/ld+json">' + document + b"</script>")
    )
    assert len(page.records) + len(page.follow) == named


def test_a_page_that_is_gone_is_told_and_no_fault(spider) -> None:
    page = spider.page(TextResponse(URL, status=404, body=scripts(dataset())))
    assert (page.records, [finding.code for finding in page.findings]) == ((), ["schemaorg-page-gone"])


def test_json_ld_that_stands_alone_is_read(spider) -> None:
    assert len(spider.page(TextResponse(URL, body=json.dumps(dataset()).encode())).records) == 1
    with pytest.raises(PageUnreadable):
        spider.page(TextResponse(URL, body=b'{"@type": '))
