"""A portal that was harvested well has a bad day: a verdict in words, and the last good data stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conftest import House, Serve

from harvester.ended import Ended
from harvester.replay.faults import (
    CutOff,
    Edited,
    Fault,
    HtmlInstead,
    Large,
    NextIsSelf,
    Redirect,
    RepeatedPage,
    Rule,
    Status,
    Truncated,
)
from harvester.replay.recording import Recording

PAGES = r"^/(hirwen|holmshire|ottermoor|thornmere)/"
UNREAD = "could not be read: "

FAULTS: dict[str, tuple[Fault, str]] = {
    "404": (Status(code=404), "answered 404 (Not Found)"),
    "500": (Status(code=500), "answered 500 (Internal Server Error)"),
    "a web page": (HtmlInstead(), "got a web page (title: Maintenance)"),
    "truncated": (Truncated(), UNREAD),
    "cut off": (CutOff(), "broke off"),
    "empty": (Edited(find=r"(?s)^.*$", replace="", count=1), UNREAD),
    "another document": (Edited(find=r"(?s)^.*$", replace='{"message": "ok"}', count=1), UNREAD),
    "invalid": (Edited(find=r'^[{@]|"(dataset|results|features)"', replace="{]"), UNREAD),
    "a private address": (
        Redirect(to="http://10.1.2.3/data"),
        "led to http://10.1.2.3/data, which was not asked: 10.1.2.3:80 is on a private network",
    ),
    "another port of this machine": (
        Redirect(to="http://127.0.0.1:9/"),
        "which was not asked: 127.0.0.1:9 is on a private network",
    ),
    "a file": (Redirect(to="file:///etc/passwd"), ""),
    "asks to wait for an hour": (
        Status(code=503, retry_after="3600"),
        "answered 503 and asked us to wait 3,600 seconds",
    ),
}


SELDOM = ("empty", "another document", "another port of this machine", "a file", "500")
NAMES = [pytest.param(name, marks=pytest.mark.service if name in SELDOM else ()) for name in FAULTS]


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_on_every_page_is_told_in_words_and_changes_nothing(
    name: str, full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """Of every kind at once, each in its own process."""
    fault, words = FAULTS[name]
    before = {slug: full_house.datasets(slug) for slug in bundled}
    change = full_house.last_change()
    with serve(bundled.values(), Rule(fault=fault, pattern=PAGES)) as (address, _):
        _move(full_house, bundled, address)
        ended = full_house.crawl_all(bundled)
    sentences = {slug: full_house.sentence(slug) for slug in bundled}
    assert full_house.log == ""
    if name != "truncated":  # what a document gave before it broke off may be new
        assert full_house.last_change() == change
    assert {slug: full_house.datasets(slug) for slug in bundled} == before
    for slug, sentence in sentences.items():
        assert address in sentence
        assert words in sentence
        status = full_house.status(slug)
        assert (status.missing, status.withdrawn) == (0, 0)
        # a document that breaks off has given whole records before
        expected = {Ended.FAILED, Ended.PARTIAL} if name in ("truncated", "invalid") else {Ended.FAILED}
        assert ended[slug] in expected, (slug, sentence)


def test_a_page_larger_than_allowed_is_not_read_to_its_end(
    full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """The limits are set low here; a document may be larger than a page."""
    full_house.environment |= {"STOOK_PAGE_BYTES": "1500000", "STOOK_DOCUMENT_BYTES": "1500000"}
    before = {slug: full_house.datasets(slug) for slug in bundled}
    with serve(bundled.values(), Rule(fault=Large(megabytes=2), pattern=PAGES)) as (address, _):
        _move(full_house, bundled, address)
        ended = full_house.crawl_all(bundled)
    assert set(ended.values()) == {Ended.FAILED}
    assert {slug: full_house.datasets(slug) for slug in bundled} == before
    assert all("sent more than one answer may have" in full_house.sentence(slug) for slug in bundled)


@pytest.mark.service
def test_sixty_megabytes_are_more_than_a_page_may_have(
    full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """With the limits that everybody has."""
    chosen = {slug: bundled[slug] for slug in ("hirwen", "holmshire")}
    with serve(chosen.values(), Rule(fault=Large(megabytes=60), pattern=PAGES)) as (address, _):
        _move(full_house, chosen, address)
        ended = full_house.crawl_all(chosen)
    assert set(ended.values()) == {Ended.FAILED}
    assert all("sent more than one answer may have" in full_house.sentence(slug) for slug in chosen)
    assert all(set(full_house.datasets(slug).values()) == {"live"} for slug in chosen)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (NextIsSelf(parameter="page"), "the portal says that it has"),
        (RepeatedPage(path="/hirwen/catalog.ttl", query="page=1"), "the page before it"),
        (Status(code=404), "answered 404 (Not Found)"),
        (HtmlInstead(), "a web page"),
    ],
    ids=["a next page that is itself", "a page that repeats the one before", "gone", "a web page"],
)
def test_a_fault_on_the_second_page_leaves_a_part_and_nothing_missing(
    fault: Fault, words: str, full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """A loop of pages ends, and what was not read is not taken for gone."""
    before = full_house.datasets("hirwen")
    first = isinstance(fault, NextIsSelf)
    rule = Rule(fault=fault, pattern="^/hirwen/" if first else "page=2")
    with serve([bundled["hirwen"]], rule) as (address, app):
        _move(full_house, {"hirwen": bundled["hirwen"]}, address)
        ended = full_house.crawl("hirwen")
    assert ended is Ended.PARTIAL
    assert words in full_house.sentence("hirwen")
    assert full_house.datasets("hirwen") == before
    assert len(app.addresses) < 8


@pytest.mark.parametrize(
    ("slug", "find", "replace", "code"),
    [
        ("holmshire", r'"title":"Gritter names"', '"title":""', "unreadable-record"),
        ("ottermoor", r'"title":\s*"Missed bin reports"', '"title":""', "unreadable-record"),
        ("ottermoor", r'"identifier":\s*"[^"]*",', "", "no-identifier"),
        ("thornmere", r'"title":\s*"[^"]*Tree[^"]*"', '"title":""', "unreadable-record"),
    ],
)
def test_a_record_without_title_or_identifier_is_a_finding_and_the_others_are_read(
    slug: str,
    find: str,
    replace: str,
    code: str,
    full_house: House,
    bundled: Mapping[str, Recording],
    serve: Serve,
) -> None:
    """Its last good version stays; one whose identifier went is the same dataset still, by what else it says."""
    before = full_house.datasets(slug)
    known = {found.key for found in full_house.findings(slug, code)}
    fault = Edited(find=find, replace=replace, count=1)
    with serve([bundled[slug]], Rule(fault=fault, pattern=PAGES)) as (address, _):
        _move(full_house, {slug: bundled[slug]}, address)
        ended = full_house.crawl(slug)
    assert ended is Ended.COMPLETE, full_house.sentence(slug)
    found = [one for one in full_house.findings(slug, code) if one.key not in known]
    assert len(found) == 1
    assert found[0].finding.message.endswith(".")
    after = full_house.datasets(slug)
    assert len(after) == len(before)
    assert len(set(before) - set(after)) == (code == "no-identifier")
    assert "withdrawn" not in after.values()


def test_an_empty_catalogue_keeps_what_it_had_until_a_person_has_looked(
    full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """CKAN with an index that is being rebuilt answers that it has no packages."""
    before = full_house.datasets("holmshire")
    fault = Edited(find=r'(?s)"count":.*$', replace='"count":0,"results":[]}}', count=1)
    with serve([bundled["holmshire"]], Rule(fault=fault, pattern=PAGES)) as (address, _):
        _move(full_house, {"holmshire": bundled["holmshire"]}, address)
        full_house.crawl("holmshire")
    assert full_house.datasets("holmshire") == before
    assert "lists no datasets" in full_house.sentence("holmshire")
    assert "they stay until a person has looked" in full_house.sentence("holmshire")


def _move(house: House, recordings: Mapping[str, Recording], address: str) -> None:
    house.allow(address)
    for recording in recordings.values():
        house.register(recording, address)
