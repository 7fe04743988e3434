"""A folder on the web is read whole, as any server lists it. All listings and files are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import pytest

from harvester.formats.folder_listing import read_listed_date, read_listing
from harvester.record import PageUnreadable
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings

Answer = SpiderOf = Walk = Callable[..., Any]

(ISLANDS,) = (recording for recording in bundled_recordings() if recording.slug == "skerravoe")
WHOLE = (ISLANDS.expected or 0) + ISLANDS.unreadable
HOME = "https://madeup.example/waf/"
RECORD = (Path(__file__).parents[1] / "drafting" / "made_up_gemini.xml").read_bytes()


def islands(**options: Any) -> Recording:
    return replace(ISLANDS, options=MappingProxyType({**ISLANDS.options, **options}))


def listed(body: str, url: str = HOME, below: str = HOME) -> dict[str, str]:
    found = read_listing(body.encode(), url=url, below=below)
    return {one.url.removeprefix(HOME): one.changed for one in found}


@pytest.mark.parametrize("listing", ["apache", "table", "nginx", "iis"])
def test_a_folder_is_read_whole_whichever_server_lists_it(walk: Walk, listing: str) -> None:
    walked = walk(islands(listing=listing))
    drafted, refused = walked.drafts()
    assert (len(walked.keys), len(drafted), len(refused), walked.failed) == (WHOLE, WHOLE - 1, 1, [])


def test_a_broken_file_is_a_record_under_its_own_name(walk: Walk) -> None:
    walked = walk(ISLANDS)
    assert "cut-off" in walked.keys
    assert any("not XML" in reason for reason in walked.drafts()[1])


def test_a_folder_that_cannot_be_listed_is_a_page_that_failed(walk: Walk) -> None:
    walked = walk(islands(hidden=["coast"]))
    assert len(walked.failed) == 1 and "coast" in walked.failed[0]


def test_a_recorded_folder_of_many_is_served_in_folders_of_those_that_begin_alike(walk: Walk) -> None:
    def line(number: int) -> bytes:
        return orjson.dumps({"id": f"{number:05}", "path": "iso19139.xml", "xml": "<MD_Metadata/>"})

    lines = as_lines(line(number) for number in range(1001))
    made_up = Recording(slug="many", title="Many", kind="iso19139", captured="2024-02", records=lines)
    walked = walk(made_up, most=10)
    assert walked.asked[1].endswith("/waf/00/") and "/waf/00/00000.xml" in walked.asked[3]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-08-21 10:00", "2026-08-21T10:00"),
        ("2026-08-21T10:00:00Z", "2026-08-21T10:00"),
        ("21-Aug-2026 10:00", "2026-08-21T10:00"),
        ("2026-Aug-21 10:00:59", "2026-08-21T10:00"),
        ("8/21/2026 10:00 AM", "2026-08-21T10:00"),
        ("8/21/2026  9:05 PM", "2026-08-21T21:05"),
        ("Friday, August 21, 2026 10:00 AM", "2026-08-21T10:00"),
        ("21/08/2026 10:00", "2026-08-21T10:00"),
        ("32-Aug-2026 10:00", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_read_in_each_of_its_forms(said: str, read: str) -> None:
    assert read_listed_date(f"   {said}     12K") == read


def test_the_date_beside_a_link_is_its_own() -> None:
    assert listed(
        '<title>Index of /waf</title><pre><a href="a.xml">a</a> 2026-01-01 10:00 1K\n'
        '<a href="b.xml">b</a> - \n<a href="c.xml">c</a> 2026-01-03 10:00\n</pre>'
    ) == {"a.xml": "2026-01-01T10:00", "b.xml": "", "c.xml": "2026-01-03T10:00"}
    assert listed(
        '<pre><A HREF="/">[To Parent Directory]</A><br> 1/1/2026 9:00 AM 5 <A HREF="/waf/a.xml">a.xml</A><br>'
        ' 1/2/2026 9:00 AM 5 <A HREF="/waf/b.xml">b.xml</A><br></pre>'
    ) == {"a.xml": "2026-01-01T09:00", "b.xml": "2026-01-02T09:00"}
    assert listed('<ul><li><a href="a.xml">a</a> <time datetime="2026-01-01T10:00:00Z">1 Jan</time></li></ul>') == {
        "a.xml": "2026-01-01T10:00"
    }  # fmt: skip


@pytest.mark.parametrize(
    "href",
    [
        "../secret.xml", "/other/a.xml", "https://elsewhere.example/waf/a.xml", "http://madeup.example/waf/a.xml",
        "?C=N;O=D", "#top", "mailto:a@b.example", "_hidden.xml", "javascript:alert(1)", "", "..%2f..%2fetc/a.xml",
        "%2e%2e/a.xml", "a.xml?download", "%252e%252e/a.xml", "//elsewhere.example/a.xml", "\\..\\a.xml", "./",
    ],
)  # fmt: skip
def test_no_link_leads_out_of_the_folder(href: str) -> None:
    assert listed(f'<title>Index of /waf</title><a href="{href}">x</a><a href="b.xml">b</a>') == {"b.xml": ""}


def test_only_what_lies_below_the_first_folder_is_followed(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("waf", "https://madeup.example/waf")
    body = b'<h1>Index of /</h1><a href="/waf/deep/">deep</a><a href="/">up</a><a href="/waf/a.xml">a</a>'
    page = spider.folder(answer(body, HOME))
    assert [request.url for request in page.follow] == [f"{HOME}a.xml", f"{HOME}deep/"]
    assert page.follow[1].cb_kwargs == {"depth": 1, "below": HOME, "since": ""}


def test_folders_deeper_than_ten_are_told_and_not_asked_for(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("waf", HOME)
    with pytest.raises(PageUnreadable, match="more than 10 deep"):
        spider.folder(answer(b'<h1>Index of x</h1><a href="y/">y</a>', f"{HOME}x/"), depth=10, below=HOME)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><title>Sign in</title><a href='help/'>Help</a></html>", "title: Sign in"),
        ("   ", "empty"),
    ],
)
def test_a_page_that_lists_nothing_is_no_folder(body: str, words: str) -> None:
    with pytest.raises(PageUnreadable, match=words):
        listed(body)


def test_a_listing_that_was_cut_off_is_no_listing() -> None:
    """What is missing from it is not gone. Some servers close nothing because they open nothing."""
    body = '<html><body><a href="a.xml">a</a> <a href="b.xml">b</a>'
    with pytest.raises(PageUnreadable, match="ends before its end"):
        listed(body)
    assert len(listed(body + "</body></html>")) == len(listed(body.removeprefix("<html><body>"))) == 2


def test_an_empty_folder_is_a_folder() -> None:
    assert listed('<h1>Index of /waf</h1><a href="../">Parent Directory</a>') == {}


def test_a_run_of_changes_leaves_out_what_is_older_and_keeps_what_has_no_date(
    spider_of: SpiderOf, answer: Answer
) -> None:
    spider: Any = spider_of("waf", "https://madeup.example/waf")
    (request,) = spider.begin_since("2026-01-10T09:00:00Z")
    body = (
        b'<h1>Index of /waf</h1><pre><a href="old.xml">old</a> 2026-01-08 10:00\n<a href="new.xml">new</a> '
        b'2026-01-09 23:00\n<a href="b.xml">b</a>\n</pre>'
    )
    page = spider.folder(answer(body, HOME), **request.cb_kwargs)
    assert [request.url for request in page.follow] == [f"{HOME}new.xml", f"{HOME}b.xml"]


def test_a_web_page_in_the_place_of_a_file_is_not_the_file(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("waf", HOME)
    with pytest.raises(PageUnreadable, match="Sign in"):
        spider.broken(answer(b"<html><title>Sign in</title><br>", f"{HOME}a.xml"), path="a.xml")
    (record,) = spider.broken(answer(RECORD[:-500], f"{HOME}a.xml"), path="a.xml").records
    assert record.key == "6f1a2b3c-0001-4d5e-8f90-abcdef012345"


def test_a_file_without_an_identifier_is_named_by_its_path(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("waf", HOME)
    body = b"<metadata><idinfo><citation><citeinfo><title>Wells</title></citeinfo></citation></idinfo></metadata>"
    (record,) = spider.file(answer(body, f"{HOME}a/wells.xml"), path="a/wells.xml").records
    assert (record.key, record.weak) == ("a/wells.xml", False)
