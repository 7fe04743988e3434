"""What an answer is by its bytes."""

from __future__ import annotations

import pytest

from catalogue.linkage.answer import Answer, Question
from catalogue.linkage.content import media_type_of, page_for_file

FILE = "https://files.harrowmere.example/bins.csv"
PAGE = b"\n<!-- made by a machine --><!DOCTYPE html><html><title>Gone</title>"


def answer(body: bytes, media_type: str = "") -> Answer:
    question = Question(method="GET", url=FILE, ranged=True)
    return Answer(question=question, url=FILE, status=200, body=body, media_type=media_type)


@pytest.mark.parametrize(
    ("body", "said", "expected"),
    [
        (b"a,b\n1,2\n", "text/csv", "text/csv"),
        (b"a,b\n1,2\n", "", ""),
        (b"a,b\n1,2\n", "text/plain", "text/plain"),
        (PAGE, "text/csv", "text/html"),
        (PAGE, "application/xhtml+xml", "application/xhtml+xml"),
        (b"<HTML >", "", "text/html"),
        (b"<htmlish>", "text/xml", "text/xml"),
        (b"%PDF-1.7", "application/octet-stream", "application/pdf"),
        (b"PK\x03\x04", "application/octet-stream", "application/zip"),
        (b"PK\x03\x04", "application/vnd.ms-excel", "application/vnd.ms-excel"),
        (b"\x1f\x8b\x08", "", "application/gzip"),
    ],
)
def test_bytes_say_more_than_a_head_that_says_nothing(body: bytes, said: str, expected: str) -> None:
    assert media_type_of(answer(body, said)) == expected


def test_a_page_where_a_file_was_named_is_remarked_upon() -> None:
    told = "answered with a web page, though it ends in .csv"
    assert page_for_file(FILE, answer(PAGE, "text/csv")) == told
    assert page_for_file(f"{FILE}?v=2", answer(PAGE)) == told
    assert page_for_file("https://harrowmere.example/bins", answer(PAGE)) == ""
    assert page_for_file(FILE, answer(b"a,b\n")) == ""


def test_many_comments_cost_no_time() -> None:
    """A pattern that goes back and forth would take for ever."""
    assert media_type_of(answer(b"<!---->" * 2000 + b"x", "text/csv")) == "text/csv"
