"""What a check says as it goes on."""

from __future__ import annotations

import pytest

from catalogue.checking.report import Report
from harvester.checking.telling import document_line, sample_sentence, with_blocking
from harvester.detecting.answer import Answer

URL = "https://data.thornmere.example/list.csv"


def test_a_document_is_told_before_it_is_read() -> None:
    answer = Answer(url=URL, headers={"content-type": "text/csv; charset=utf-8"}, body=b"a,b\n")
    assert document_line(answer) == f"{URL} answers with 4 bytes of text/csv."


@pytest.mark.parametrize(
    "answer",
    [
        Answer(url=URL, headers={"content-type": "text/html"}, body=b"<p>"),
        Answer(url=URL, headers={"content-type": "text/plain"}, body=b" <html>"),
        Answer(url=URL, status=404, headers={"content-type": "text/csv"}, body=b"a"),
        Answer(url=URL, body=b"a"),
    ],
)
def test_a_page_and_a_failure_are_told_otherwise(answer: Answer) -> None:
    assert document_line(answer) == ""


def test_the_sentence_of_a_sample_counts_what_it_is_of() -> None:
    report = Report(read=19, rejected=1, declared=412)
    assert sample_sentence(report, 20, "") == (
        "A sample of 20 of 412 records was asked for and read; 1 of them rejected."
    )
    assert sample_sentence(Report(read=3), 20, "3 of 3 records read.") == "3 of 3 records read."


def test_a_portal_of_which_nothing_can_be_read_says_why_first() -> None:
    empty = with_blocking(Report(), ())
    assert [one.code for one in empty.blocking] == ["no-datasets"]
    broken = with_blocking(Report(), ((URL, "answered 500"),))
    assert "answered 500" in broken.blocking[0].sentence
    assert with_blocking(Report(read=1), ((URL, "answered 500"),)).blocking == ()
