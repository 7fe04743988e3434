"""Pages that say by their title that what was asked for is gone, though they answer 200."""

from __future__ import annotations

import pytest

from catalogue.linkage.answer import Answer, Link, Question
from catalogue.linkage.asking import judge
from catalogue.linkage.standing import Outcome

HOME = "https://www.harrowmere.example"
FILE = f"{HOME}/downloads/bins.csv"
PAGE = f"{HOME}/open-data/bins"


def outcome(title: str, *, asked: str = PAGE, led: str = "", download: bool = False) -> tuple[Outcome, str]:
    body = f"<!doctype html><html><head><title>{title}</title></head><body>Hello</body></html>".encode()
    question = Question(method="GET", url=asked, ranged=True)
    answer = Answer(question=question, url=led or asked, status=200, media_type="text/html", body=body)
    found = judge(Link(url=asked, is_download=download), [answer])
    return found.outcome, found.remark


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404",
        "404 Not Found",
        "Page not found",
        "Page not found | Harrowmere Council",
        "Harrowmere Council - Page Not Found",
        "Harrowmere Council \u2013 404 page not found",
        "Sorry, this page can&#39;t be found",
        "The page could not be found",
        "The requested file was not found.",
        "Dataset not found - Open Data Harrowmere",
        "This page does not exist",
        "Not Found",
        "Tudalen heb ei chanfod | Cyngor Hirwen",
    ],
)
def test_a_page_that_says_it_is_not_there_is_no_access(title: str) -> None:
    assert outcome(title) == (Outcome.FAILED, "answered with a page that says it is not there")


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Bins",
        "Lost property: owner not found, 2023",
        "Pages not found in the archive: an index",
        "Bus route 404 | Harrowmere",
        "Found and not found: surveys of newts",
        "Not found wanting: performance report",
        "Route 404",
    ],
)
def test_a_title_that_says_more_is_a_page_like_any(title: str) -> None:
    assert outcome(title)[0] is Outcome.WORKS


def test_a_file_that_leads_to_the_front_page_is_gone() -> None:
    gone = (Outcome.FAILED, "led to the front page of its site")
    assert outcome("Harrowmere Council", asked=FILE, led=f"{HOME}/", download=True) == gone
    assert outcome("Harrowmere Council", asked=PAGE, led=f"{HOME}/")[0] is Outcome.WORKS
    assert outcome("Data", asked=f"{HOME}/", led=f"{HOME}/", download=True)[0] is Outcome.WORKS
