"""What somebody types into a story, read: cleaned, bounded, and what is amiss said by field."""

from __future__ import annotations

import pytest

from catalogue.reuses.kinds import load_kinds
from catalogue.reuses.reading import LONGEST, clean_line, clean_text, read_said

TYPED = {
    "title": "Fewer missed bins",
    "who": "A team",
    "kind": "service",
    "changed": "Rounds moved.",
    "story": "- one\n  - two\n\n\n\nEnd",
    "evidence": "council.example/minutes#item 4",
}


def test_a_whole_story_has_nothing_amiss() -> None:
    read = read_said(TYPED)
    assert read.amiss == ()
    assert read.content.story == "- one\n  - two\n\nEnd"
    assert read.content.evidence == "https://council.example/minutes#item%204"


@pytest.mark.parametrize("field", ["title", "who", "changed", "kind"])
@pytest.mark.parametrize("typed", ["", " \t ", "\u202e\u200b\u2066"])
def test_what_does_not_show_is_as_if_it_were_missing(field: str, typed: str) -> None:
    assert [one.field for one in read_said(TYPED | {field: typed}).amiss] == [field]


def test_marks_that_turn_a_text_or_hide_in_it_are_taken_out() -> None:
    assert clean_line("pay\u202eelba\u202c\u200b\ufeff\x07 now\r\nhere") == "payelba now here"
    assert clean_text("one\r\ntwo\u2028three\x1b[31m") == "one\ntwo\nthree [31m"


@pytest.mark.parametrize("field", list(LONGEST))
def test_what_is_too_long_is_said_and_kept(field: str) -> None:
    long = "x" * (LONGEST[field] + 1)
    read = read_said(TYPED | {field: long})
    assert [one.field for one in read.amiss] == [field]
    assert "characters" in read.amiss[0].message


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://u:p@a.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/x",
        "http://printer.local/",
        "http://10.0.0.1:80/",
        "data:text/html,x",
        "two words",
        "https://a.example/" + "x" * 2_000,
    ],
)
def test_evidence_that_nobody_else_can_open_is_refused(address: str) -> None:
    assert [one.field for one in read_said(TYPED | {"evidence": address}).amiss] == ["evidence"]


def test_a_host_that_is_allowed_may_be_evidence_though_it_is_private() -> None:
    said = TYPED | {"evidence": "http://127.0.0.1:8100/a"}
    assert read_said(said, allow=("127.0.0.1:8100",)).amiss == ()


def test_a_kind_is_one_of_the_list() -> None:
    assert [one.field for one in read_said(TYPED | {"kind": "nothing"}).amiss] == ["kind"]
    for code, kind in load_kinds().items():
        assert read_said(TYPED | {"kind": code}).amiss == ()
        assert kind.label
        assert kind.definition.endswith(".")
