"""The desk: pages are staged before they are followed, and every failure is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from scrapy import Request
from scrapy.http import Response
from small_spider import HOME, SmallSpider, answer, small_spider

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import open_run, pending_asks
from catalogue.ledger.tally import Tally, tally
from harvester.desk import Desk, to_ask, to_request
from vocab import load_vocabulary

NOW = "2026-11-22T09:00:00Z"
A, B, C = ({"key": key, "title": key.upper()} for key in "abc")
UNTITLED = {"key": "u", "title": ""}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with the made-up portal."""
    made = open_ledger(f"sqlite:///{tmp_path}/ledger.db")
    with made.writing() as connection:
        add_portal(connection, small_spider().portal, now=NOW)
    yield made
    made.close()


def open_desk(ledger: Ledger, *, sample: int = 0, **settings: Any) -> Desk:
    """A desk of a process that begins the portal's run, or takes it up."""
    spider = small_spider(**settings)
    with ledger.writing() as connection:
        run = open_run(connection, "small", now=NOW, owner="here:1", mapper="1", owner_alive=False)
    spider.desk = Desk(ledger, run, spider, load_vocabulary(), lambda: NOW, sample=sample)
    return spider.desk


def receive(desk: Desk, response: Response) -> list[Request]:
    """The answer as Scrapy hands it over."""
    assert isinstance(desk.spider, SmallSpider)
    with structlog.testing.capture_logs():
        return list(desk.spider.receive(response))


def told(desk: Desk) -> Tally:
    """The run so far."""
    with desk.ledger.reading() as connection:
        return tally(connection, desk.run)


def only(requests: Iterable[Request]) -> Request:
    """The one request."""
    (request,) = requests
    return request


def test_a_page_is_staged_and_its_next_page_asked_for(ledger: Ledger) -> None:
    """With the values that its reader is given."""
    desk = open_desk(ledger)
    first = only(desk.opening())
    second = only(receive(desk, answer(first, records=[A, B], next="/2", declared=3)))
    assert second.url == f"{HOME}/2"
    assert second.meta["values"] == {"turn": 2}
    assert receive(desk, answer(second, records=[C], declared=3)) == []
    found = told(desk)
    assert (found.read, found.pages, found.pending, found.declared) == (3, 2, 0, 3)


def test_another_process_goes_on_where_the_first_was_killed(ledger: Ledger) -> None:
    """It asks only for what is left, with all that the request had."""
    desk = open_desk(ledger)
    second = only(receive(desk, answer(only(desk.opening()), records=[A], next="/2")))
    resumed = open_desk(ledger)
    again = only(resumed.opening())
    assert resumed.run.resumed
    assert (again.url, again.meta) == (second.url, second.meta)


def test_a_run_that_had_only_its_commit_left_asks_nothing(ledger: Ledger) -> None:
    """Killed between the last page and the commit."""
    desk = open_desk(ledger)
    receive(desk, answer(only(desk.opening()), records=[A]))
    assert open_desk(ledger).opening() == []


def test_a_page_read_again_after_a_kill_counts_once(ledger: Ledger) -> None:
    """What it had brought is forgotten before."""
    desk = open_desk(ledger)
    first = only(desk.opening())
    desk._stage(desk.spider.page(answer(first, records=[A, B, UNTITLED])), first.meta["ask"])  # type: ignore[attr-defined]
    resumed = open_desk(ledger)
    receive(resumed, answer(only(resumed.opening()), records=[A, B, UNTITLED]))
    found = told(resumed)
    assert (found.read, found.rejected, found.repeated) == (2, 1, 0)


def test_a_page_that_cannot_be_read_is_asked_for_once_more_and_then_another_way(ledger: Ledger) -> None:
    """When that fails too, its reason comes with the first one."""
    desk = open_desk(ledger)
    first = only(desk.opening())
    again = only(receive(desk, answer(first, body=b"<html>")))
    assert again.url == first.url
    assert "download_latency" not in again.meta
    other = only(receive(desk, answer(again, body=b"<html>")))
    assert other.url == f"{HOME}/old"
    assert list(desk.lose(other, "answered 404 (Not Found)")) == []
    ((url, remark),) = told(desk).failed
    assert url == f"{HOME}/old"
    assert remark == (
        f"answered 404 (Not Found); it was asked because {HOME}/1 could not be read: expected JSON, got a web page"
    )


def test_a_way_that_works_hides_the_one_that_did_not(ledger: Ledger) -> None:
    """The run is as good as any."""
    desk = open_desk(ledger)
    other = only(desk.lose(only(desk.opening()), "answered 404 (Not Found)"))
    receive(desk, answer(other, records=[A]))
    found = told(desk)
    assert (found.failed, found.replaced, found.read) == ((), 1, 1)


def test_a_redirect_is_told(ledger: Ledger) -> None:
    """Who looks for the fault begins at the address that we asked."""
    desk = open_desk(ledger)
    other = only(desk.lose(only(desk.opening()), "answered 404 (Not Found)"))
    moved = other.replace(url="https://login.example/", meta=other.meta | {"redirect_urls": [other.url]})
    again = only(receive(desk, answer(moved, body=b"<html>")))
    assert again.url == other.url
    assert "redirect_urls" not in again.meta
    receive(desk, answer(moved, body=b"<html>"))
    ((url, remark),) = told(desk).failed
    assert url == other.url
    assert remark.startswith("led to https://login.example/, which could not be read: expected JSON")


def test_a_document_that_ends_early_gives_what_came_before(ledger: Ledger) -> None:
    """And the run knows that there was more."""
    desk = open_desk(ledger)
    first = only(desk.opening())
    again = only(receive(desk, answer(first, records=[A, B], breaks=True)))
    receive(desk, answer(again, records=[A, B], breaks=True))
    found = told(desk)
    assert (found.read, found.repeated, found.pending) == (2, 0, 1)


def test_a_bug_in_a_reader_fails_its_page_only(ledger: Ledger) -> None:
    """It is counted, so that the verdict says it."""
    desk = open_desk(ledger)
    receive(desk, answer(only(desk.opening()), body=b"bug"))
    assert desk.faults == 1


@pytest.mark.parametrize("more", [{}, {"loose": 2}], ids=["records", "and what is no record"])
def test_a_loop_of_pages_ends_at_the_first_that_brings_nothing_new(
    ledger: Ledger, more: dict[str, int]
) -> None:
    """Also where a record cannot be read, or something is no record at all: they were met before as well."""
    desk = open_desk(ledger)
    request = only(desk.opening())
    for number in (2, 3):
        page = {"records": [A, UNTITLED], "next": f"/{number}"} | more
        following = receive(desk, answer(request, **page))
        request = following[0] if following else request
    assert following == []
    ((_, remark),) = told(desk).failed
    assert remark == "brought only records that earlier pages had, so its next page was not asked for"
    assert told(desk).read == 1


def test_a_page_is_asked_for_once_however_often_it_is_linked(ledger: Ledger) -> None:
    """A next page that is the page itself ends there."""
    desk = open_desk(ledger)
    first = only(desk.opening())
    assert receive(desk, answer(first, records=[A], next="/1")) == []


def test_a_portal_ends_after_its_most_pages(ledger: Ledger) -> None:
    """Each with new records, for ever."""
    desk = open_desk(ledger, max_pages=2)
    second = only(receive(desk, answer(only(desk.opening()), records=[A], next="/2")))
    assert receive(desk, answer(second, records=[B], next="/3")) == []
    assert desk.stopped == "more pages than a portal may have"


def test_a_dry_run_ends_with_its_sample(ledger: Ledger) -> None:
    """And follows nothing more."""
    desk = open_desk(ledger, sample=2)
    assert receive(desk, answer(only(desk.opening()), records=[A, B, C], next="/2")) == []
    assert told(desk).read == 2
    assert desk.stopped == "dry run of 2 records"


def test_a_dry_run_goes_deep_first(ledger: Ledger) -> None:
    """So that the files of a tree's first folder come before its other folders."""
    desk = open_desk(ledger, sample=9)
    first = only(desk.opening())
    (then,) = receive(desk, answer(first, records=[A], next="/2"))
    assert then.priority > first.priority


def test_a_large_page_is_staged_in_pieces(ledger: Ledger) -> None:
    """Each of its records once."""
    desk = open_desk(ledger)
    many = [{"key": str(number), "title": f"Dataset {number}"} for number in range(450)]
    receive(desk, answer(only(desk.opening()), records=many))
    assert told(desk).read == 450


def test_a_request_keeps_all_that_another_process_needs(ledger: Ledger) -> None:
    """To and from the checkpoint."""
    desk = open_desk(ledger)
    other = Request(f"{HOME}/other", callback=desk.spider.page)  # type: ignore[attr-defined]
    request = Request(
        f"{HOME}/csw", method="POST", body=b"<GetRecords/>", headers={"Accept": "application/xml"},
        callback=desk.spider.page, cb_kwargs={"turn": 3}, meta={"otherwise": (other,)},  # type: ignore[attr-defined]
    )  # fmt: skip
    held = to_ask(request)
    again = to_request(held, desk.spider.receive, desk.spider.lost)
    assert (again.url, again.method, again.body) == (request.url, "POST", b"<GetRecords/>")
    assert again.headers[b"Accept"] == b"application/xml"
    assert again.meta["values"] == {"turn": 3}
    assert [one["url"] for one in again.meta["otherwise"]] == [other.url]
    assert to_ask(again) == held


def test_the_pulse_says_that_the_process_lives(ledger: Ledger) -> None:
    """And leaves what is pending alone."""
    desk = open_desk(ledger)
    desk.opening()
    desk.pulse()
    with ledger.reading() as connection:
        assert len(pending_asks(connection, desk.run)) == 1
